import assert from 'node:assert/strict';
import { openExtractor } from '../../../src/library/extract/extractor.ts';
import { listFolder } from '../../../src/library/list-folder.ts';
import type { LibraryListing } from '../../../src/model/library-report.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { type OpenBuilder, openBuilder } from './build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from './temporary-tree.ts';

describe('a listing of a folder', () => {
  let tree: TemporaryTree;
  let open: OpenBuilder;
  const list = (folder: string, ...kinds: string[]): LibraryListing => {
    const db = new Database(open.database, { name: 'library' });
    try {
      return listFolder(db, { folder, kinds });
    } finally {
      db.close();
    }
  };
  const paths = ({ files }: LibraryListing) => files.map(({ path }) => path);

  before(async () => {
    tree = await temporaryTree({
      'a/b/c.py': '"""Deep."""\n',
      'a/b.md': '# Beside\n',
      'a/z.py': 'z = 1\n',
      'ab/other.py': 'other = 1\n',
      'top.py': '"""On top."""\n',
      'ä/ö.py': 'x = 1\n',
    });
    open = openBuilder(tree.root, { extractor: await openExtractor() });
    await open.build();
  });

  after(async () => {
    open.builder.close();
    await tree.remove();
  });

  it('has what is directly in it, with how many documents there are below each folder', () => {
    const { folders, files } = list('');
    assert.deepEqual(folders, [
      { name: 'a', files: 3 },
      { name: 'ab', files: 1 },
      { name: 'ä', files: 1 },
    ]);
    assert.deepEqual(
      files.map(({ path, kind, title }) => ({ path, kind, title })),
      [{ path: 'top.py', kind: 'python', title: 'On top.' }],
    );
    assert.deepEqual(list('a').folders, [{ name: 'b', files: 1 }]);
    assert.deepEqual(paths(list('a')), ['a/b.md', 'a/z.py']);
    assert.deepEqual(paths(list('ä')), ['ä/ö.py']);
    assert.deepEqual(list('nowhere'), { folders: [], files: [] });
  });

  it('leaves out other kinds than are asked for', () => {
    assert.deepEqual(list('', 'markdown').folders, [{ name: 'a', files: 1 }]);
    assert.deepEqual(paths(list('', 'markdown')), []);
    assert.deepEqual(paths(list('a', 'markdown')), ['a/b.md']);
    assert.deepEqual(paths(list('a', 'markdown', 'python')), ['a/b.md', 'a/z.py']);
  });

  it('has logs of runs only where they are asked for', () => {
    const db = new Database(open.database, { name: 'library' });
    db.exec("UPDATE files SET kind = 'run' WHERE path = 'a/z.py'");
    db.close();
    assert.deepEqual(paths(list('a')), ['a/b.md']);
    assert.deepEqual(list('').folders[0], { name: 'a', files: 2 });
    assert.deepEqual(paths(list('a', 'run')), ['a/z.py']);
  });
});
