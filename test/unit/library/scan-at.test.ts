import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNeverSource, scan, scanAt } from '../../../src/library/scan.ts';
import { type TemporaryTree, temporaryTree } from './temporary-tree.ts';

describe('a scan at a path', () => {
  let tree: TemporaryTree;

  before(async () => {
    tree = await temporaryTree({
      '.gitignore': '*.log\nbuild/\n',
      'a.txt': 'x',
      'a.log': 'x',
      'sub/.gitignore': '!kept.log\nprivate/\n',
      'sub/kept.log': 'x',
      'sub/other.log': 'x',
      'sub/deep/b.txt': 'x',
      'sub/deep/kept.log': 'x',
      'sub/private/c.txt': 'x',
      'build/d.txt': 'x',
      'node_modules/e.txt': 'x',
      'env/pyvenv.cfg': 'x',
      'env/lib/f.txt': 'x',
      'sub2/g.txt': 'x',
    });
    await symlink('sub', join(tree.root, 'link'));
    await writeFile(join(tree.root, 'sub/image.bin'), Buffer.from([0]));
  });
  after(() => tree.remove());

  it('finds there what a scan of everything finds there', () => {
    const options = { skipBinary: true };
    const all = [...scan(tree.root, options)];
    const paths = new Set(
      all.flatMap(({ path }) => {
        const parts = path.replace(/\/$/, '').split('/');
        return parts.map((_, end) => parts.slice(0, end + 1).join('/'));
      }),
    );
    assert.ok(paths.size > 10);
    for (const path of paths) {
      const below = all.filter((entry) => entry.path === path || entry.path.startsWith(`${path}/`));
      assert.deepEqual([...scanAt(tree.root, path, options)], below, path);
    }
  });

  it('finds nothing where nothing is, or where the way leads through a file or a link', () => {
    for (const path of ['absent', 'absent/a.txt', 'a.txt/b.txt', 'link/deep/b.txt', 'sub/deep/absent'])
      assert.deepEqual([...scanAt(tree.root, path)], [], path);
  });

  it('finds the folder that is left out on the way', () => {
    const left = (path: string) => [...scanAt(tree.root, path)].map((entry) => entry.path);
    assert.deepEqual(left('build/d.txt'), ['build/']);
    assert.deepEqual(left('sub/private/c.txt'), ['sub/private/']);
    assert.deepEqual(left('node_modules/e.txt'), ['node_modules/']);
    assert.deepEqual(left('env/lib/f.txt'), ['env/']);
  });

  it('leaves out what it is told to, and names folders before it reads them', () => {
    const folders: string[] = [];
    const entries = [
      ...scan(tree.root, {
        exclude: (path) => path === 'sub/' || path === 'a.txt',
        onFolder: (folder) => folders.push(folder),
      }),
    ];
    assert.deepEqual(
      entries.flatMap((entry) => (entry.kind === 'file' ? [entry.path] : [])),
      ['.gitignore', 'sub2/g.txt'],
    );
    assert.deepEqual(folders, ['', 'env/', 'sub2/']);
  });

  it('knows what is never looked at without looking', () => {
    for (const path of ['.git/index', 'a/node_modules/b.js', '.dodeca/library.db', 'x/.git', 'venv/'])
      assert.equal(isNeverSource(path), true, path);
    for (const path of ['venv', 'a.git', 'git/index', 'node_modules.txt'])
      assert.equal(isNeverSource(path), false, path);
  });
});
