import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../harness/vscode/until.ts';
import { theExtension } from './dodeca.ts';

/** Opens folders that lie beside the `.code-workspace` file of the window, in place of those that are open. */
export async function openFolders(...names: readonly string[]): Promise<void> {
  const { workspaceFile } = vscode.workspace;
  assert.ok(workspaceFile, 'the window has opened a workspace file');
  const wanted = names.map((name) => ({ uri: vscode.Uri.joinPath(workspaceFile, '..', name) }));
  const { folders } = await theExtension();
  const open = () => folders.all.map(({ uri }) => uri).join('\n');
  const expected = wanted.map(({ uri }) => uri.toString()).join('\n');
  if (open() === expected) return;
  const before = vscode.workspace.workspaceFolders?.length ?? 0;
  assert.ok(vscode.workspace.updateWorkspaceFolders(0, before, ...wanted), 'the folders can be opened');
  await until(
    'the folders are open',
    async () => open() === expected,
    async () => open(),
  );
}
