import assert from 'node:assert/strict';
import fc from 'fast-check';
import { documentStatuses } from '../../../../src/model/library-report.ts';
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

  it('follows what a review says without reading files anew', async () => {
    assert.deepEqual(workspace.found('words'), ['a.md', 'b.md']);
    workspace.judge({ 'a.md': 'rejected' });
    assert.deepEqual(workspace.found('words'), ['b.md', 'a.md']);
    await workspace.write({ 'a.md': '# Alpha\n\nfirst words\n' });
    assert.deepEqual(workspace.found('words'), ['a.md', 'b.md']);
  });

  it('answers at every moment of a library that grows, with what is there', async () => {
    const written: string[] = [];
    for (let group = 0; group < 12; group++) {
      const files = Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [
          `g${group}/f${at}.py`,
          `def name${group}x${at}():\n    return 'grown'\n`,
        ]),
      );
      await workspace.write(files);
      written.push(...Object.keys(files));
      assert.equal(workspace.found('grown', { limit: 1000 }).length, written.length);
      assert.equal(workspace.searcher.suggest({ text: `name${group}x49` })[0]?.path, `g${group}/f49.py`);
      assert.equal(workspace.found(`name${group}x7`)[0], `g${group}/f7.py`);
    }
    workspace.remove(...written.filter((path) => path.startsWith('g3/')));
    assert.equal(workspace.found('grown', { limit: 1000 }).length, written.length - 50);
    assert.deepEqual(workspace.searcher.suggest({ text: 'name3x49' }), []);
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
      fc
        .record({ path, status: fc.constantFrom(...documentStatuses) })
        .map((judged) => ({ ...judged, kind: 'judge' as const })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const there = new Set(workspace.found('path:.', { limit: 100 }));
        for (const one of steps) {
          if (one.kind === 'write') await workspace.write({ [one.path]: one.text });
          else if (there.has(one.path) && one.kind === 'remove') workspace.remove(one.path);
          else if (one.kind === 'judge') workspace.judge({ [one.path]: one.status });
          if (one.kind === 'write') there.add(one.path);
          else if (one.kind === 'remove') there.delete(one.path);
          workspace.searcher.complete();
        }
        const fresh = workspace.another();
        fresh.complete();
        assert.deepEqual(answersOf(workspace.searcher), answersOf(fresh));
      }),
      { numRuns: 30 },
    );
  });

  it('answers the same whatever the order in which files came', async () => {
    const files: Readonly<Record<string, string>> = {
      'a.md': '# Magnet\n\nquench of a magnet, getUserName\n',
      'b.md': '# Magnet\n\nquench of a magnet, getUserName\n',
      'src/run.py': 'def get_user_name():\n    return "scheduler"\n',
      'src/runs.py': 'def getUserName():\n    return "scheduler"\n\n\nclass HTTPServer:\n    run = 1\n',
      'src/deep/cryostat.ts': 'export class Cryostat {}\nexport class HttpServer {}\n',
    };
    const order = fc.shuffledSubarray(Object.keys(files), { minLength: Object.keys(files).length });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 5 }), async (paths, size) => {
        const other = await SearchedWorkspace.open();
        try {
          for (let at = 0; at < paths.length; at += size)
            await other.write(
              Object.fromEntries(paths.slice(at, at + size).map((path) => [path, files[path] ?? ''])),
            );
          const reference = await SearchedWorkspace.open(files);
          try {
            for (const { searcher } of [other, reference]) searcher.complete();
            assert.deepEqual(answersOf(other.searcher), answersOf(reference.searcher));
          } finally {
            await reference.close();
          }
        } finally {
          await other.close();
        }
      }),
      { numRuns: 15 },
    );
  });
});

/** What a searcher says of everything that these tests write. */
function answersOf(searcher: SearchedWorkspace['searcher']): unknown {
  const queries = [
    'magnet quench',
    'user name',
    'scheduler',
    'httpserver run',
    'cryostt',
    'src',
    'status:stale',
  ];
  return [
    ...queries.map((query) => [query, searcher.search({ query, explain: true })]),
    ...['m', 'qu', 'user', 'name', 'cryostt', 'http s', 'src/'].map((text) => [
      text,
      searcher.suggest({ text }),
    ]),
    ...['getUserName', 'GETUSERNAME', 'httpserver'].map((name) =>
      searcher.define({ name, language: 'python' }),
    ),
  ];
}
