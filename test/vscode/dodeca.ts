import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DodecaExtension } from '../../src/extension.ts';
import type { FolderSession } from '../../src/vscode/folders/folder-session.ts';

/** The extension as it runs in this window. */
export async function theExtension(): Promise<DodecaExtension> {
  const extension = vscode.extensions.getExtension<DodecaExtension>('dodeca.dodeca');
  assert.ok(extension, 'the extension is installed');
  return await extension.activate();
}

/** The session of the first folder. */
export async function theFolder(): Promise<FolderSession> {
  const { folders } = await theExtension();
  const [session] = folders.all;
  assert.ok(session, 'a folder is open');
  return session;
}
