import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkedOutCommit } from '../../../src/process/run-git.ts';
import { gitChanges, readLog, readNumstat } from '../../../src/temporal/git-changes.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

describe('what git says', () => {
  let tree: TemporaryTree;
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], {
      cwd: tree.root,
    });
  const commit = async (subject: string) => {
    git('add', '-A');
    git('commit', '-qm', subject);
    return (await checkedOutCommit(tree.root)) ?? '';
  };

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('is nothing without a repository, without a commit, and of a commit that it does not know', async () => {
    assert.equal(await checkedOutCommit(tree.root), null);
    assert.equal(await gitChanges(tree.root, 'a'.repeat(40)), null);
    git('init', '-q');
    assert.equal(await checkedOutCommit(tree.root), null);
    await tree.write({ a: 'x' });
    await commit('one');
    assert.equal(await gitChanges(tree.root, 'a'.repeat(40)), null);
    assert.equal(await gitChanges(tree.root, '--output=stolen'), null);
  });

  it('is commits and files, whatever they are called, work that is not committed included', async () => {
    git('init', '-q');
    await tree.write({ 'plain.txt': 'a\nb\n', 'binary.bin': new Uint8Array([0, 1, 2]) });
    const since = await commit('one');
    await tree.write({ 'with space\tand tab.txt': 'x\n', 'binary.bin': new Uint8Array([0, 1, 2, 3]) });
    await commit('two\twith a tab');
    writeFileSync(join(tree.root, 'plain.txt'), 'a\nc\nd\n');
    const changes = await gitChanges(tree.root, since);
    assert.deepEqual(
      changes?.commits.map(({ subject }) => subject),
      ['two\twith a tab'],
    );
    assert.deepEqual([changes.commitCount, changes.fileCount], [1, 3]);
    assert.deepEqual(
      new Map(changes.files.map(({ path, added, deleted }) => [path, [added, deleted]])),
      new Map<string, [number | null, number | null]>([
        ['plain.txt', [2, 1]],
        ['with space\tand tab.txt', [1, 0]],
        ['binary.bin', [null, null]],
      ]),
    );
  });

  it('runs nothing that the repository names', async () => {
    git('init', '-q');
    await tree.write({ a: 'x\n' });
    const since = await commit('one');
    await tree.write({ '.gitattributes': 'a diff=evil\n', a: 'y\n' });
    const trap = `touch ${join(tree.root, 'trapped')} #`;
    for (const key of [
      'core.fsmonitor',
      'diff.evil.command',
      'diff.evil.textconv',
      'diff.external',
      'core.pager',
    ])
      git('config', key, trap);
    assert.equal((await gitChanges(tree.root, since))?.fileCount, 1);
    assert.throws(() => execFileSync('ls', [join(tree.root, 'trapped')], { stdio: 'pipe' }));
  });

  it('is read without ever failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\0', '\t', '1', '-', 'a', '\n', ' ') }), (text) => {
        for (const { path } of readNumstat(text)) assert.notEqual(path, '');
        for (const { commit: id } of readLog(text)) assert.notEqual(id, '');
      }),
    );
  });
});
