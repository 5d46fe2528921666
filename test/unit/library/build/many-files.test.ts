import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Reader } from '../../../../src/library/build/read-results.ts';
import { indexedDocument } from '../../../../src/library/store/indexed-document.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';
import { databaseOf, openBuilder } from './open-builder.ts';
import { plainExtractor } from './plain-extractor.ts';

/** Enough for a few bytes that are kept of each to stand out from what a build needs at any rate. */
const count = 40_000;
const nameOf = (at: number) => `many/f${String(at).padStart(6, '0')}.txt`;

/** Says of every file that there is nothing in it. */
const emptyFiles: Reader = {
  async read(files) {
    return files.map(({ path, hash }) => {
      const stamp = { size: 0, mtimeMs: 1, ctimeMs: 1 };
      if (hash === path) return { kind: 'same', path, stamp, hash };
      const document = indexedDocument(path, plainExtractor.read(path, new Uint8Array()));
      return { kind: 'read', path, stamp, hash: path, document, ms: 0 };
    });
  },
};

/** Bytes of values that somebody still needs. */
function kept(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

describe('a folder of forty thousand empty files', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('is indexed without being kept in memory, and looked at again without reading', async function () {
    this.timeout(240_000);
    let seen = count;
    const open = openBuilder(tree.root, {
      reader: emptyFiles,
      *walk() {
        for (let at = 0; at < seen; at++)
          yield { kind: 'file', path: nameOf(at), size: 0, mtimeMs: 1, ctimeMs: 1 };
      },
    });
    try {
      const before = kept();
      const first = await open.build();
      assert.deepEqual([first.files, first.added], [count, count]);
      const again = await open.build();
      assert.deepEqual([again.unchanged, again.added, again.changed], [count, 0, 0]);
      const grown = (kept() - before) / count;
      assert.ok(grown < 200, `${grown} bytes are kept of a file`);
      seen = 10;
      assert.deepEqual((await open.build()).removed, count - 10);
    } finally {
      open.builder.close();
    }
    const db = new Database(databaseOf(tree.root), { name: 'library', readOnly: true });
    const left = db.prepare<{ count: number }>('SELECT count(*) AS count FROM passages').get();
    db.close();
    assert.equal(left?.count, 10);
  });
});
