import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { mendText } from '../../../../src/library/review/mend-text.ts';
import { type ReviewedTree, reviewedTree } from './reviewed-tree.ts';

const sha = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

describe('mending a text', () => {
  const repair = (line: number, old: string, text: string) => ({ line, old, text, title: `Link to ${text}` });

  it('changes destinations of links on their line, and nothing else', () => {
    const before =
      '# a.md\r\nSee [a.md](a.md "a.md") and ![](a.md), `a.md`.\n[x](a.md)\r\n\n [a]: <a.md>\rend a.md';
    const { text, made, missed } = mendText(before, [
      repair(2, 'a.md', 'b/ü.md'),
      repair(5, 'a.md', 'c.md'),
      repair(6, 'a.md', 'd.md'),
      repair(99, 'a.md', 'd.md'),
    ]);
    assert.equal(
      Buffer.from(text, 'latin1').toString('utf8'),
      '# a.md\r\nSee [a.md](b/ü.md "a.md") and ![](b/ü.md), `a.md`.\n[x](a.md)\r\n\n [a]: <c.md>\rend a.md',
    );
    assert.deepEqual([made.length, missed.map(({ line }) => line)], [2, [6, 99]]);
  });

  it('leaves every other byte as it is, of whatever encoding and whatever ends the lines', () => {
    const noise = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(noise, noise, fc.constantFrom('\n', '\r\n', '\r'), (before, after, end) => {
        const head = before.replace(/[\r\n[\]]/g, '.');
        const text = `${head}${end}[x](old.md)${end}${after}`;
        assert.equal(
          mendText(text, [repair(2, 'old.md', 'new.md')]).text,
          `${head}${end}[x](new.md)${end}${after}`,
        );
      }),
    );
  });
});

describe('the fixes of the review', () => {
  let tree: ReviewedTree;
  const read = (path: string) => readFileSync(join(tree.root, path), 'utf8');
  afterEach(() => tree.remove());

  it('mend what can be mended, review it again, and tell every content that they made', async () => {
    const before = '# Index\r\n\r\nSee [the guide](quench-guide.md#how).\r\nAnd [nothing](gone.md).\r\n';
    tree = await reviewedTree({
      'docs/index.md': before,
      'docs/how/quench-guide.md': '# Guide\n\n[up](../Index.md)\n',
      'fine.md': '# Fine\n',
    });
    assert.deepEqual(
      tree.document('docs/index.md').findings.map(({ line, fix }) => [line, fix]),
      [
        [3, 'Link to how/quench-guide.md#how'],
        [4, null],
      ],
    );
    const outcome = await tree.fix();
    const after = before.replace('quench-guide.md', 'how/quench-guide.md');
    assert.equal(read('docs/index.md'), after);
    assert.equal(read('docs/how/quench-guide.md'), '# Guide\n\n[up](../index.md)\n');
    assert.deepEqual(outcome.changed, [
      { path: 'docs/how/quench-guide.md', fixes: ['line 3: Link to ../index.md, not to ../Index.md'] },
      {
        path: 'docs/index.md',
        fixes: ['line 3: Link to how/quench-guide.md#how, not to quench-guide.md#how'],
      },
    ]);
    assert.deepEqual([outcome.rounds, outcome.failed], [1, []]);
    assert.deepEqual(
      outcome.generations.map(({ path, hash, previous, round }) => [path, hash, previous, round]),
      [
        [
          'docs/how/quench-guide.md',
          tree.hash('docs/how/quench-guide.md'),
          sha('# Guide\n\n[up](../Index.md)\n'),
          1,
        ],
        ['docs/index.md', sha(after), sha(before), 1],
      ],
    );
    assert.deepEqual(
      tree.document('docs/index.md').findings.map(({ line }) => line),
      [4],
    );
    assert.match(tree.status('docs/how/quench-guide.md'), /^reviewed/);
    const again = await tree.fix();
    assert.deepEqual([again.rounds, again.changed, again.failed], [0, [], []]);
    assert.deepEqual(readdirSync(join(tree.root, 'docs')).sort(), ['how', 'index.md'], 'nothing is left');
  });

  it('mend only what is asked for, and keep the mode of the file', async () => {
    tree = await reviewedTree({
      'a.md': '# A\n[x](B.md)\n',
      'c.md': '# C\n[x](B.md)\n',
      'b.md': '# B\n',
    });
    chmodSync(join(tree.root, 'a.md'), 0o755);
    const outcome = await tree.fix(['a.md', 'none.md']);
    assert.deepEqual(
      outcome.changed.map(({ path }) => path),
      ['a.md'],
    );
    assert.deepEqual(outcome.failed, [{ path: 'none.md', why: 'it is not in the library' }]);
    assert.equal(statSync(join(tree.root, 'a.md')).mode & 0o777, 0o755);
    assert.equal(read('c.md'), '# C\n[x](B.md)\n');
  });

  it('are refused where a file is not what was reviewed, and where it is none any more', async () => {
    tree = await reviewedTree({
      'a.md': '# A\n[x](B.md)\n',
      'c.md': '# C\n[x](B.md)\n',
      'd.md': '# D\n[x](B.md)\n',
      'b.md': '# B\n',
    });
    writeFileSync(join(tree.root, 'a.md'), '# A, changed\n[x](B.md)\n');
    await rm(join(tree.root, 'c.md'));
    await rm(join(tree.root, 'd.md'));
    await symlink('b.md', join(tree.root, 'd.md'));
    const outcome = await tree.fix();
    assert.deepEqual(outcome.changed, []);
    assert.deepEqual(outcome.failed, [
      { path: 'a.md', why: 'it has changed since it was reviewed' },
      { path: 'c.md', why: 'it is gone' },
      { path: 'd.md', why: 'it is no file any more' },
    ]);
    assert.equal(read('a.md'), '# A, changed\n[x](B.md)\n');
    assert.equal(read('b.md'), '# B\n');
  });

  it('leave alone what a person has rejected', async () => {
    tree = await reviewedTree({ 'a.md': '# A\n[x](B.md)\n', 'b.md': '# B\n' });
    await tree.decide('a.md', 'reject');
    assert.deepEqual((await tree.fix()).changed, []);
  });

  it('come to an end where they do not help', async () => {
    // A link that stands in a way that is not mended.
    tree = await reviewedTree({ 'a.md': '# A\n![x][y]\n\n[y]: B.md\n<img src="B.md">\n', 'b.md': '# B\n' });
    const outcome = await tree.fix();
    assert.ok(outcome.rounds <= 1);
    assert.equal(read('a.md'), '# A\n![x][y]\n\n[y]: b.md\n<img src="B.md">\n');
  });
});
