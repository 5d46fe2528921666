import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type OpenDefinition, untilProblems, withDefinition } from './open-definition.ts';

async function fixesOf({ document }: OpenDefinition, problem: string): Promise<vscode.CodeAction[]> {
  const [diagnostic] = await untilProblems(document, [problem]);
  assert.ok(diagnostic);
  return await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

async function apply(actions: readonly vscode.CodeAction[], title: RegExp): Promise<void> {
  const action = actions.find((candidate) => title.test(candidate.title));
  assert.ok(action?.edit, `no ${title} among ${actions.map((other) => other.title).join(', ')}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

describe('Quick fixes in a definition', () => {
  it('write what was meant', async () => {
    await withDefinition('agents:\n  a: { run: make, timout: 3m }\n', async (open) => {
      const actions = await fixesOf(open, '2:19-25 error unknown-key');
      assert.equal(actions[0]?.isPreferred, true);
      await apply(actions, /timeout/);
      assert.equal(open.document.getText(), 'agents:\n  a: { run: make, timeout: 3m }\n');
      await untilProblems(open.document, []);
    });
  });

  it('declare an agent that is missing', async () => {
    const text =
      'agents:\n  a: { run: make }\npipelines:\n  p:\n    stages: [{ name: s, agents: [report] }]\n';
    await withDefinition(text, async (open) => {
      await apply(await fixesOf(open, '5:34-40 error unknown-agent'), /^Add missing agent/);
      await untilProblems(open.document, ['4:11-27 warning missing-script']);
      assert.match(open.document.getText(), /^ {2}report:\n {4}file: agents\/report\.py$/m);
    });
  });

  it('create a script that is missing', async () => {
    await withDefinition('agents:\n  a:\n    file: tools/a.py\n', async (open) => {
      const actions = await fixesOf(open, '3:11-21 warning missing-script');
      assert.deepEqual(
        actions.map(({ title, isPreferred }) => [title, isPreferred]),
        [["Create script 'tools/a.py'", true]],
      );
      // As a user does it: what a file begins with does not survive the way through the API.
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      const at = new vscode.Position(2, 12);
      editor.selection = new vscode.Selection(at, at);
      await vscode.commands.executeCommand('editor.action.autoFix');
      await untilProblems(open.document, []);
      assert.match(readFileSync(join(open.folder, 'tools', 'a.py'), 'utf8'), /print\(/);
    });
  });

  it('remove a key that nobody knows', async () => {
    await withDefinition('agents:\n  a:\n    run: make\n    colour: red\n', async (open) => {
      await apply(await fixesOf(open, '4:5-11 error unknown-key'), /^Remove/);
      assert.equal(open.document.getText(), 'agents:\n  a:\n    run: make\n');
      await untilProblems(open.document, []);
    });
  });
});
