import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DodecaExtension } from '../../../src/extension.ts';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { treeLines } from '../../harness/vscode/tree-lines.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension, theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

/** Statuses are the review's: what a document is here does not hang on what its rules say today. */
const statusless = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/\| (found|reviewed|validated|canonical)( · )?/, '| ').trimEnd());

describe('the collections of the view Library', () => {
  let dodeca: DodecaExtension;
  let session: FolderSession;
  const at = (name: string) => join(session.folder.uri.fsPath, name);
  const lines = (open: 'all' | 'expanded' = 'expanded') => treeLines(dodeca.views.library, { open });

  before(async () => {
    await openFolders('shelf');
    dodeca = await theExtension();
    session = await theFolder();
  });

  it('have nothing indexed before somebody looks at them', async () => {
    await session.engine();
    assert.equal(session.library.isWatched, false);
    assert.equal((await session.call('library/status', {})).files, 0);
  });

  it('grow as soon as somebody does, and open into folders and documents', async () => {
    await until('everything is in the library', async () => {
      const [collections] = await lines();
      return collections === '$(library) Collections | 14 files' && session.library.progress === null;
    });
    assert.deepEqual((await lines()).slice(0, 8), [
      '$(library) Collections | 14 files',
      '  $(python) Python | 3',
      '  $(notebook) Notebooks | 1',
      '  $(markdown) Markdown | 5',
      '  $(table) Tables | 1 · CSV',
      '  $(json) Configuration | 2 · YAML, JSON, TOML',
      '  $(code) Scripts and Other Code | 1',
      '  $(file-text) Text | 1',
    ]);
    const all = statusless(await lines('all'));
    assert.deepEqual(all.slice(1, 7), [
      '  $(python) Python | 3',
      '    $(folder) src | 3',
      '      $(folder) plant | 2',
      '        $(file) turbine.py | The turbines.',
      '        $(file) valve.py | The valve of the cold box.',
      '      $(file) start.py | Starts the plant.',
    ]);
    assert.ok(all.includes('  $(json) Configuration | 2 · YAML, JSON, TOML'));
    assert.ok(all.includes('$(bookmark) Saved Searches | none yet'), all.join('\n'));
  });

  it('follow files that come, change and go, and draw only what is another line', async () => {
    const { library } = dodeca.views;
    const before = library.drawn.lines;
    writeFileSync(at('src/plant/pump.py'), '"""The pump."""\n');
    try {
      await until('the pump is shown', async () =>
        (await lines('all')).some((line) => line.includes('pump.py')),
      );
      assert.ok((await lines()).includes('  $(python) Python | 4'));
      assert.ok(library.drawn.lines - before < 10, `${library.drawn.lines - before} lines were drawn`);
    } finally {
      rmSync(at('src/plant/pump.py'));
    }
    await until('it is gone', async () => !(await lines('all')).some((line) => line.includes('pump.py')));
  });

  it('open a document where it lies', async () => {
    const node = await until('the notebook', async () => {
      for (const top of await dodeca.views.library.getChildren())
        for (const collection of await dodeca.views.library.getChildren(top))
          for (const folder of await dodeca.views.library.getChildren(collection))
            for (const file of await dodeca.views.library.getChildren(folder))
              if (file.target.path === 'notebooks/overview.ipynb') return file;
      return null;
    });
    const { command, resourceUri } = dodeca.views.library.getTreeItem(node);
    assert.equal(resourceUri?.fsPath, at('notebooks/overview.ipynb'));
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    await until('the notebook is open', async () =>
      vscode.window.activeNotebookEditor?.notebook.uri.fsPath.endsWith('overview.ipynb'),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('say that nothing is indexed where the definition says so, and come back when it says it no more', async () => {
    const before = readFileSync(at('dodeca.yaml'), 'utf8');
    writeFileSync(at('dodeca.yaml'), `${before}library: { index: false }\n`);
    try {
      await until('nothing is shown', async () => (await lines()).length === 0);
    } finally {
      writeFileSync(at('dodeca.yaml'), before);
    }
    await until('all is back', async () => (await lines())[0] === '$(library) Collections | 14 files');
  });

  it('go on when the engine was stopped, and when it died', async () => {
    await vscode.commands.executeCommand('dodeca.stopEngine', { folder: session.uri });
    await until('the session knows', async () => session.state === 'idle');
    assert.equal((await lines())[0], '$(library) Collections | 14 files', 'what was shown stays');
    const { pid } = (await session.engine()).info;
    writeFileSync(at('extra.md'), '# Extra\n');
    try {
      await until('it is watched again', async () => (await lines()).join().includes('| 15 files'));
      process.kill(pid, 'SIGKILL');
      await until('another engine is there', async () => {
        return session.state === 'connected' && (await session.engine()).info.pid !== pid;
      });
    } finally {
      rmSync(at('extra.md'));
    }
    await until('it is watched once more', async () => (await lines()).join().includes('| 14 files'));
  });
});
