import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { note } from '../../harness/vscode/note.ts';
import { until } from '../../harness/vscode/until.ts';
import { theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

describe('a hover over a name', () => {
  let session: FolderSession;

  before(async () => {
    await openFolders('searched');
    session = await theFolder();
    await session.library.watch();
    await until('the library to be built', async () => (await session.call('library/status', {})).builtMs);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** What of the library is said of a word in a document: the first one, or the last one. */
  const said = async (document: vscode.TextDocument, word: string, last = false): Promise<string> => {
    const text = document.getText();
    const at = document.positionAt((last ? text.lastIndexOf(word) : text.indexOf(word)) + 1);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    return hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .filter((text) => text.includes('#L'))
      .join('\n');
  };
  const fileText = (path: string) =>
    vscode.workspace.openTextDocument(vscode.Uri.joinPath(session.folder.uri, path));

  it('tells how and where it is declared', async () => {
    const document = await fileText('cryo/report.py');
    const text = await said(document, 'detect_quench', true);
    assert.match(text, /```python\ndef detect_quench\(voltage: list\[float\], limit: float = 0\.1\) -> bool/);
    assert.match(text, /stays above the limit/);
    assert.match(text, /\[cryo\/quench\\\.py:4\]\(file:.*cryo\/quench\.py#L4\)/);
    const each = async (ask: () => Promise<unknown>): Promise<string> => {
      const began = performance.now();
      for (let round = 0; round < 20; round++) await ask();
      return `${((performance.now() - began) / 20).toFixed(1)} ms`;
    };
    const editor = await each(() => said(document, 'detect_quench', true));
    const engine = await each(() =>
      session.call('library/define', { name: 'detect_quench', language: 'python' }),
    );
    note(`a hover took ${engine} to ask for, ${editor} by way of the editor`);
  });

  it('tells it in prose of what stands between backticks', async () => {
    const document = await fileText('docs/cooldown.md');
    assert.match(await said(document, 'detect_quench'), /#L4/);
    assert.equal(await said(document, 'turbines'), '');
  });

  it('tells it in a cell of a notebook', async () => {
    const uri = vscode.Uri.joinPath(session.folder.uri, 'notebooks', 'cooldown.ipynb');
    const opened = await vscode.workspace.openNotebookDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    const cell = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      'from cryo.quench import QuenchHeater\nQuenchHeater()',
      'python',
    );
    edit.set(uri, [vscode.NotebookEdit.insertCells(opened.cellCount, [cell])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(await said(opened.cellAt(opened.cellCount - 1).document, 'QuenchHeater', true), /#L9/);
    await vscode.window.showNotebookDocument(opened);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('says nothing where the declaration is in sight, or where something else of the name is meant', async () => {
    assert.equal(await said(await fileText('cryo/quench.py'), 'detect_quench'), '');
    assert.equal(await said(await fileText('cryo/quench.py'), 'print'), '');
    const own = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(session.folder.uri, 'cryo/report.py'),
    );
    assert.equal(await said(own, 'voltages', true), '');
  });

  it('says nothing when the setting is off', async () => {
    const document = await fileText('cryo/report.py');
    const settings = vscode.workspace.getConfiguration('dodeca', document.uri);
    await settings.update('library.hover', 'off', vscode.ConfigurationTarget.Workspace);
    try {
      assert.equal(await said(document, 'detect_quench', true), '');
    } finally {
      await settings.update('library.hover', undefined, vscode.ConfigurationTarget.Workspace);
    }
    assert.match(await said(document, 'detect_quench', true), /#L4/);
  });

  it('starts no engine', async () => {
    const document = await fileText('cryo/report.py');
    await vscode.commands.executeCommand('dodeca.stopEngine', { folder: session.uri });
    await until('the engine to be gone', async () => session.state === 'idle');
    assert.equal(await said(document, 'detect_quench', true), '');
    assert.equal(session.state, 'idle');
    await session.engine();
  });
});
