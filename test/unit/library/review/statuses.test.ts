import assert from 'node:assert/strict';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { prose, type ReviewedTree, reviewedTree } from './reviewed-tree.ts';

const at = '2026-01-01T00:00:00.000Z';

/** An execution of a run that wrote and read files. */
function production(
  tree: ReviewedTree,
  runId: string,
  outputs: readonly string[],
  inputs: readonly string[],
) {
  const files = (paths: readonly string[]) => paths.map((path) => ({ path, hash: tree.hash(path) }));
  return {
    runId,
    executionId: `${runId}-execution`,
    stage: 'make',
    agent: 'maker',
    at,
    outputs: files(outputs),
    inputs: files(inputs),
  };
}

describe('the status of a document', () => {
  let tree: ReviewedTree;
  const open = async (files: Record<string, string>): Promise<ReviewedTree> => {
    tree = await reviewedTree(files);
    return tree;
  };
  afterEach(() => tree.remove());

  it('is reviewed when the rules find nothing, and found when they do', async () => {
    await open({ 'a.md': '# A\n\nFine.\n', 'b.md': '# B\n\nSee [it](gone.md).\n' });
    assert.equal(tree.status('a.md'), 'reviewed: 5 rules found no error');
    assert.equal(tree.status('b.md'), 'found: the review found 1 error: gone.md leads nowhere.');
    await tree.write({ 'gone.md': '# Here\n' });
    await tree.build();
    assert.equal(tree.status('b.md'), 'reviewed: 5 rules found no error');
    await rm(join(tree.root, 'gone.md'));
    await tree.build();
    assert.match(tree.status('b.md'), /^found:/);
    assert.deepEqual(tree.queue().waiting, { stale: 0, findings: 1, duplicates: 0 });
  });

  it('is validated by what made it, by a test, or by a person, until it changes', async () => {
    await open({ 'made.csv': 'a,b\n1,2\n', 'tested.py': '"""T."""\n', 'read.md': '# R\n' });
    await tree.learn({
      productions: [production(tree, 'r1', ['made.csv'], [])],
      tests: [
        { path: 'tested.py', hash: tree.hash('tested.py'), passed: true, runId: 'r1', agent: 'smoke_tester' },
      ],
    });
    await tree.decide('read.md', 'accept');
    assert.equal(
      tree.status('made.csv'),
      'validated: maker wrote it in run r1, which succeeded, and it has not changed since',
    );
    assert.equal(
      tree.status('tested.py'),
      'validated: it passed smoke_tester in run r1, and has not changed since',
    );
    assert.equal(tree.status('read.md'), 'validated: on 2026-02-03 Ada accepted it as it is');
    assert.equal(tree.document('read.md').decision?.decision, 'accept');
    await tree.write({ 'made.csv': 'a,b\n3,4\n', 'tested.py': '"""U."""\n', 'read.md': '# S\n' });
    await tree.build();
    for (const path of ['made.csv', 'tested.py', 'read.md'])
      assert.match(tree.status(path), /^reviewed/, path);
    assert.equal(tree.document('read.md').decision, null);
    await tree.write({ 'read.md': '# R\n' });
    await tree.build();
    assert.match(tree.status('read.md'), /^validated/, 'what was accepted is back');
  });

  it('is not validated by a test that failed, nor by one of another content', async () => {
    await open({ 'a.py': '"""A."""\n', 'b.py': '"""B."""\n' });
    await tree.learn({
      tests: [
        { path: 'a.py', hash: tree.hash('a.py'), passed: false, runId: 'r1', agent: 't' },
        { path: 'b.py', hash: tree.hash('a.py'), passed: true, runId: 'r1', agent: 't' },
      ],
    });
    assert.deepEqual(tree.statuses(), { 'a.py': 'reviewed', 'b.py': 'reviewed' });
  });

  it('is stale when what it was made from has changed, and so is what was made from that', async () => {
    await open({ 'raw.csv': 'a\n1\n', 'mean.csv': 'm\n1\n', 'report.md': '# Report\n', 'other.md': '# O\n' });
    await tree.learn({
      productions: [
        production(tree, 'r1', ['mean.csv'], ['raw.csv']),
        production(tree, 'r2', ['report.md'], ['mean.csv', 'other.md']),
      ],
    });
    assert.match(tree.status('report.md'), /^validated/);
    await tree.write({ 'raw.csv': 'a\n2\n' });
    await tree.build();
    assert.equal(
      tree.status('mean.csv'),
      'stale: maker made it from raw.csv, which has changed since run r1',
    );
    assert.equal(tree.status('report.md'), 'stale: maker made it from mean.csv, which is stale itself');
    assert.deepEqual(
      tree.queue().documents.map(({ path, reason }) => [path, reason]),
      [
        ['mean.csv', 'stale'],
        ['report.md', 'stale'],
      ],
    );
    await tree.write({ 'raw.csv': 'a\n1\n' });
    await tree.build();
    assert.match(tree.status('mean.csv'), /^validated/);
    assert.match(tree.status('report.md'), /^validated/);
    await tree.write({ 'raw.csv': 'a\n3\n', 'mean.csv': 'm\n3\n' });
    await tree.build();
    await tree.learn({ productions: [production(tree, 'r3', ['mean.csv'], ['raw.csv'])] });
    assert.match(tree.status('mean.csv'), /^validated: maker wrote it in run r3/);
    assert.equal(
      tree.status('report.md'),
      'stale: maker made it from mean.csv, which has changed since run r2',
    );
  });

  it('ends where documents are made from each other, and where one is written in place', async () => {
    await open({ 'a.csv': 'a\n1\n', 'b.csv': 'b\n1\n', 'c.csv': 'c\n1\n', 'seed.csv': 's\n1\n' });
    const inPlace = production(tree, 'r3', ['c.csv'], ['c.csv']);
    await tree.learn({
      productions: [
        production(tree, 'r1', ['a.csv'], ['b.csv', 'seed.csv']),
        production(tree, 'r2', ['b.csv'], ['a.csv']),
        { ...inPlace, inputs: [{ path: 'c.csv', hash: 'what was there before' }] },
      ],
    });
    assert.deepEqual(tree.statuses(), {
      'a.csv': 'validated',
      'b.csv': 'validated',
      'c.csv': 'validated',
      'seed.csv': 'reviewed',
    });
    await tree.write({ 'seed.csv': 's\n2\n' });
    await tree.build();
    assert.deepEqual([tree.statuses()['a.csv'], tree.statuses()['b.csv']], ['stale', 'stale']);
    await tree.write({ 'seed.csv': 's\n1\n' });
    await tree.build();
    assert.deepEqual([tree.statuses()['a.csv'], tree.statuses()['b.csv']], ['validated', 'validated']);
  });

  it('is rejected before anything else, for the content that was seen', async () => {
    await open({ 'a.md': '# A\n' });
    await tree.learn({ productions: [production(tree, 'r1', ['a.md'], [])] });
    await tree.decide('a.md', 'reject');
    assert.equal(tree.status('a.md'), 'rejected: on 2026-02-03 Ada rejected it');
    await tree.decide('a.md', 'clear');
    assert.match(tree.status('a.md'), /^validated/);
    assert.equal(tree.document('a.md').decision, null);
  });

  it('goes with a file that is moved, as far as a person has said something', async () => {
    await open({ 'a.md': '# A\n', 'b.md': '# B\n', 'c.md': '# C\n' });
    await tree.decide('a.md', 'accept');
    await tree.decide('b.md', 'reject');
    await tree.decide('c.md', 'canonical');
    await mkdir(join(tree.root, 'moved'));
    for (const name of ['a', 'b', 'c'])
      await rename(join(tree.root, `${name}.md`), join(tree.root, `moved/${name}.md`));
    await tree.build();
    assert.deepEqual(tree.statuses(), {
      'moved/a.md': 'validated',
      'moved/b.md': 'rejected',
      'moved/c.md': 'canonical',
    });
  });

  it('stays what it is when the library is opened again, and when everything is read anew', async () => {
    await open({ 'a.md': '# A\n', 'b.md': '# B\n\n[x](gone.md)\n', 'c.md': `# C\n\n${prose(1)}` });
    await tree.write({ 'copy/c.md': `# C\n\n${prose(1)}` });
    await tree.build();
    await tree.decide('a.md', 'accept');
    const before = tree.statuses();
    assert.deepEqual(before, {
      'a.md': 'validated',
      'b.md': 'found',
      'c.md': 'canonical',
      'copy/c.md': 'reviewed',
    });
    tree.reopen();
    await tree.build(true);
    assert.deepEqual(tree.statuses(), before);
  });

  it('is found out by the next look where a process was killed before the review', async () => {
    await open({ 'a.md': '# A\n', 'b.md': '# B\n\n[a](a.md)\n' });
    // What a group leaves that was written and not reviewed.
    tree.sql("UPDATE files SET status = 'found'");
    tree.sql('INSERT INTO pending (path, came) SELECT path, 0 FROM files');
    assert.equal(tree.status('a.md'), 'found: it has not been reviewed yet');
    tree.reopen();
    await tree.build();
    assert.deepEqual(tree.statuses(), { 'a.md': 'reviewed', 'b.md': 'reviewed' });
  });

  it('is the same whatever the order in which things happen', async () => {
    await open({});
    const contents: Record<string, string[]> = {
      'a.md': ['# A\n\n[b](b.md) [x](x/deep.md)\n', '# A\n\n[gone](x/other.md)\n'],
      'b.md': [`# B\n\n${prose(2)}`, `# B\n\n${prose(2, 200, [40])}`, '# B\n'],
      'x/deep.md': [`# B\n\n${prose(2)}`, `# B\n\n${prose(3)}`],
      'x/other.md': [`# B\n\n${prose(2, 200, [90])}`, `# B\n\n${prose(3, 200, [9])}`],
      'made.csv': ['a\n1\n', 'a\n2\n'],
    };
    const step = fc
      .constantFrom(...Object.keys(contents))
      .chain((path) =>
        fc.record({ path: fc.constant(path), state: fc.nat({ max: 3 }), build: fc.boolean() }),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const { path, state, build } of steps) {
          const content = contents[path]?.[state];
          if (content === undefined) await rm(join(tree.root, path), { force: true });
          else {
            await tree.write({ [path]: content });
            // Seconds since the epoch: the newest of a group counts.
            await utimes(join(tree.root, path), 1000 + state, 1000 + state);
          }
          if (build) await tree.build();
        }
        await tree.build();
        const was = snapshot(tree);
        tree.sql('DELETE FROM duplicates');
        await tree.build(true);
        assert.deepEqual(snapshot(tree), was);
      }),
      { numRuns: 40 },
    );
  });
});

/** All that the review says, without what depends on the order in which files got their ids. */
function snapshot(tree: ReviewedTree) {
  return Object.keys(tree.statuses()).map((path) => tree.document(path));
}
