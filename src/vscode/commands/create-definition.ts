import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';
import { existingDefinition } from './open-definition.ts';

/** Writes the built-in definition as `dodeca.yaml`, to start from; never over one that is there. */
export async function createDefinition(host: DodecaHost, given?: unknown): Promise<void> {
  const session = await chooseFolder(host, targetOf(given));
  if (!session) return;
  let file = await existingDefinition(session.folder.uri);
  if (!file) {
    const { defaultDefinitionText } = await import('../../pipeline/default-definition.ts');
    file = vscode.Uri.joinPath(session.folder.uri, 'dodeca.yaml');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(defaultDefinitionText));
  }
  await vscode.window.showTextDocument(file);
}
