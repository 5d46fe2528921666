import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { withDefinition } from './open-definition.ts';

/** What is offered at the mark, other than the words of the file. */
async function offered(marked: string): Promise<vscode.CompletionItem[]> {
  let items: vscode.CompletionItem[] = [];
  await withDefinition(marked, async ({ document, mark }) => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      mark,
    );
    items = list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
  });
  return items;
}

const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? label : label.label);
const labels = async (marked: string) => (await offered(marked)).map(labelOf);

const agents = 'agents:\n  one: { run: make }\n  two: { run: make }\n';

describe('Completion in a definition', () => {
  it('offers the keys of an agent that are not there yet', async () => {
    const found = await labels('agents:\n  a:\n    run: make\n    |\n');
    assert.ok(found.includes('timeout'));
    assert.ok(found.includes('retry'));
    assert.ok(!found.includes('run'));
  });

  it('offers the agents to a stage, declared and built in', async () => {
    const found = await labels(
      `${agents}pipelines:\n  p:\n    stages:\n      - name: s\n        agents: [one, |]\n`,
    );
    assert.ok(found.includes('two'));
    assert.ok(found.includes('smoke_tester'));
  });

  it('offers stages to `needs`', async () => {
    const found = await labels(
      `${agents}pipelines:\n  p:\n    stages:\n      - { name: first, agents: [one] }\n      - { name: second, agents: [two], needs: [|] }\n`,
    );
    assert.ok(found.includes('first'));
    assert.ok(!found.includes('second'));
  });

  it('offers the words that a key takes', async () => {
    assert.ok((await labels('agents:\n  a:\n    run: make\n    priority: |\n')).includes('critical'));
    assert.ok((await labels('agents:\n  a:\n    uses: |\n')).some((label) => label.includes('smoke_tester')));
  });

  it('offers the files beside the definition', async () => {
    const found = await labels('agents:\n  a:\n    file: |\n');
    assert.ok(
      found.some((label) => label.startsWith('dodeca.yaml')),
      found.join(),
    );
  });

  it('offers names within a condition', async () => {
    const found = await labels(
      `${agents}pipelines:\n  p:\n    stages:\n      - { name: first, agents: [one] }\n      - name: second\n        agents: [two]\n        when: outputs.|\n`,
    );
    assert.ok(found.includes('one'), found.join());
  });

  it('puts in what it shows', async () => {
    await withDefinition('agents:\n  a:\n    run: make\n    time|', async ({ document, mark }) => {
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      editor.selection = new vscode.Selection(mark, mark);
      const changed = new Promise<void>((resolve) => {
        const listener = vscode.workspace.onDidChangeTextDocument((change) => {
          if (change.document !== document) return;
          listener.dispose();
          resolve();
        });
      });
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        mark,
      );
      const item = list.items.find((candidate) => labelOf(candidate) === 'timeout');
      assert.ok(item?.insertText);
      const range = item.range instanceof vscode.Range ? item.range : item.range?.replacing;
      const snippet =
        item.insertText instanceof vscode.SnippetString
          ? item.insertText
          : new vscode.SnippetString(item.insertText);
      await editor.insertSnippet(snippet, range ?? mark);
      await changed;
      assert.match(document.lineAt(3).text, /^ {4}timeout: /);
    });
  });
});
