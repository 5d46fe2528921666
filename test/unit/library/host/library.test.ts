import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { open as openFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Library, type LibraryOptions } from '../../../../src/library/library.ts';
import type { BuildProgress } from '../../../../src/model/library-report.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { libraryContent } from '../build/library-content.ts';
import { databaseOf } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

const workerEntry = fileURLToPath(new URL('./worker-program.ts', import.meta.url));

describe('the library, as the engine has it', () => {
  let tree: TemporaryTree;
  let library: Library;

  beforeEach(async () => {
    tree = await temporaryTree({ 'a.txt': 'first words', 'sub/b.txt': 'second words' });
    open();
  });
  afterEach(async () => {
    await library.close();
    await tree.remove();
  });

  function open(options: Partial<LibraryOptions> = {}): void {
    library = new Library({ workspace: tree.root, database: databaseOf(tree.root), workerEntry, ...options });
  }

  async function found(query: string): Promise<string[]> {
    return (await library.search({ query })).hits.map(({ path }) => path);
  }

  async function eventually(holds: () => Promise<boolean>, what: string): Promise<void> {
    const end = performance.now() + 20_000;
    while (!(await holds())) {
      assert.ok(performance.now() < end, what);
      await sleep(10);
    }
  }

  it('builds, tells what it holds, and finds', async () => {
    const progress: (BuildProgress | null)[] = [];
    library.onProgress((told) => progress.push(told));
    const report = await library.build();
    assert.deepEqual([report.files, report.added, report.discarded], [2, 2, null]);
    assert.deepEqual(await found('words'), ['a.txt', 'sub/b.txt']);
    const status = await library.status();
    assert.equal(status.files, 2);
    assert.equal(status.passages, 2);
    assert.deepEqual(status.kinds, { text: 2 });
    assert.deepEqual(status.statuses, { reviewed: 2 });
    assert.deepEqual(status.skipped, { 'not-source': 1 });
    assert.ok(status.bytes > 0 && status.builtMs !== null);
    assert.deepEqual([status.building, status.watching], [null, 'no']);
    assert.ok(progress.length >= 2);
    assert.equal(progress.at(-1), null);
  });

  it('says that nothing is in it before it was built', async () => {
    assert.equal((await library.status()).files, 0);
    const answer = await library.search({ query: 'words' });
    assert.deepEqual(answer.hits, []);
    assert.match(answer.problem ?? '', /not been built/);
    assert.deepEqual(await library.ask('suggest', { text: 'wo' }), []);
    await library.build();
    assert.deepEqual(await found('words'), ['a.txt', 'sub/b.txt']);
  });

  it('keeps up with what changes', async () => {
    let changes = 0;
    library.onChange(() => {
      changes += 1;
    });
    await library.watch();
    assert.equal((await library.status()).watching, 'yes');
    const before = changes;
    await writeFile(join(tree.root, 'new.txt'), 'third words');
    await eventually(async () => (await found('third')).length === 1, 'the new file is found');
    assert.ok(changes > before);
  });

  it('answers searches and questions while it builds', async () => {
    await tree.write(
      Object.fromEntries(
        Array.from({ length: 2000 }, (_, at) => [`many/f${at}.txt`, `${'some words '.repeat(50)}${at}`]),
      ),
    );
    let ended = false;
    const build = library.build().finally(() => {
      ended = true;
    });
    let some = 0;
    while (!ended) {
      const count = (await library.search({ query: 'some', limit: 3000 })).hits.length;
      if (count > 0 && count < 2000 && (await library.status()).building !== null) some += 1;
      await sleep(5);
    }
    await build;
    assert.ok(some > 0, 'some were found before all were');
    assert.equal((await library.search({ query: 'some', limit: 3000 })).hits.length, 2000);
  });

  it('ends a build when told so', async () => {
    await tree.write(
      Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`f${at}.txt`, `words ${at}`])),
    );
    const cancel = new AbortController();
    library.onProgress((progress) => {
      if (progress !== null) cancel.abort();
    });
    const report = await library.build({ signal: cancel.signal });
    assert.equal(report.cancelled, true);
    assert.ok(report.files < 2002);
    assert.equal((await library.build({ signal: AbortSignal.abort() })).cancelled, true);
    assert.equal((await library.build()).files, 2002);
  });

  it('does builds that are asked for at once one after the other', async () => {
    const [first, second] = await Promise.all([library.build(), library.build()]);
    assert.deepEqual([first.added, first.unchanged], [2, 0]);
    assert.deepEqual([second.added, second.unchanged], [0, 2]);
  });

  for (const [harm, trouble] of [
    ['hang', /longer than 1 s/],
    ['exit', /code 7/],
    ['explode', /memory/],
  ] as const) {
    it(`reads a file as plain text at which its thread would ${harm}, and goes on`, async () => {
      await library.close();
      open({ patienceMs: harm === 'hang' ? 1000 : 30_000 });
      await tree.write({ 'bad.txt': `${harm} at these words`, 'z.txt': 'last words' });
      const report = await library.build();
      assert.equal(report.files, 4);
      assert.deepEqual(await found('words'), ['a.txt', 'bad.txt', 'sub/b.txt', 'z.txt']);
      assert.equal((await library.status()).troubled, 1);
      const again = await library.build();
      assert.deepEqual([again.unchanged, again.changed], [4, 0], 'it is not tried again');
      await library.close();
      const content = libraryContent(databaseOf(tree.root));
      assert.match(String(content.find(({ path }) => path === 'bad.txt')?.trouble), trouble);
    });
  }

  it('finds a file by its path at least that does harm even as plain text', async () => {
    await tree.write({ 'bad.txt': 'exit always', 'z.txt': 'last words' });
    assert.equal((await library.build()).files, 4);
    assert.deepEqual(await found('words'), ['a.txt', 'sub/b.txt', 'z.txt']);
    assert.deepEqual(await found('path:bad'), ['bad.txt']);
    assert.equal((await library.status()).troubled, 1);
  });

  it('outlives several files that do harm, and goes on watching', async () => {
    await library.watch();
    await tree.write({ 'bad1.txt': 'exit', 'bad2.txt': 'exit too', 'good.txt': 'good words' });
    await eventually(async () => (await found('good')).length === 1, 'the file behind them is found');
    await eventually(async () => (await library.status()).troubled === 2, 'both were read as plain text');
    await writeFile(join(tree.root, 'late.txt'), 'late words');
    await eventually(async () => (await found('late')).length === 1, 'it is watched still');
  });

  it('starts the thread that builds once more when it dies, and watches again', async () => {
    await tree.write({ '.dodeca/deaths': '1' });
    await tree.write(
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`many/f${at}.txt`, `word ${at}`])),
    );
    const report = await library.watch();
    assert.equal(report?.files, 302);
    assert.equal(await readFile(join(tree.root, '.dodeca/deaths'), 'utf8'), '0', 'it has died');
    await writeFile(join(tree.root, 'late.txt'), 'late words');
    await eventually(async () => (await found('late')).length === 1, 'it is watched');
    await library.close();
    libraryContent(databaseOf(tree.root));
  });

  it('gives up when the thread that builds dies again, and tries again when it is asked again', async () => {
    await tree.write({ '.dodeca/deaths': '2' });
    await tree.write(
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`many/f${at}.txt`, `word ${at}`])),
    );
    await assert.rejects(library.build(), { code: 'library-failed', message: /code 9/ });
    assert.equal((await library.build()).files, 302);
  });

  it('asks once more where the thread that searches dies, and refuses what kills it again', async () => {
    await library.build();
    await assert.rejects(library.search({ query: 'exit' }), { code: 'library-failed' });
    assert.deepEqual(await found('words'), ['a.txt', 'sub/b.txt']);
  });

  it('is built anew where a search meets damage', async () => {
    await tree.write(
      Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}.txt`, `other ${at}`])),
    );
    await library.build();
    await library.close();
    const database = databaseOf(tree.root);
    const db = new Database(database, { name: 'library' });
    const row = db
      .prepare<{ rootpage: number }>("SELECT rootpage FROM sqlite_master WHERE name = 'files'")
      .get();
    db.close();
    const file = await openFile(database, 'r+');
    await file.write(Buffer.alloc(4096, 0xff), 0, 4096, (Number(row?.rootpage) - 1) * 4096);
    await file.close();
    open();
    await found('words');
    await eventually(
      async () => (await library.search({ query: 'other', limit: 300 })).hits.length === 200,
      'all again',
    );
    assert.deepEqual(await found('words'), ['a.txt', 'sub/b.txt']);
  });

  it('finds in the new database after the old one was thrown away', async () => {
    await library.build();
    assert.deepEqual(await found('words'), ['a.txt', 'sub/b.txt']);
    await library.close();
    open();
    assert.deepEqual(await found('words'), ['a.txt', 'sub/b.txt']);
    // Another program's, put there while this one is open.
    for (const end of ['', '-wal', '-shm']) await rm(databaseOf(tree.root) + end, { force: true });
    await writeFile(databaseOf(tree.root), 'rubbish'.repeat(1000));
    const report = await library.build();
    assert.match(report.discarded ?? '', /damaged/);
    await writeFile(join(tree.root, 'new.txt'), 'new words');
    await library.build();
    assert.deepEqual(await found('words'), ['a.txt', 'new.txt', 'sub/b.txt']);
  });

  it('ends its threads when nothing was asked for a while, and starts them again', async () => {
    await library.close();
    open({ idleMs: 50 });
    await library.build();
    assert.deepEqual(await found('first'), ['a.txt']);
    await sleep(400);
    await writeFile(join(tree.root, 'a.txt'), 'other words');
    assert.equal((await library.build()).changed, 1);
    assert.deepEqual(await found('other'), ['a.txt']);
  });

  it('refuses what is asked after it was closed, and what was asked when it is', async () => {
    await tree.write(
      Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`f${at}.txt`, `words ${at}`])),
    );
    const build = library.build();
    const refused = assert.rejects(build, { code: 'library-closed' });
    await sleep(100);
    await library.close();
    await refused;
    await assert.rejects(library.search({ query: 'words' }), { code: 'library-closed' });
    await library.close();
  });

  it('tells what the user can do where the database cannot be used', async () => {
    await library.close();
    open({ database: join(tree.root, 'a.txt', 'no', 'library.db') });
    await assert.rejects(library.build(), { code: 'library-unreachable' });
  });

  it('does not keep a process alive that has nothing left to do', async () => {
    const source = JSON.stringify(new URL('../../../../src/library/library.ts', import.meta.url).href);
    const options = JSON.stringify({ workspace: tree.root, database: databaseOf(tree.root), workerEntry });
    const program = `import { Library } from ${source};
      const library = new Library(${options});
      await library.watch();
      console.log((await library.search({ query: 'words' })).hits.length);`;
    await tree.write({ '.dodeca/program.mjs': program });
    const path = join(tree.root, '.dodeca/program.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [path], { timeout: 30_000 });
    assert.equal(stdout.trim(), '2');
  });
});
