import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { debugType } from './debug-type.ts';
import { declaredPipelines, loadPipelines } from './load-pipelines.ts';

/** What VS Code offers to debug in a folder. */
export interface OfferedConfigurations {
  /** For a `launch.json` that is written anew. */
  readonly initial: vscode.DebugConfiguration[];
  /** To choose from without a `launch.json`. */
  readonly every: vscode.DebugConfiguration[];
}

/** The pipelines that an initial `launch.json` names at the most. */
const mostInitial = 5;

// VS Code fills it in when a configuration is used.
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of VS Code
const workspace = '${workspaceFolder}';

/** What there is to debug in a folder, by its definition. Starts no engine. */
export async function offeredConfigurations(
  host: DodecaHost,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<OfferedConfigurations> {
  const session = folder ? host.folders.of(folder.uri) : host.folders.all[0];
  const pipelines = session ? await loadPipelines(session) : null;
  if (!pipelines?.definition) return { initial: [], every: [] };
  const launch = (pipeline: string): vscode.DebugConfiguration => {
    return { type: debugType, request: 'launch', name: pipeline, pipeline, workspace };
  };
  const attach = {
    type: debugType,
    request: 'attach',
    name: vscode.l10n.t('Attach to a run'),
    run: 'last',
    workspace,
  };
  const declared = declaredPipelines(pipelines).map(({ name }) => name);
  const names = declared.length > 0 ? declared : pipelines.definition.pipelines.map(({ name }) => name);
  const [first] = names.includes('run_pipeline') ? ['run_pipeline'] : names;
  const initial = names.slice(0, mostInitial).map(launch);
  if (first !== undefined) {
    const name = vscode.l10n.t('{0}, and into its agents', first);
    initial.push({ ...launch(first), name, waitForClient: true });
  }
  return { initial: [...initial, attach], every: [...names.map(launch), attach] };
}
