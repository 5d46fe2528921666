import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SearchedWorkspace } from './searched-workspace.ts';

describe('a searcher follows its library', () => {
  let workspace: SearchedWorkspace;

  beforeEach(async () => {
    workspace = await SearchedWorkspace.open({
      'a.md': '# Alpha\n\nfirst words\n',
      'b.md': '# Beta\n\nsecond words\n',
    });
  });
  afterEach(() => workspace.close());

  it('finds what was written a moment ago, and no more what is gone', async () => {
    assert.deepEqual(workspace.found('words'), ['a.md', 'b.md']);
    await workspace.write({ 'c.md': '# Gamma\n\nthird words\n', 'a.md': '# Alpha\n\nnothing of it\n' });
    assert.deepEqual(workspace.found('words'), ['b.md', 'c.md']);
    workspace.remove('b.md');
    assert.deepEqual(workspace.found('words'), ['c.md']);
    assert.deepEqual(workspace.searcher.suggest({ text: 'bet' }), []);
  });

  it('suggests names that came, once they are taken in', async () => {
    workspace.searcher.complete();
    await workspace.write({ 'd.py': 'def omega_point():\n    pass\n' });
    workspace.searcher.complete();
    const [first] = workspace.searcher.suggest({ text: 'omega' });
    assert.deepEqual(
      [first?.text, first?.kind, first?.path, first?.line],
      ['omega_point', 'function', 'd.py', 1],
    );
  });

  it('loads in pieces, and answers before all of them are there', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1200 }, (_, at) => [`f/${at}.txt`, `word number${at}`]),
    );
    await workspace.write(files);
    const other = workspace.another();
    assert.equal(other.prepare(), true);
    assert.equal(other.search({ query: 'number1100' }).hits[0]?.path, 'f/1100.txt');
    let pieces = 0;
    while (other.prepare()) pieces += 1;
    assert.ok(pieces > 1);
    assert.equal(other.suggest({ text: '1100.t' })[0]?.text, '1100.txt');
  });

  it('answers after any changes as a searcher does that has just been opened', async () => {
    const word = fc.constantFrom(
      'magnet',
      'quench',
      'getUserName',
      'cryo_stat',
      'run',
      'scheduler',
      'words',
      'HTTPServer',
    );
    const text = fc
      .array(word, { minLength: 1, maxLength: 6 })
      .map((words) => `# ${words[0]}\n\n${words.join(' ')}\n`);
    const path = fc.constantFrom('a.md', 'b.md', 'src/c.md', 'src/deep/d.md', 'e.md');
    const step = fc.oneof(
      fc.record({ path, text }).map((write) => ({ ...write, kind: 'write' as const })),
      path.map((removed) => ({ kind: 'remove' as const, path: removed })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const there = new Set(workspace.found('path:.', { limit: 100 }));
        for (const one of steps) {
          if (one.kind === 'write') await workspace.write({ [one.path]: one.text });
          else if (there.has(one.path)) workspace.remove(one.path);
          if (one.kind === 'write') there.add(one.path);
          else there.delete(one.path);
          workspace.searcher.complete();
        }
        const fresh = workspace.another();
        fresh.complete();
        for (const query of ['magnet quench', 'user name', 'scheduler', 'httpserver run', 'cryostt', 'src'])
          assert.deepEqual(workspace.searcher.search({ query }), fresh.search({ query }), query);
        for (const typed of ['m', 'qu', 'user', 'name', 'cryostt', 'http s', 'src/'])
          assert.deepEqual(
            workspace.searcher.suggest({ text: typed }),
            fresh.suggest({ text: typed }),
            typed,
          );
      }),
      { numRuns: 30 },
    );
  });
});
