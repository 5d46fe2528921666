import assert from 'node:assert/strict';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { prose, type ReviewedTree, reviewedTree } from '../review/reviewed-tree.ts';

/** Groups as `centre: others (why)`. */
function groups(tree: ReviewedTree): string[] {
  return tree.queue().groups.map(
    ({ canonical, members, because, isExact }) =>
      `${canonical}: ${members
        .slice(1)
        .map(({ path }) => path)
        .join(' ')} ${isExact ? '=' : '~'} ${because}`,
  );
}

describe('documents that say the same', () => {
  let tree: ReviewedTree;
  const open = async (files: Record<string, string>): Promise<void> => {
    tree = await reviewedTree(files);
  };
  afterEach(() => tree.remove());

  it('are found, to the byte and nearly, and the one to go by is canonical', async () => {
    await open({
      'guide/cooling.md': `# Cooling\n\n${prose(1)}`,
      'guide/cooling-copy.md': `# Cooling\n\n${prose(1)}`,
      'notes/plant.md': `# Plant\n\n${prose(2, 400)}`,
      'old/plant.md': `# Plant\n\n${prose(2, 400, [77])}`,
      'other.md': `# Other\n\n${prose(3)}`,
    });
    assert.deepEqual(groups(tree), [
      'guide/cooling.md: guide/cooling-copy.md = guide/cooling-copy.md says by its name that it is another version',
      'notes/plant.md: old/plant.md ~ old/plant.md says by its name that it is another version',
    ]);
    const [, plant] = tree.queue().groups;
    const similarity = plant?.members[1]?.similarity ?? 0;
    assert.ok(similarity > 0.9 && similarity < 1, String(similarity));
    assert.deepEqual(tree.queue().waiting, { stale: 0, findings: 0, duplicates: 2 });
    assert.match(tree.status('guide/cooling.md'), /^canonical: of those that say the same/);
    assert.match(tree.status('old/plant.md'), /^reviewed/);
    assert.equal(tree.document('old/plant.md').group?.canonical, 'notes/plant.md');
    assert.equal(tree.document('other.md').group, null);
  });

  it('are in no group any more when they say something else, or are gone', async () => {
    await open({ 'a.md': `# A\n\n${prose(1)}`, 'b.md': `# A\n\n${prose(1)}`, 'c.md': `# A\n\n${prose(1)}` });
    assert.equal(tree.document('c.md').group?.members.length, 3);
    await tree.write({ 'b.md': `# A\n\n${prose(2)}` });
    await rm(join(tree.root, 'a.md'));
    await tree.build();
    assert.deepEqual(groups(tree), []);
    assert.deepEqual(tree.statuses(), { 'b.md': 'reviewed', 'c.md': 'reviewed' });
    await tree.write({ 'd.md': `# A\n\n${prose(2, 200, [3])}` });
    await tree.build();
    assert.equal(tree.document('d.md').group?.canonical, 'd.md', 'the newest');
  });

  it('are no chain of small steps: every member is like the one to go by', async () => {
    // Each is like the next one, and the first and the last are not alike.
    const changed = (upTo: number) => Array.from({ length: upTo }, (_, at) => at * 25);
    await open({
      'a.md': `${prose(5, 600)}`,
      'x/b.md': `${prose(5, 600, changed(9))}`,
      'x/y/c.md': `${prose(5, 600, changed(17))}`,
    });
    const report = tree.document('a.md').group;
    assert.deepEqual(
      report?.members.map(({ path }) => path),
      ['a.md', 'x/b.md'],
    );
    assert.equal(tree.document('x/y/c.md').group, null);
    await rm(join(tree.root, 'a.md'));
    await tree.build();
    assert.deepEqual(
      tree.document('x/y/c.md').group?.members.map(({ path }) => path),
      ['x/b.md', 'x/y/c.md'],
    );
  });

  it('are not told of where they are alike on purpose, or too short', async () => {
    const twice = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, prose(7)]));
    await open({
      ...twice('tests/a.md', 'tests/b.md', 'fixtures/c.md', 'vendor/d.md', 'examples/e.md'),
      ...twice('docs/v1/f.md', 'docs/v2/f.md'),
      'LICENSE.md': `Permission is hereby granted, free of charge, to any\n${prose(8)}`,
      'x/LICENSE.md': `Permission is hereby granted, free of charge, to any\n${prose(8)}`,
      'p/__init__.py': 'from .a import b\n',
      'q/__init__.py': 'from .a import b\n',
      'a/package-lock.json': JSON.stringify({ text: prose(9, 900) }),
      'b/package-lock.json': JSON.stringify({ text: prose(9, 900) }),
      'gen/one.ts': `// @generated\n${prose(6)}`,
      'gen/two.ts': `// @generated\n${prose(6)}`,
      'data/one.csv': `a,b\n${'1,2\n'.repeat(500)}`,
      'data/two.csv': `a,b\n${'1,2\n'.repeat(501)}`,
    });
    assert.deepEqual(groups(tree), []);
    await tree.write({ 'data/three.csv': `a,b\n${'1,2\n'.repeat(500)}` });
    await tree.build();
    assert.deepEqual(
      tree.queue().groups.map(({ members }) => members.map(({ path }) => path).sort()),
      [['data/one.csv', 'data/three.csv']],
      'data that are the same to the byte',
    );
  });

  it('have the one to go by that others refer to, also when that changes later', async () => {
    await open({
      'a/guide.md': `# G\n\n${prose(1)}`,
      'b/guide.md': `# G\n\n${prose(1)}`,
      'index.md': '# Index\n\n[guide](b/guide.md)\n',
    });
    assert.deepEqual(groups(tree), [
      'b/guide.md: a/guide.md = 1 other file refers to it, and none to the next one',
    ]);
    await tree.write({ 'index.md': '# Index\n\n[guide](a/guide.md)\n' });
    await tree.build();
    assert.match(groups(tree)[0] ?? '', /^a\/guide\.md: b\/guide\.md/);
    assert.deepEqual(tree.statuses(), {
      'a/guide.md': 'canonical',
      'b/guide.md': 'reviewed',
      'index.md': 'reviewed',
    });
  });

  it('have the one to go by that a person marked, one of a group, and are decided on then', async () => {
    await open({ 'a.md': prose(1), 'x/b.md': prose(1), 'x/c.md': prose(1) });
    for (const [at, name] of ['a.md', 'x/b.md', 'x/c.md'].entries())
      await utimes(join(tree.root, name), 1000 + at, 1000 + at);
    await tree.build();
    assert.match(groups(tree)[0] ?? '', /it lies highest$/);
    await tree.decide('x/c.md', 'canonical');
    assert.deepEqual(groups(tree), [], 'somebody has said which one');
    assert.deepEqual(tree.statuses(), { 'a.md': 'reviewed', 'x/b.md': 'reviewed', 'x/c.md': 'canonical' });
    await tree.decide('x/b.md', 'canonical');
    assert.deepEqual(tree.statuses(), { 'a.md': 'reviewed', 'x/b.md': 'canonical', 'x/c.md': 'reviewed' });
    assert.equal(tree.document('a.md').group?.because, 'a person marked it');
    await tree.decide('x/b.md', 'clear');
    await tree.decide('x/c.md', 'clear');
    assert.match(groups(tree)[0] ?? '', /^a\.md: x\/b\.md x\/c\.md = it lies highest$/);
    await tree.decide('a.md', 'reject');
    assert.match(groups(tree)[0] ?? '', /^x\/c\.md: a\.md x\/b\.md = it is the newest$/);
    await tree.decide('x/b.md', 'reject');
    assert.deepEqual(groups(tree), [], 'but one of them is wanted');
    assert.deepEqual(tree.statuses(), { 'a.md': 'rejected', 'x/b.md': 'rejected', 'x/c.md': 'canonical' });
  });

  it('have one to go by that is rather validated than reviewed', async () => {
    await open({ 'a.md': prose(1), 'x/b.md': prose(1) });
    await tree.decide('x/b.md', 'accept');
    assert.deepEqual(groups(tree), ['x/b.md: a.md = it is validated, and the next one only reviewed']);
  });

  it('are compared as well when many come at once as one by one', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, at) => [`f${at}.md`, `${prose(at % 60, 300, at < 60 ? [] : [150])}`]),
    );
    await open(files);
    const together = groups(tree);
    assert.equal(together.length, 60);
    await tree.remove();
    await open({});
    const paths = Object.keys(files);
    for (let at = 0; at < paths.length; at += 30) {
      const some = paths.slice(at, at + 30);
      await tree.write(Object.fromEntries(some.map((path) => [path, files[path] ?? ''])));
      await tree.build();
    }
    for (const path of paths) await utimes(join(tree.root, path), 1000, 1000);
    await tree.build();
    const one = groups(tree).map((group) => group.split(' ~ ')[0]);
    const other = together.map((group) => group.split(' ~ ')[0]);
    const sets = (all: (string | undefined)[]) =>
      all.map((group) => (group ?? '').split(/:? /).sort().join(' ')).sort();
    assert.deepEqual(sets(one), sets(other));
  });
});
