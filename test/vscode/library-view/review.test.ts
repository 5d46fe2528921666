import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { ShelfWindow } from './shelf-window.ts';

describe('the review in the view Library', () => {
  let shelf: ShelfWindow;

  before(async () => {
    shelf = await ShelfWindow.open();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('lists what waits for somebody, by the reason', async () => {
    const lines = await until('the review is done', async () => {
      const below = await shelf.below('checklist');
      return below.length >= 10 && below;
    });
    assert.deepEqual(
      lines.map((line) => line.replace(/\d\d %/, 'N %')),
      [
        '$(checklist) Review | 3',
        '  $(warning) Findings | 2',
        '    $(file) alarms.md | docs',
        '      $(lightbulb) limits.md leads nowhere; it seems to mean tables/limits.md. | links · line 3',
        '    $(file) shift.md | docs',
        '      $(error) rules.md leads nowhere. | links · line 3',
        '  $(files) Duplicates | 1',
        '    $(files) plant.md | 2 files · similar',
        '      $(file) plant.md | to go by · docs',
        '      $(file) plant-2019.md | N % · docs/old',
      ],
    );
  });

  it('leads to the line of a finding', async () => {
    const finding = await shelf.find('the finding', ({ label }) => label === 'rules.md leads nowhere.');
    await shelf.click(finding);
    const editor = await until('the document', async () => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.fsPath, shelf.path('docs/shift.md'));
    assert.equal(editor.selection.active.line, 2);
  });

  it('takes away what somebody has decided, and brings it back when that is taken back', async () => {
    const marked = await shelf.decide('docs/old/plant-2019.md', 'canonical');
    assert.equal(marked?.status, 'canonical');
    assert.equal(marked.decision?.decision, 'canonical');
    assert.notEqual(marked.decision.by, '');
    await until(
      'the group is decided on',
      async () => !(await shelf.below('checklist')).join().includes('Duplicates'),
    );
    await shelf.decide('docs/old/plant-2019.md', 'clear');
    await until('it is asked again', async () =>
      (await shelf.below('checklist')).join().includes('Duplicates | 1'),
    );
  });

  it('mends what can be mended', async () => {
    const file = shelf.path('docs/alarms.md');
    const before = readFileSync(file, 'utf8');
    try {
      const { changed } = await shelf.session.call('library/fix', {
        paths: ['docs/alarms.md'],
        by: 'somebody',
      });
      assert.deepEqual(
        changed.map(({ path }) => path),
        ['docs/alarms.md'],
      );
      await until(
        'nothing is found any more',
        async () => !(await shelf.below('checklist')).join().includes('alarms.md'),
      );
    } finally {
      writeFileSync(file, before);
    }
    await until('it is found again', async () =>
      (await shelf.below('checklist')).join().includes('alarms.md'),
    );
  });

  it('says nothing of a file that is in no library', async () => {
    writeFileSync(shelf.path('picture.bin'), new Uint8Array(64));
    assert.equal(await shelf.decide('picture.bin', 'accept'), undefined);
  });
});
