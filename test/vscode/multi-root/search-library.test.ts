import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { theExtension } from '../dodeca.ts';
import { SearchBox } from '../library-search/search-box.ts';
import { openFolders } from '../open-folders.ts';

describe('searching the library of several folders', () => {
  before(() => openFolders('north', 'south'));

  it('asks all of them at once, and says which folder a file is of', async () => {
    const { folders } = await theExtension();
    for (const { folder } of folders.all)
      writeFileSync(join(folder.uri.fsPath, 'stellarator.md'), `# Stellarator of the ${folder.name}\n`);
    const box = await SearchBox.open({ query: 'stellarator' });
    await box.find('Stellarator of the north');
    await box.find('Stellarator of the south');
    const places = box.shown.items.filter((item) => item.type === 'place' && item.label.includes(' of the '));
    assert.deepEqual(
      places.map(({ description }) => description),
      ['north · stellarator.md:1', 'south · stellarator.md:1'],
    );
    while (box.shown.active?.label !== 'Stellarator of the south') await box.next();
    await box.accept();
    const south = folders.all[1]?.folder.uri;
    assert.ok(south);
    await until(
      'the file of that folder',
      async () =>
        vscode.window.activeTextEditor?.document.uri.path ===
        vscode.Uri.joinPath(south, 'stellarator.md').path,
    );
  });
});
