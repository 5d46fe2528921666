import * as vscode from 'vscode';
import type { Json } from '../../common/json.ts';
import type { RunOptions } from '../../model/event.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { secretsOf } from './secrets.ts';

export interface RunRequest {
  readonly pipeline: string;
  readonly params?: Readonly<Record<string, Json>> | undefined;
}

/** Starts a run, with the options and secrets of the folder. Answers with its id. */
export async function startRun(
  host: DodecaHost,
  session: FolderSession,
  { pipeline, params = {} }: RunRequest,
): Promise<string> {
  await vscode.workspace.saveAll(false);
  const secrets = await secretsOf(host, session);
  const options = optionsOf(session);
  const { runId } = await session.call('run/start', { pipeline, params, options, secrets });
  return runId;
}

/** How runs of a folder are asked for, by its settings. */
export function optionsOf(session: FolderSession): RunOptions {
  const settings = vscode.workspace.getConfiguration('dodeca.run', session.folder);
  const maxConcurrent = settings.get<number>('maxConcurrent', 0);
  return {
    maxConcurrent: maxConcurrent > 0 ? Math.floor(maxConcurrent) : null,
    keepGoing: settings.get('keepGoing', false),
    useCache: settings.get('useCache', true),
    missingInterpreter: settings.get('missingInterpreter') === 'skip' ? 'skip' : 'fail',
  };
}
