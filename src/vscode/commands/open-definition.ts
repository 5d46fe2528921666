import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** Opens the definition of a folder; offers to create one where there is none. */
export async function openDefinition(host: DodecaHost, given?: unknown): Promise<void> {
  const session = await chooseFolder(host, targetOf(given));
  if (!session) return;
  const file = await existingDefinition(session.folder.uri);
  if (file) {
    await vscode.window.showTextDocument(file);
    return;
  }
  const create = vscode.l10n.t('Create Definition');
  const message = vscode.l10n.t('This folder has no definition of its own: the built-in one serves.');
  if ((await vscode.window.showInformationMessage(message, create)) === create) {
    await vscode.commands.executeCommand('dodeca.createDefinition', given);
  }
}

/** The definition file of a folder; undefined where there is none. */
export async function existingDefinition(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (const name of ['dodeca.yaml', 'orchestrator_config.yaml']) {
    const file = vscode.Uri.joinPath(folder, name);
    try {
      await vscode.workspace.fs.stat(file);
      return file;
    } catch {
      // Not there: the next one may be.
    }
  }
  return undefined;
}
