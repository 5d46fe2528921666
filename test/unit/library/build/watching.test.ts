import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Database } from '../../../../src/sqlite/database.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';
import { libraryContent } from './library-content.ts';
import { buildOnce, databaseOf, type OpenBuilder, openBuilder } from './open-builder.ts';
import { plainExtractor } from './plain-extractor.ts';

describe('a workspace that is watched', () => {
  let tree: TemporaryTree;
  let open: OpenBuilder;
  let read: string[];
  let looks: number;
  let watching: ('yes' | 'partly')[];

  beforeEach(async () => {
    read = [];
    looks = 0;
    tree = await temporaryTree({ 'a.txt': 'first', 'sub/b.txt': 'second', 'deep/er/c.txt': 'third' });
  });
  afterEach(async () => {
    open.builder.close();
    await tree.remove();
  });

  async function watch(mostWatched = 50_000): Promise<void> {
    watching = [];
    open = openBuilder(tree.root, {
      mostWatched,
      extractor: {
        read(path, bytes) {
          read.push(path);
          return plainExtractor.read(path, bytes);
        },
        readPlain: plainExtractor.readPlain,
      },
      events: {
        progress: (progress) => {
          if (progress === null) looks += 1;
        },
        changed: () => undefined,
        reopened: () => undefined,
        watching: (state) => void watching.push(state),
        failed: (error) => assert.fail(String(error)),
      },
    });
    await open.builder.watch(new AbortController().signal);
    read.length = 0;
  }

  /** The titles of all files by path, as soon as they are these. */
  async function becomes(expected: Record<string, string>): Promise<void> {
    const end = performance.now() + 20_000;
    for (;;) {
      const titles = titlesOf(databaseOf(tree.root));
      if (isDeepStrictEqual(titles, expected)) break;
      if (performance.now() > end) assert.deepEqual(titles, expected);
      await sleep(20);
    }
    // Everything in it fits together.
    libraryContent(databaseOf(tree.root));
  }

  const rest = { 'sub/b.txt': 'second', 'deep/er/c.txt': 'third' };

  it('has a file that was changed, added or removed, and reads no other', async () => {
    await watch();
    await writeFile(join(tree.root, 'a.txt'), 'changed');
    await becomes({ 'a.txt': 'changed', ...rest });
    await writeFile(join(tree.root, 'deep/er/new.txt'), 'new');
    await becomes({ 'a.txt': 'changed', 'deep/er/new.txt': 'new', ...rest });
    await rm(join(tree.root, 'a.txt'));
    await becomes({ 'deep/er/new.txt': 'new', ...rest });
    assert.deepEqual(read, ['a.txt', 'deep/er/new.txt']);
    assert.equal(looks, 1);
  });

  it('has what is in folders that are new, moved into it, moved within it or removed', async () => {
    await watch();
    await mkdir(join(tree.root, 'x/y/z'), { recursive: true });
    await writeFile(join(tree.root, 'x/y/z/deep.txt'), 'deep');
    await becomes({ 'a.txt': 'first', 'x/y/z/deep.txt': 'deep', ...rest });
    await writeFile(join(tree.root, 'x/y/late.txt'), 'late');
    await becomes({ 'a.txt': 'first', 'x/y/z/deep.txt': 'deep', 'x/y/late.txt': 'late', ...rest });
    await rename(join(tree.root, 'x'), join(tree.root, 'w'));
    await becomes({ 'a.txt': 'first', 'w/y/z/deep.txt': 'deep', 'w/y/late.txt': 'late', ...rest });
    await writeFile(join(tree.root, 'w/y/late.txt'), 'later');
    await becomes({ 'a.txt': 'first', 'w/y/z/deep.txt': 'deep', 'w/y/late.txt': 'later', ...rest });
    await rm(join(tree.root, 'w'), { recursive: true });
    await becomes({ 'a.txt': 'first', ...rest });
    // Another folder where one was.
    await mkdir(join(tree.root, 'w/y'), { recursive: true });
    await writeFile(join(tree.root, 'w/y/again.txt'), 'again');
    await becomes({ 'a.txt': 'first', 'w/y/again.txt': 'again', ...rest });
    await writeFile(join(tree.root, 'w/y/again.txt'), 'once more');
    await becomes({ 'a.txt': 'first', 'w/y/again.txt': 'once more', ...rest });
  });

  it('has what is in a folder that takes the place of another one at once, and goes on to', async () => {
    await watch();
    for (let round = 0; round < 5; round++) {
      await rm(join(tree.root, 'deep'), { recursive: true });
      await mkdir(join(tree.root, 'deep/er'), { recursive: true });
      await writeFile(join(tree.root, 'deep/er/c.txt'), `new ${round}`);
      await becomes({ 'a.txt': 'first', 'sub/b.txt': 'second', 'deep/er/c.txt': `new ${round}` });
      await writeFile(join(tree.root, 'deep/er/c.txt'), `later ${round}`);
      await becomes({ 'a.txt': 'first', 'sub/b.txt': 'second', 'deep/er/c.txt': `later ${round}` });
      await rename(join(tree.root, 'deep'), join(tree.root, 'away'));
      await rename(join(tree.root, 'away'), join(tree.root, 'deep'));
      await writeFile(join(tree.root, 'deep/er/c.txt'), `back ${round}`);
      await becomes({ 'a.txt': 'first', 'sub/b.txt': 'second', 'deep/er/c.txt': `back ${round}` });
    }
  });

  it('says so where not all of it can be watched, and is whole after a while all the same', async function () {
    // Elsewhere the system watches whole trees: there is no limit to meet.
    if (process.platform !== 'linux') this.skip();
    await tree.write(
      Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`many/${at}/f.txt`, `${at}`])),
    );
    await watch(20);
    assert.deepEqual(watching, ['partly']);
    await writeFile(join(tree.root, 'a.txt'), 'seen');
    await writeFile(join(tree.root, 'many/9/f.txt'), 'not seen');
    const title = (path: string) =>
      libraryContent(databaseOf(tree.root)).find((file) => file.path === path)?.title;
    while (title('a.txt') !== 'seen') await sleep(20);
    assert.equal(title('many/9/f.txt'), '9', 'nobody has told of it');
    // Nobody asks for a look, but for somebody who takes that back.
    const { cancelled } = await open.builder.build(false, AbortSignal.abort());
    assert.ok(cancelled);
    while (title('many/9/f.txt') !== 'not seen') await sleep(20);
    assert.equal(watching.at(-1), 'partly');
    // Where there is room again, all of it is watched.
    await rm(join(tree.root, 'many'), { recursive: true });
    await becomes({ 'a.txt': 'seen', ...rest });
    await open.build();
    assert.equal(watching.at(-1), 'yes');
  });

  it('is right after a checkout of another commit in which two thousand files are others, in few looks', async () => {
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...words], { cwd: tree.root });
    const content = (round: string) =>
      Object.fromEntries(
        Array.from({ length: 1000 }, (_, at) => [
          `${round}${at % 7}/${at % 40}/f${at}.txt`,
          `${round} ${at}`,
        ]),
      );
    const same = { 'same/f0.txt': 'zero', 'same/f1.txt': 'one' };
    git('init', '-q', '-b', 'one');
    await tree.write({ ...content('x'), ...same, '.gitignore': '.dodeca/\n' });
    git('add', '.');
    git('commit', '-qm', 'one');
    git('checkout', '-qb', 'two');
    git('rm', '-rq', '--', ...Array.from({ length: 7 }, (_, at) => `x${at}`));
    await tree.write({ ...content('y'), 'same/f0.txt': 'other' });
    git('add', '.');
    git('commit', '-qm', 'two');
    await watch();
    for (const [branch, files] of [
      ['one', { ...content('x'), ...same }],
      ['two', { ...content('y'), ...same, 'same/f0.txt': 'other' }],
    ] as const) {
      git('checkout', '-q', branch);
      await becomes({ 'a.txt': 'first', ...rest, ...files, '.gitignore': '.dodeca/' });
    }
    assert.ok(looks < 12, `${looks} looks`);
  });

  it('keeps the id of a file that is moved, and of one that an editor replaces', async () => {
    await watch();
    const ids = () => {
      const db = new Database(databaseOf(tree.root), { name: 'library', readOnly: true });
      const rows = db.prepare<{ path: string; id: number }>('SELECT path, id FROM files').all();
      db.close();
      return Object.fromEntries(rows.map(({ path, id }) => [path, id]));
    };
    const before = ids();
    await rename(join(tree.root, 'a.txt'), join(tree.root, 'sub/moved.txt'));
    await becomes({ 'sub/moved.txt': 'first', ...rest });
    assert.equal(ids()['sub/moved.txt'], before['a.txt']);
    // As many editors save: write beside it, put the old one away, put the new one in its place.
    await writeFile(join(tree.root, 'sub/.b.txt.swp'), 'edited');
    await rename(join(tree.root, 'sub/b.txt'), join(tree.root, 'sub/b.txt~'));
    await rename(join(tree.root, 'sub/.b.txt.swp'), join(tree.root, 'sub/b.txt'));
    await rm(join(tree.root, 'sub/b.txt~'));
    await becomes({ 'sub/moved.txt': 'first', 'sub/b.txt': 'edited', 'deep/er/c.txt': 'third' });
    assert.equal(ids()['sub/b.txt'], before['sub/b.txt']);
  });

  it('is looked at as a whole when an ignore file changes', async () => {
    await watch();
    await writeFile(join(tree.root, 'deep/.gitignore'), 'er/\n');
    await becomes({ 'a.txt': 'first', 'sub/b.txt': 'second', 'deep/.gitignore': 'er/' });
    await writeFile(join(tree.root, 'deep/.gitignore'), '*.log\n');
    await becomes({ 'a.txt': 'first', ...rest, 'deep/.gitignore': '*.log' });
    // What was left out for a while is watched again.
    await writeFile(join(tree.root, 'deep/er/c.txt'), 'changed');
    await becomes({
      'a.txt': 'first',
      'sub/b.txt': 'second',
      'deep/er/c.txt': 'changed',
      'deep/.gitignore': '*.log',
    });
  });

  it('has everything of a burst, in few looks', async () => {
    await watch();
    const names = Array.from({ length: 1500 }, (_, at) => `burst/${at % 30}/f${at}.txt`);
    for (let folder = 0; folder < 30; folder++)
      await mkdir(join(tree.root, `burst/${folder}`), { recursive: true });
    for (const name of names) await writeFile(join(tree.root, name), name);
    await becomes({ 'a.txt': 'first', ...rest, ...Object.fromEntries(names.map((name) => [name, name])) });
    assert.ok(looks < 20, `${looks} looks`);
  });

  it('does not keep anybody busy with a file that changes all the time', async () => {
    await watch();
    const file = join(tree.root, 'growing.txt');
    await writeFile(file, `${'a line of words\n'.repeat(20_000)}`);
    const began = performance.now();
    while (performance.now() - began < 1500) {
      await appendFile(file, 'another line\n');
      await sleep(5);
    }
    await appendFile(file, 'the last line\n');
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    const end = performance.now() + 20_000;
    while (!libraryContent(databaseOf(tree.root)).some((found) => found.hash === hash)) {
      assert.ok(performance.now() < end, 'the last line is there');
      await sleep(50);
    }
    assert.ok(read.length < 30, `it was read ${read.length} times`);
  });

  it('is right after the engine was off', async () => {
    await watch();
    open.builder.close();
    await writeFile(join(tree.root, 'a.txt'), 'meanwhile');
    await rm(join(tree.root, 'sub'), { recursive: true });
    await watch();
    await becomes({ 'a.txt': 'meanwhile', 'deep/er/c.txt': 'third' });
  });

  it('has what changes while everything is looked at', async () => {
    const many = Array.from({ length: 600 }, (_, at) => `many/f${String(at).padStart(3, '0')}.txt`);
    await tree.write(Object.fromEntries(many.map((name) => [name, name])));
    let changed = false;
    open = openBuilder(tree.root, {
      extractor: {
        read(path, bytes) {
          if (path === 'many/f300.txt' && !changed) {
            changed = true;
            // Where the look has been already, and where it has not been yet.
            writeFile(join(tree.root, 'a.txt'), 'changed meanwhile').catch(assert.fail);
            writeFile(join(tree.root, 'aa.txt'), 'new meanwhile').catch(assert.fail);
            rm(join(tree.root, 'deep'), { recursive: true }).catch(assert.fail);
            rm(join(tree.root, 'sub'), { recursive: true }).catch(assert.fail);
          }
          return plainExtractor.read(path, bytes);
        },
        readPlain: plainExtractor.readPlain,
      },
    });
    await open.builder.watch(new AbortController().signal);
    await becomes({
      'a.txt': 'changed meanwhile',
      'aa.txt': 'new meanwhile',
      ...Object.fromEntries(many.map((name) => [name, name])),
    });
  });

  for (const seed of [7, 8, 9]) {
    it(`is the same as one that is built from nothing, after any changes (${seed})`, async () => {
      await watch();
      const random = dice(seed);
      const names = ['a', 'b', 'c', 'd'];
      const path = () =>
        join(tree.root, ...Array.from({ length: 1 + random(3) }, () => names[random(4)] ?? 'a'));
      for (let step = 0; step < 200; step++) {
        const target = path();
        try {
          switch (random(5)) {
            case 0:
              await rm(target, { recursive: true, force: true });
              break;
            case 1:
              await rename(target, path());
              break;
            case 2:
              await mkdir(target, { recursive: true });
              break;
            default:
              await writeFile(target, `text ${random(20)}`);
          }
        } catch {
          // A folder where a file should be, or the other way round: nothing has changed then.
        }
        if (random(10) === 0) await sleep(random(120));
      }
      const expected = await builtElsewhere(tree.root);
      assert.ok(expected.length > 3, 'something is there to compare');
      const end = performance.now() + 20_000;
      for (;;) {
        try {
          assert.deepEqual(libraryContent(databaseOf(tree.root)), expected);
          return;
        } catch (error) {
          if (performance.now() > end) throw error;
          await sleep(100);
        }
      }
    });
  }
});

function titlesOf(database: string): Record<string, string | null> {
  const db = new Database(database, { name: 'library', readOnly: true });
  const rows = db.prepare<{ path: string; title: string | null }>('SELECT path, title FROM files').all();
  db.close();
  return Object.fromEntries(rows.map(({ path, title }) => [path, title]));
}

/** The content of a library that is built from nothing, beside the one of the tree. */
async function builtElsewhere(root: string) {
  const other = await temporaryTree();
  try {
    const database = join(other.root, 'library.db');
    await buildOnce(root, { database });
    return libraryContent(database);
  } finally {
    await other.remove();
  }
}

/** Whole numbers from 0 up to, not including, the given one: the same ones every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % sides;
  };
}
