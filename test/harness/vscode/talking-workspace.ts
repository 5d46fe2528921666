import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DodecaExtension } from '../../../src/extension.ts';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { type ScriptedAgent, ScriptedAgents } from '../scripted-agent.ts';
import { until } from './until.ts';

/** A run whose agent says what a test tells it. */
export interface Talk {
  readonly runId: string;
  readonly agent: ScriptedAgent;
}

/** The workspace of the window with an agent `talker`, run by the pipeline `talk` in a stage of the same name. */
export class TalkingWorkspace {
  readonly session: FolderSession;
  readonly #agents: ScriptedAgents;

  private constructor(session: FolderSession, agents: ScriptedAgents) {
    this.session = session;
    this.#agents = agents;
  }

  static async open(): Promise<TalkingWorkspace> {
    const extension = vscode.extensions.getExtension<DodecaExtension>('dodeca.dodeca');
    const session = (await extension?.activate())?.folders.all[0];
    if (!session) throw new Error('no folder is open');
    const agents = await ScriptedAgents.open();
    const definition = [
      `agents: { talker: { run: ${agents.shell('talker')}, cache: true } }`,
      'pipelines: { talk: { stages: [{ name: talk, agents: [talker] }] } }',
    ];
    writeFileSync(join(session.folder.uri.fsPath, 'orchestrator_config.yaml'), definition.join('\n'));
    return new TalkingWorkspace(session, agents);
  }

  /** Starts a run; answers when its agent listens. */
  async talk(useCache = false): Promise<Talk> {
    const runId = await this.start(useCache);
    return { runId, agent: await this.#agents.nextInvocation('talker') };
  }

  /** Starts a run, whose agent need not be started where its result is known. */
  async start(useCache: boolean): Promise<string> {
    const options = { maxConcurrent: null, keepGoing: false, useCache, missingInterpreter: 'fail' } as const;
    const request = { pipeline: 'talk', params: {}, options, secrets: {} };
    return (await this.session.call('run/start', request)).runId;
  }

  /** The agent of the run that was started last. */
  nextAgent(): Promise<ScriptedAgent> {
    return this.#agents.nextInvocation('talker');
  }

  /** Resolves when a run has ended. */
  async ended(runId: string): Promise<void> {
    await until('the run ends', async () => {
      const { finishedAt } = await this.session.call('run/show', { run: runId });
      return finishedAt !== null;
    });
  }

  close(): Promise<void> {
    return this.#agents.close();
  }
}
