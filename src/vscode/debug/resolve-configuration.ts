import * as vscode from 'vscode';
import { errorMessage, isUserError } from '../../common/errors.ts';
import { askParams } from '../commands/ask-params.ts';
import { chooseFolder, chooseRun } from '../commands/choose.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { optionsOf } from '../runs/start-run.ts';
import { findPipeline, guessPipeline, pickPipeline } from './choose-pipeline.ts';
import { debugType } from './debug-type.ts';
import { refuseUntrusted } from './refuse-untrusted.ts';

type Configuration = vscode.DebugConfiguration;

/**
 * A debug configuration with all that it leaves open; undefined where somebody gave up, or where it was said why it
 * cannot be. An empty one is F5 without a `launch.json`.
 */
export async function resolveConfiguration(
  host: DodecaHost,
  folder: vscode.WorkspaceFolder | undefined,
  given: Configuration,
  cancel?: vscode.CancellationToken,
): Promise<Configuration | undefined> {
  try {
    refuseUntrusted();
    if (given.runtime === 'node') return forNode(given);
    const isAttach = given.request === 'attach';
    const complete = isAttach ? await attach(host, folder, given) : await launch(host, folder, given);
    return cancel?.isCancellationRequested === true ? undefined : complete;
  } catch (error) {
    if (isUserError(error)) host.log.warn(error.message);
    else host.log.error(error instanceof Error ? error : errorMessage(error));
    // Not awaited: nothing waits for somebody to close the message.
    void vscode.window.showErrorMessage(errorMessage(error));
    return undefined;
  }
}

/** The process of a Node agent: VS Code's own debugger for Node attaches to it, once it is asked for that type. */
function forNode({ runtime: _runtime, ...given }: Configuration): Configuration {
  return { ...given, type: 'node' };
}

async function launch(
  host: DodecaHost,
  folder: vscode.WorkspaceFolder | undefined,
  given: Configuration,
): Promise<Configuration | undefined> {
  const session = await folderOf(host, folder);
  if (!session) return undefined;
  // An engine reads what is on disk.
  await vscode.workspace.saveAll(false);
  const isWritten = Boolean(given.request);
  const pipeline = given.pipeline || (await chosenPipeline(session, isWritten));
  if (pipeline === undefined) return undefined;
  // Who wrote a configuration wrote its parameters, or wants the defaults.
  const params = given.params ?? (isWritten ? {} : await askedParams(session, pipeline));
  if (params === undefined) return undefined;
  const { maxConcurrent, keepGoing, useCache } = optionsOf(session);
  return {
    keepGoing,
    useCache,
    ...(maxConcurrent !== null && { maxConcurrent }),
    ...given,
    type: debugType,
    request: 'launch',
    name: given.name || pipeline,
    pipeline,
    params,
    workspace: given.workspace || session.folder.uri.fsPath,
  };
}

async function chosenPipeline(session: FolderSession, isWritten: boolean): Promise<string | undefined> {
  const chosen = isWritten ? await pickPipeline(session) : await guessPipeline(session);
  return chosen?.name;
}

async function askedParams(
  session: FolderSession,
  pipeline: string,
): Promise<Record<string, unknown> | undefined> {
  return await askParams((await findPipeline(session, pipeline))?.params ?? []);
}

async function attach(
  host: DodecaHost,
  folder: vscode.WorkspaceFolder | undefined,
  given: Configuration,
): Promise<Configuration | undefined> {
  // A debugger that listens already belongs to no folder.
  if (given.connect !== undefined) {
    return { runtime: 'python', ...given, name: given.name || debugType };
  }
  const session = await folderOf(host, folder);
  if (!session) return undefined;
  const run = given.run || (await chooseRun(host, { folder: session.uri }, 'any'))?.runId;
  if (run === undefined) return undefined;
  const name = given.name || vscode.l10n.t('Run {0}', run);
  return { ...given, name, run, workspace: given.workspace || session.folder.uri.fsPath };
}

/** The folder of a configuration; else that of the file in the editor, the only one, or the one that is picked. */
async function folderOf(
  host: DodecaHost,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<FolderSession | undefined> {
  const uri = folder?.uri ?? vscode.window.activeTextEditor?.document.uri;
  return (uri && host.folders.of(uri)) ?? (await chooseFolder(host, null));
}
