import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { skippedLines, workspaceFiles } from '../../../src/agents/workspace-files.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

const everything = { include: ['**/*'], exclude: [], max_file_size: 1024 };

describe('workspaceFiles', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree({
      'a.md': 'a',
      'src/b.py': 'b',
      'src/ignored.py': 'c',
      '.gitignore': 'ignored.py\n',
      'node_modules/x/d.py': 'd',
      'large.py': 'x'.repeat(2000),
      'binary.py': new Uint8Array([120, 0, 120]),
    });
    await symlink(join(tree.root, 'a.md'), join(tree.root, 'link.md'));
  });
  afterEach(() => tree.remove());

  it('gives text that is not ignored, by path, and says what was left out', () => {
    const { files, skipped } = workspaceFiles(tree.root, everything);
    assert.deepEqual(
      files.map(({ path, size }) => [path, size]),
      [
        ['.gitignore', 11],
        ['a.md', 1],
        ['src/b.py', 1],
      ],
    );
    assert.deepEqual([...skipped].sort(), [
      ['binary', 1],
      ['too-large', 1],
    ]);
    assert.deepEqual(skippedLines(skipped), ['Skipped:', '  1 × binary', '  1 × too-large']);
  });

  it('neither gives nor counts what is not wanted', () => {
    const { files, skipped } = workspaceFiles(tree.root, everything, (path) => path.endsWith('.md'));
    assert.deepEqual([files.map(({ path }) => path), skipped.size], [['a.md'], 0]);
    const chosen = workspaceFiles(tree.root, { ...everything, include: ['src/**'], exclude: ['*.md'] });
    assert.deepEqual(
      chosen.files.map(({ path }) => path),
      ['src/b.py'],
    );
  });
});
