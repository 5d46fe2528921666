import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { canMount, SmallDisk } from '../../../harness/small-disk.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';
import { libraryContent } from './library-content.ts';
import { buildOnce, databaseOf } from './open-builder.ts';

const program = fileURLToPath(new URL('./build-program.ts', import.meta.url));

describe('a disk that becomes full while the library is built', () => {
  let tree: TemporaryTree;
  let disk: SmallDisk;

  before(function () {
    // A disk of its own can be had only where one may mount.
    if (!canMount()) this.skip();
  });
  beforeEach(async () => {
    tree = await temporaryTree(
      Object.fromEntries(
        Array.from({ length: 600 }, (_, at) => [
          `f${at}.txt`,
          `file ${at}\n${`word${at % 97} `.repeat(200)}`,
        ]),
      ),
    );
    databaseOf(tree.root);
    disk = await SmallDisk.mount(join(tree.root, '.dodeca'), '700k');
  });
  afterEach(async () => {
    await disk.dispose();
    await tree.remove();
  });

  it('is told of, and the build goes on when there is room', async () => {
    const [command = '', ...rest] = [...disk.prefix, process.execPath, program, tree.root];
    const build = () => promisify(execFile)(command, rest);
    await assert.rejects(build(), /library-full/);
    const [mount = '', ...options] = [
      ...disk.prefix,
      'mount',
      '-o',
      'remount,size=64m',
      join(tree.root, '.dodeca'),
    ];
    assert.equal(spawnSync(mount, options).status, 0);
    const { stdout } = await build();
    assert.match(stdout, /"files":600/);
    const elsewhere = await temporaryTree();
    try {
      const copy = join(elsewhere.root, 'copy.db');
      await copyFile(join(disk.path, 'library.db'), copy);
      const database = join(elsewhere.root, 'library.db');
      await buildOnce(tree.root, { database });
      assert.deepEqual(libraryContent(copy), libraryContent(database));
    } finally {
      await elsewhere.remove();
    }
  });
});
