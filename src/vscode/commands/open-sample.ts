import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';

/** Where a copy of the sample goes, and whether it is opened; absent: our own storage, yes. */
export interface SampleRequest {
  /** The uri of a folder; one that exists is left alone, and a number put behind the name. */
  readonly target?: string;
  readonly open?: boolean;
}

/** Where the window that is reloaded by opening a folder finds what it was opened for. */
const openedKey = 'sample.opened';

const walkthrough = 'dodeca.dodeca#dodeca.start';

/** What runs leave behind in a checkout: no part of the sample. */
const leftOut: ReadonlySet<string> = new Set(['.dodeca', 'out', '__pycache__', '.ipynb_checkpoints']);

/** Makes a fresh copy of the sample and opens it. Answers with the uri of the copy. */
export async function openSample(host: DodecaHost, given?: unknown): Promise<string> {
  const { target, open = true } = requestIn(given);
  const { extensionUri, globalStorageUri, globalState } = host.context;
  const wanted =
    target === undefined
      ? vscode.Uri.joinPath(globalStorageUri, 'samples', 'cryo-linac')
      : vscode.Uri.parse(target, true);
  const folder = await freeFolder(wanted);
  await copyFolder(vscode.Uri.joinPath(extensionUri, 'samples', 'cryo-linac'), folder);
  if (open) {
    await globalState.update(openedKey, folder.toString());
    // A window that shows something already goes on showing it.
    const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
  }
  return folder.toString();
}

/** Where this window was opened for the sample, goes on with the walkthrough. */
export function continueSample({ context: { globalState }, folders }: DodecaHost): void {
  const opened = globalState.get<string>(openedKey);
  if (opened === undefined || !folders.all.some(({ uri }) => uri === opened)) return;
  void globalState.update(openedKey, undefined);
  void vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
}

function requestIn(given: unknown): SampleRequest {
  if (given === null || typeof given !== 'object') return {};
  const { target, open } = given as { readonly target?: unknown; readonly open?: unknown };
  return {
    ...(typeof target === 'string' && { target }),
    ...(typeof open === 'boolean' && { open }),
  };
}

/** The folder itself, or the first with a number that is not there yet: nobody's changes are written over. */
async function freeFolder(wanted: vscode.Uri): Promise<vscode.Uri> {
  let folder = wanted;
  for (let number = 2; await exists(folder); number++)
    folder = wanted.with({ path: `${wanted.path}-${number}` });
  return folder;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

async function copyFolder(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(to);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(from)) {
    if (leftOut.has(name)) continue;
    const [source, copy] = [vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name)];
    if (type === vscode.FileType.Directory) await copyFolder(source, copy);
    else await vscode.workspace.fs.copy(source, copy);
  }
}
