import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { note } from '../../harness/vscode/note.ts';
import { until } from '../../harness/vscode/until.ts';
import { theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';
import { SearchBox } from './search-box.ts';

describe('searching the library', () => {
  let session: FolderSession;
  let box: SearchBox | undefined;

  before(async () => {
    await openFolders('searched');
    session = await theFolder();
  });
  afterEach(async () => {
    if (box) await box.dismiss();
    box = undefined;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const uriOf = (path: string): vscode.Uri => vscode.Uri.joinPath(session.folder.uri, path);
  const open = async (path: string, line: number, column = 1): Promise<vscode.TextEditor> => {
    const at = new vscode.Position(line - 1, column - 1);
    const selection = new vscode.Range(at, at);
    return await vscode.window.showTextDocument(uriOf(path), { preview: false, selection });
  };
  /** The path, the line and the column of the cursor, from 1; and whether the tab is replaced by the next one. */
  const where = (): string => {
    const { activeTextEditor: editor, tabGroups } = vscode.window;
    if (!editor) return 'nowhere';
    const { line, character } = editor.selection.active;
    const path = vscode.workspace.asRelativePath(editor.document.uri, false);
    const isPreview = tabGroups.activeTabGroup.activeTab?.isPreview ?? false;
    return `${path}:${line + 1}:${character + 1}${isPreview ? ' preview' : ''}`;
  };
  const isAt = (expected: string) =>
    until(
      expected,
      async () => where() === expected,
      async () => where(),
    );

  it('finds what is typed, also while the library is built for the first time', async () => {
    box = await SearchBox.open();
    box.type('turbines bypass');
    const { description, detail } = await box.find('Cooldown');
    assert.match(description ?? '', /^docs\/cooldown\.md:13/);
    assert.match(detail ?? '', /bypass valve below 20 K/);
  });

  it('shows names first while a name is typed', async () => {
    box = await SearchBox.open();
    box.type('valvePos');
    await box.find('valvePosition');
    const lines = await box.settled();
    assert.equal(lines[0], 'names');
    assert.match(lines[1] ?? '', /^valvePosition \| lib\/valve-position\.ts:2/);
  });

  it('shows a passage behind the list, and what was there before when it is dismissed', async () => {
    await open('config/limits.yaml', 3, 5);
    box = await SearchBox.open({ query: 'capacitor bank' });
    await box.find(/cryo\/quench\.py/);
    await isAt('cryo/quench.py:13:27 preview');
    await box.dismiss();
    await isAt('config/limits.yaml:3:5');
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      ['limits.yaml'],
    );
  });

  it('puts back a tab that was only looked at itself', async () => {
    await vscode.window.showTextDocument(uriOf('config/limits.yaml'), {
      preview: true,
      selection: new vscode.Range(1, 2, 1, 4),
    });
    box = await SearchBox.open({ query: 'capacitor bank' });
    await isAt('cryo/quench.py:13:27 preview');
    await box.dismiss();
    await isAt('config/limits.yaml:2:5 preview');
    assert.equal(vscode.window.activeTextEditor?.selection.anchor.character, 2);
  });

  it('puts the cursor back where the passage is in the same file', async () => {
    await open('cryo/quench.py', 5, 3);
    box = await SearchBox.open({ query: 'capacitor bank' });
    await isAt('cryo/quench.py:13:27');
    await box.dismiss();
    await isAt('cryo/quench.py:5:3');
  });

  it('leaves no tab where none was open', async () => {
    box = await SearchBox.open({ query: 'capacitor bank' });
    await isAt('cryo/quench.py:13:27 preview');
    await box.dismiss();
    assert.deepEqual(vscode.window.tabGroups.activeTabGroup.tabs, []);
  });

  it('shows the next one when somebody goes on, and opens it at its line', async () => {
    box = await SearchBox.open({ query: 'detect_quench' });
    await box.settled();
    while (!box.shown.active?.description?.startsWith('cryo/report.py')) await box.next();
    await isAt('cryo/report.py:3:11 preview');
    await box.accept();
    box = undefined;
    await isAt('cryo/report.py:3:11');
  });

  it('opens a notebook at the cell', async () => {
    box = await SearchBox.open({ query: 'hydrogen purge kind:notebook' });
    await box.find('Cooldown of sector 12');
    await box.accept();
    box = undefined;
    const editor = await until('the notebook', async () => vscode.window.activeNotebookEditor);
    assert.equal(vscode.workspace.asRelativePath(editor.notebook.uri), 'notebooks/cooldown.ipynb');
    await until(
      'its cell',
      async () => editor.selection.start === 3,
      async () => String(editor.selection.start),
    );
    assert.match(editor.notebook.cellAt(3).document.getText(), /hydrogen purge/);
  });

  it('finds in a moment what has just been saved', async () => {
    box = await SearchBox.open({ query: 'stellarator' });
    assert.match((await box.settled()).join('\n'), /Nothing found/);
    const saved = performance.now();
    writeFileSync(
      join(session.folder.uri.fsPath, 'docs', 'fusion.md'),
      '# Fusion\n\nA stellarator is twisted.\n',
    );
    await box.find('Fusion');
    note(`a new file was found after ${Math.round(performance.now() - saved)} ms, with nothing typed`);
  });

  it('shows what belongs to what was typed last, however fast it is typed', async () => {
    box = await SearchBox.open();
    for (const query of [
      'helium',
      'helium_pressure_bar',
      'nightly report',
      'valve',
      'zzz',
      'capacitor',
      'fire',
    ]) {
      box.type(query);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    box.type('capacitor discharge');
    await box.find(/cryo\/quench\.py/);
    const answer = box.lines();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(box.shown.value, 'capacitor discharge');
    assert.deepEqual(box.lines(), answer);
  });

  it('goes by what is typed at once after it was opened with something else', async () => {
    box = await SearchBox.open({ query: 'capacitor bank' });
    box.type('turbines bypass');
    await box.find('Cooldown');
    // VS Code tells late of what was written first.
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(box.shown.value, 'turbines bypass');
    assert.match((await box.settled()).join('\n'), /cooldown\.md/);
  });

  it('says what is wrong with a query, and what may help where nothing is found', async () => {
    box = await SearchBox.open({ query: '"capacitor bank' });
    const wrong = await box.settled();
    assert.equal(wrong[0], 'A quotation mark is not closed.');
    await box.find(/cryo\/quench\.py/);
    assert.equal(box.shown.active?.type, 'place', 'Enter opens what was found');
    box.type('tokamak kind:python');
    await until(
      'another answer',
      async () => box?.lines()[0] === 'Nothing found | Search without the filters, or for fewer words.',
      async () => `${box?.shown.value}\n${box?.lines().join('\n')}`,
    );
  });

  it('begins with what is selected, or with the word at the cursor where that is asked for', async () => {
    const editor = await open('cryo/report.py', 7, 26);
    box = await SearchBox.open();
    assert.equal(box.shown.value, '');
    await box.dismiss();
    box = await SearchBox.open(editor.document.uri);
    assert.equal(box.shown.value, 'detect_quench');
    await box.dismiss();
    editor.selection = new vscode.Selection(0, 3, 0, 21);
    box = await SearchBox.open();
    assert.equal(box.shown.value, 'Writes the nightly');
  });

  it('offers what was searched for before, once something was opened', async () => {
    box = await SearchBox.open({ query: 'turbine speed' });
    await box.find(/limits\.yaml/);
    await box.accept();
    box = await SearchBox.open({ query: '' });
    const lines = await box.settled();
    assert.equal(lines[0], 'recent searches');
    assert.equal(lines[1], 'turbine speed');
    assert.ok(lines.length <= 21);
  });

  it('is opened once, however often it is asked for', async () => {
    const first = await SearchBox.open({ query: 'helium' });
    await first.find(/limits\.yaml/);
    box = await SearchBox.open({ query: 'nightly' });
    await box.find(/report\.py/);
    await first.dismiss();
  });
});
