import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { theFolder } from '../dodeca.ts';

describe('searching the library in Restricted Mode', () => {
  it('does nothing but say that the workspace is not trusted', async () => {
    const session = await theFolder();
    assert.equal(await vscode.commands.executeCommand('dodeca.searchLibrary', { query: 'x' }), undefined);
    assert.equal(session.state, 'untrusted');
    assert.equal(existsSync(join(session.folder.uri.fsPath, '.dodeca')), false);
  });

  it('tells nothing of names under the pointer', async () => {
    const session = await theFolder();
    const file = vscode.Uri.joinPath(session.folder.uri, 'agents', 'load_telemetry.py');
    const document = await vscode.workspace.openTextDocument(file);
    for (let line = 0; line < Math.min(20, document.lineCount); line++) {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        file,
        new vscode.Position(line, 8),
      );
      assert.deepEqual(hovers, []);
    }
    assert.equal(existsSync(join(session.folder.uri.fsPath, '.dodeca')), false);
  });
});
