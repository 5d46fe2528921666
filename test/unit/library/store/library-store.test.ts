import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FileRecords } from '../../../../src/library/store/file-records.ts';
import { LibraryStore } from '../../../../src/library/store/library-store.ts';
import { SkippedPaths } from '../../../../src/library/store/skipped-paths.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

describe('the store of the library', () => {
  let tree: TemporaryTree;
  let store: LibraryStore;

  beforeEach(async () => {
    tree = await temporaryTree();
    store = LibraryStore.open(join(tree.root, 'library.db'));
  });
  afterEach(async () => {
    store.close();
    await tree.remove();
  });

  it('counts the groups that changed something, and no other', () => {
    const seen: number[] = [];
    for (const changed of [true, false, true])
      store.group((change) => {
        seen.push(change);
        return changed;
      });
    assert.deepEqual(seen, [1, 2, 2]);
    assert.equal(store.changes, 2);
    store.close();
    store = LibraryStore.open(join(tree.root, 'library.db'));
    assert.equal(store.changes, 2);
  });

  it('writes nothing of a group that fails, and goes on', () => {
    assert.throws(
      () =>
        store.group(() => {
          store.set('something', 1);
          throw new Error('no');
        }),
      /no/,
    );
    assert.equal(store.number('something'), 0);
    store.group(() => {
      store.set('something', 2);
      return true;
    });
    assert.equal(store.changes, 1);
    assert.equal(store.number('something'), 2);
  });

  it('is read by another connection while it is written', () => {
    const reader = new Database(store.db.path, { name: 'library', readOnly: true });
    const changes = () =>
      reader.prepare<{ value: number }>("SELECT value FROM meta WHERE key = 'changes'").get()?.value;
    store.group(() => {
      assert.equal(changes(), 0);
      return true;
    });
    assert.equal(changes(), 1);
    reader.close();
  });

  it('is gone without a rest when it was thrown away', () => {
    store.close();
    LibraryStore.discard(store.db.path);
    for (const end of ['', '-wal', '-shm']) assert.equal(existsSync(store.db.path + end), false);
    store = LibraryStore.open(store.db.path);
    assert.equal(store.discarded, null);
  });

  it('knows what is at a path and below it, and what only begins like it', () => {
    const insert = store.db.prepare(
      `INSERT INTO files (id, path, size, mtime_ms, ctime_ms, hash, kind, lines, words, secrets, changed)
       VALUES (?, ?, 1, 1, 1, ?, 'text', 1, 1, 0, 1)`,
    );
    const paths = ['a', 'a-b', 'a/b', 'a/b/c', 'a/ö', 'a0', 'ab/c', 'b'];
    for (const [at, path] of paths.entries()) insert.run(at + 1, path, path.length === 3 ? 'same' : path);
    const files = new FileRecords(store.db);
    assert.deepEqual([...files.ids('a')], [1, 3, 4, 5]);
    assert.deepEqual([...files.ids('a/b')], [3, 4]);
    assert.deepEqual([...files.ids('c')], []);
    assert.equal([...files.ids()].length, paths.length);
    assert.deepEqual(
      files.withHash('same', 10).map(({ path }) => path),
      ['a-b', 'a/b', 'a/ö'],
    );
    const skipped = new SkippedPaths(store.db);
    for (const path of ['x/', 'x/y', 'x-y', 'xy'])
      skipped.note({ kind: 'skipped', path, reason: 'ignored', detail: '' });
    assert.deepEqual(skipped.paths('x').sort(), ['x/', 'x/y']);
    assert.deepEqual(skipped.paths().sort(), ['x-y', 'x/', 'x/y', 'xy']);
  });
});
