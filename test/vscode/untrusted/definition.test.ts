import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { theFolder } from '../dodeca.ts';
import { untilProblems, withDefinition } from '../editor/open-definition.ts';

describe('a definition in Restricted Mode', () => {
  before(() => assert.equal(vscode.workspace.isTrusted, false));

  it('is checked, completed and explained', async () => {
    await withDefinition(
      'agents:\n  a:\n    run: make\n    timout: 3m\n    gra|ce: 5s\n    |\n',
      async ({ document, marks }) => {
        await untilProblems(document, ['4:5-11 error unknown-key']);
        const [grace, free] = marks;
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          grace,
        );
        assert.equal(hovers.length, 1);
        const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          free,
        );
        assert.ok(items.some(({ insertText }) => insertText !== undefined));
      },
    );
  });

  it('has nothing above it that would run, and starts nothing', async () => {
    const session = await theFolder();
    const file = join(session.folder.uri.fsPath, 'orchestrator_config.yaml');
    const document = await vscode.workspace.openTextDocument(file);
    const lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri);
    assert.deepEqual(lenses, []);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(document.getText().indexOf('- smoke_tester') + 4),
    );
    assert.ok(hover);
    assert.equal(session.state, 'untrusted');
  });
});
