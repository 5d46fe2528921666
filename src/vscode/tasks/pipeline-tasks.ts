import * as vscode from 'vscode';
import type { PipelineReport } from '../../model/report.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { taskType } from './task-definition.ts';

type Offered = Pick<PipelineReport, 'name' | 'description' | 'stages'>;

/** One task for each pipeline of each folder; those that somebody wrote down are given what they run. */
export class PipelineTasks implements vscode.TaskProvider {
  readonly #host: DodecaHost;

  constructor(host: DodecaHost) {
    this.#host = host;
  }

  /** Starts no engine: where none is connected, the definition file tells. */
  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const tasks = await Promise.all(
      this.#host.folders.all.map(async (session) => {
        const pipelines = await pipelinesOf(session);
        return pipelines.map((pipeline) => this.#offer(session, pipeline));
      }),
    );
    return tasks.flat();
  }

  /** A task of `tasks.json`, which has its own definition and place: both must stay as they are. */
  resolveTask(task: vscode.Task): vscode.Task {
    const { definition, scope, name } = task;
    return this.#task(definition, scope ?? vscode.TaskScope.Workspace, name);
  }

  #offer(session: FolderSession, { name, description, stages }: Offered): vscode.Task {
    const task = this.#task({ type: taskType, pipeline: name }, session.folder, name);
    task.detail = description ?? stages.map((stage) => stage.name).join(' → ');
    return task;
  }

  #task(
    definition: vscode.TaskDefinition,
    scope: NonNullable<vscode.Task['scope']>,
    name: string,
  ): vscode.Task {
    const folder = typeof scope === 'object' ? scope : null;
    const execution = new vscode.CustomExecution(async (resolved) => {
      const { RunTerminal } = await import('./run-terminal.ts');
      return new RunTerminal(this.#host, folder, resolved);
    });
    // No problem matchers, not even unsaid: VS Code would ask for one, and findings are problems already.
    return new vscode.Task(definition, scope, name, taskType, execution, []);
  }
}

async function pipelinesOf(session: FolderSession): Promise<readonly Offered[]> {
  if (session.state === 'connected') return session.view.pipelines;
  const { loadDefinition } = await import('../../pipeline/load-definition.ts');
  const { definition } = loadDefinition(session.folder.uri.fsPath);
  // A folder without a definition of its own does not ask for the built-in one here.
  return definition === null || definition.file === null ? [] : definition.pipelines;
}
