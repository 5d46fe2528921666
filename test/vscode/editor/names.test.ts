import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { withDefinition } from './open-definition.ts';

const text = `agents:
  o|ne: { run: make }
  two: { run: make }
clusters:
  C20: { agents: [one] }
pipelines:
  p:
    stages:
      - { name: first, agents: [o|ne] }
      - { name: second, agents: [two], needs: [fi|rst], when: "outputs.one.n > 1 && outputs['first/one'].n > 2" }
`;

const lines = (locations: readonly vscode.Location[]) =>
  locations.map(({ range }) => `${range.start.line + 1}:${range.start.character + 1}`);

describe('Names in a definition', () => {
  it('lead to where they are declared', async () => {
    await withDefinition(text, async ({ document, marks }) => {
      const of = async (position: vscode.Position | undefined) =>
        lines(
          await vscode.commands.executeCommand<vscode.Location[]>(
            'vscode.executeDefinitionProvider',
            document.uri,
            position,
          ),
        );
      assert.deepEqual(await of(marks[1]), ['2:3']);
      assert.deepEqual(await of(marks[2]), ['9:17']);
    });
  });

  it('are found wherever they stand, in conditions too', async () => {
    await withDefinition(text, async ({ document, mark }) => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        mark,
      );
      assert.deepEqual(lines(found), ['2:3', '5:19', '9:33', '10:71', '10:99']);
    });
  });

  it('are renamed everywhere', async () => {
    await withDefinition(text, async ({ document, mark }) => {
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        mark,
        'first one',
      );
      assert.ok(await vscode.workspace.applyEdit(edit));
      const renamed = document.getText();
      assert.equal(/\bone: \{ run/.test(renamed.replace('first one:', '')), false);
      assert.match(renamed, /^ {2}first one: \{ run: make \}$/m);
      assert.match(renamed, /agents: \[first one\] \}$/m);
      assert.match(renamed, /outputs\[.first one.\]\.n > 1 && outputs\['first\/first one'\]\.n > 2/);
    });
  });

  it('that are taken, or built in, are refused with a reason', async () => {
    await withDefinition(text, async ({ document, mark }) => {
      const rename = (name: string) =>
        vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, mark, name);
      await assert.rejects(async () => await rename('two'), /There is an agent `two` already/);
    });
    const builtin = 'pipelines:\n  p:\n    stages:\n      - { name: s, agents: [smoke|_tester] }\n';
    await withDefinition(builtin, async ({ document, mark }) => {
      const prepared = vscode.commands.executeCommand('vscode.prepareRename', document.uri, mark);
      await assert.rejects(async () => await prepared, /`smoke_tester` is built in/);
    });
  });
});
