import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LibrarySearch } from '../../../src/vscode/library/search/library-search.ts';
import { until } from '../../harness/vscode/until.ts';
import { ShelfWindow } from './shelf-window.ts';

describe('the saved searches in the view Library', () => {
  it('are shown as soon as they are saved, and made by a click', async () => {
    const shelf = await ShelfWindow.open();
    const saved: string[] = [];
    const changed = new vscode.EventEmitter<void>();
    const showing = shelf.dodeca.views.library.showSearches({ saved, onDidChange: changed.event });
    try {
      assert.deepEqual(await shelf.below('bookmark'), ['$(bookmark) Saved Searches | none yet']);
      const before = shelf.dodeca.views.library.drawn.times;
      saved.push('turbine kind:python', '"cold box"');
      changed.fire();
      await until('the line is drawn', async () => shelf.dodeca.views.library.drawn.times > before);
      assert.deepEqual(await shelf.below('bookmark'), [
        '$(bookmark) Saved Searches | 2',
        '  $(search) turbine kind:python',
        '  $(search) "cold box"',
      ]);
      const line = await shelf.find('the search', ({ label }) => label === 'turbine kind:python');
      const { command } = shelf.dodeca.views.library.getTreeItem(line);
      assert.equal(command?.command, 'dodeca.searchLibrary');
      const search = await vscode.commands.executeCommand<LibrarySearch>(
        command.command,
        ...(command.arguments ?? []),
      );
      assert.equal(search.shown.value, 'turbine kind:python');
      await search.close();
    } finally {
      showing.dispose();
      changed.dispose();
    }
  });
});
