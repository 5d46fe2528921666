import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { defaultDefinitionText } from '../../../src/pipeline/default-definition.ts';
import { theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

describe('creating a definition', () => {
  before(() => openFolders('empty'));

  it('writes the built-in one, to start from, and opens it', async () => {
    const session = await theFolder();
    const file = join(session.folder.uri.fsPath, 'dodeca.yaml');
    try {
      await vscode.commands.executeCommand('dodeca.createDefinition', { folder: session.uri });
      assert.equal(readFileSync(file, 'utf8'), defaultDefinitionText);
      assert.equal(vscode.window.activeTextEditor?.document.fileName, file);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(file, { force: true });
    }
  });
});
