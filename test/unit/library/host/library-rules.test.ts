import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Library } from '../../../../src/library/library.ts';
import { type LibraryRules, plainRules } from '../../../../src/library/library-rules.ts';
import { databaseOf } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

const workerEntry = fileURLToPath(new URL('./worker-program.ts', import.meta.url));
const off = 'Somebody has switched it off.';

describe('the rules of a library', () => {
  let tree: TemporaryTree;
  let library: Library;
  let rules: LibraryRules;

  beforeEach(async () => {
    tree = await temporaryTree({
      'a.txt': 'first words',
      'a.log': 'logged words',
      'sub/b.txt': 'second words',
      '.gitignore': '.set/\n',
    });
    rules = plainRules;
    library = open(() => rules);
  });
  afterEach(async () => {
    await library.close();
    await tree.remove();
  });

  function open(read: () => LibraryRules): Library {
    const rulesFiles = ['rules.json', '.set/more.json'];
    const database = databaseOf(tree.root);
    return new Library({ workspace: tree.root, database, workerEntry, rules: read, rulesFiles });
  }

  async function found(query = 'words'): Promise<string[]> {
    return (await library.search({ query })).hits.map(({ path }) => path);
  }

  async function eventually(holds: () => Promise<boolean>, what: string): Promise<void> {
    const end = performance.now() + 20_000;
    while (!(await holds())) {
      assert.ok(performance.now() < end, what);
      await sleep(10);
    }
  }

  it('are asked for before every look', async () => {
    await library.build();
    assert.deepEqual(await found(), ['a.log', 'a.txt', 'sub/b.txt']);
    rules = { ...plainRules, exclude: ['*.log', '/sub'] };
    const { removed, skipped } = await library.build();
    assert.deepEqual([removed, skipped.ignored], [2, 2]);
    assert.deepEqual(await found(), ['a.txt']);
    rules = { ...plainRules, maxFileBytes: 11 };
    assert.deepEqual((await library.build()).skipped['too-large'], 2);
    assert.deepEqual(await found(), ['a.txt']);
    rules = plainRules;
    await library.build();
    assert.deepEqual(await found(), ['a.log', 'a.txt', 'sub/b.txt']);
  });

  it('may say that nothing is indexed: what was is deleted, and whoever asks is told', async () => {
    await library.build();
    assert.deepEqual(await found('first'), ['a.txt']);
    rules = { ...plainRules, off };
    assert.deepEqual(await library.search({ query: 'first' }), { hits: [], problem: off });
    assert.equal(existsSync(databaseOf(tree.root)), false);
    assert.deepEqual(await library.ask('suggest', { text: 'fi' }), []);
    assert.equal((await library.status()).files, 0);
    await assert.rejects(library.build(), { code: 'library-off', message: off });
    await assert.rejects(library.fix(null), { code: 'library-off', message: off });
    assert.equal(await library.watch(), null);
    rules = plainRules;
    // Somebody wants it to be watched, and asks.
    await library.status();
    await eventually(async () => (await found('first')).length === 1, 'it is there again');
  });

  it('may say so while everything is read', async () => {
    await tree.write(
      Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`f${at}.txt`, `words ${at}`])),
    );
    const build = library.build();
    await eventually(async () => (await library.status()).files > 0, 'it has begun');
    rules = { ...plainRules, off };
    assert.equal((await library.search({ query: 'words' })).problem, off);
    assert.equal((await build).cancelled, true);
    assert.equal(existsSync(databaseOf(tree.root)), false);
    rules = plainRules;
    assert.equal((await library.build()).files, 3004);
  });

  it('are followed as soon as their files change, wherever they lie, while everything is watched', async () => {
    await library.close();
    const excluded = () =>
      ['rules.json', '.set/more.json']
        .map((file) => join(tree.root, file))
        .filter(existsSync)
        .flatMap((file) => JSON.parse(readFileSync(file, 'utf8') || '[]'));
    library = open(() => ({ ...plainRules, exclude: ['rules.json', ...excluded()] }));
    await library.watch();
    const becomes = async (expected: string[]) => {
      const holds = async () => (await found()).join() === expected.join();
      await eventually(holds, `${expected.join()} and not ${await found()}`);
    };
    await becomes(['a.log', 'a.txt', 'sub/b.txt']);
    await writeFile(join(tree.root, 'rules.json'), '["*.log"]');
    await becomes(['a.txt', 'sub/b.txt']);
    // In a folder that is new, and that an ignore file leaves out.
    await tree.write({ '.set/more.json': '["sub"]' });
    await becomes(['a.txt']);
    await writeFile(join(tree.root, '.set/more.json'), '[]');
    await becomes(['a.txt', 'sub/b.txt']);
    // What is left out for a while is watched again.
    await writeFile(join(tree.root, 'sub/c.txt'), 'third words');
    await becomes(['a.txt', 'sub/b.txt', 'sub/c.txt']);
    await rm(join(tree.root, '.set'), { recursive: true });
    await tree.write({ '.set/more.json': '["a.txt"]' });
    await becomes(['sub/b.txt', 'sub/c.txt']);
    await rm(join(tree.root, '.set'), { recursive: true });
    await rm(join(tree.root, 'rules.json'));
    await becomes(['a.log', 'a.txt', 'sub/b.txt', 'sub/c.txt']);
  });
});
