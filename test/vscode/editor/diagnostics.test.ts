import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { keepUnsaved, type, untilProblems, withDefinition } from './open-definition.ts';

const wrong = 'agents:\n  a:\n    run: make\n    timout: 3m\n';
const right = 'agents:\n  a:\n    run: make\n    timeout: 3m\n';

describe('Problems of a definition', () => {
  keepUnsaved();

  it('are shown in the text as it is typed, and gone when they are mended', async () => {
    await withDefinition(right, async ({ document }) => {
      await untilProblems(document, []);
      await type(document, wrong);
      const [problem] = await untilProblems(document, ['4:5-11 error unknown-key']);
      assert.equal(problem?.message, '`timout` is not known here: did you mean `timeout`?');
      await type(document, right);
      await untilProblems(document, []);
      assert.equal(document.isDirty, true);
    });
  });

  it('are shown for what is no YAML', async () => {
    await withDefinition('agents:\n  a: [b\npipelines: {}\n', async ({ document }) => {
      await untilProblems(document, ['3:1-2 error yaml-indent']);
    });
  });

  it('go when the file is closed', async () => {
    let uri: vscode.Uri | undefined;
    await withDefinition(wrong, async ({ document }) => {
      ({ uri } = document);
      await untilProblems(document, ['4:5-11 error unknown-key']);
    });
    assert.ok(uri);
    await untilProblems({ uri }, []);
  });

  it('know when a script comes into being', async () => {
    await withDefinition('agents:\n  a:\n    file: a.py\n', async ({ document, folder }) => {
      await untilProblems(document, ['3:11-15 warning missing-script']);
      writeFileSync(join(folder, 'a.py'), '');
      await untilProblems(document, []);
    });
  });

  it('are shown in a definition that was never saved, which belongs to the first folder', async () => {
    const uri = vscode.Uri.parse('untitled:dodeca.yaml');
    await vscode.commands.executeCommand('vscode.open', uri);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled);
    try {
      await type(document, 'agents:\n  a: { file: agents/optimizer.py }\n  b: { file: agents/missing.py }\n');
      await untilProblems(document, ['3:14-31 warning missing-script']);
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('are not looked for in other files', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: wrong });
    await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});
