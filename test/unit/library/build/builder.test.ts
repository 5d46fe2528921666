import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, open as openFile, readFile, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentExtractor } from '../../../../src/library/build/document-reader.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';
import { type FileContent, libraryContent } from './library-content.ts';
import { buildOnce, databaseOf, openBuilder } from './open-builder.ts';
import { plainExtractor } from './plain-extractor.ts';

/** The plain one, and what it was asked to read. */
function listening(): DocumentExtractor & { readonly paths: string[] } {
  const paths: string[] = [];
  return {
    paths,
    read(path, bytes) {
      paths.push(path);
      return plainExtractor.read(path, bytes);
    },
    readPlain: plainExtractor.readPlain,
  };
}

function rows(database: string, sql: string): Record<string, unknown>[] {
  const db = new Database(database, { name: 'library', readOnly: true });
  try {
    return db
      .prepare<Record<string, unknown>>(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    db.close();
  }
}

function found(database: string, words: string): string[] {
  const sql = `SELECT DISTINCT files.path FROM passage_text JOIN passages ON passages.id = passage_text.rowid
    JOIN files ON files.id = passages.file WHERE passage_text MATCH '${words}' ORDER BY files.path`;
  return rows(database, sql).map((row) => String(row.path));
}

/** So long ago that nobody has to doubt that a file has settled. */
async function settle(): Promise<void> {
  await sleep(2100);
}

describe('the builder of the library', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('writes every file that is not ignored, with its passages and names', async () => {
    await tree.write({
      'notes/one.txt': 'Heat\nflows down.\n\nname: gradient\nmore',
      'empty.txt': '',
      'ignored.log': 'never',
      '.gitignore': '*.log\n',
    });
    const report = await buildOnce(tree.root);
    assert.equal(report.files, 3);
    assert.equal(report.added, 3);
    assert.deepEqual(report.skipped, { 'not-source': 1, ignored: 1 });
    const content = libraryContent(databaseOf(tree.root));
    assert.deepEqual(
      content.map(({ path }) => path),
      ['.gitignore', 'empty.txt', 'notes/one.txt'],
    );
    const one = content[2] as FileContent;
    assert.deepEqual(
      one.passages.map(({ line, end_line }) => [line, end_line]),
      [
        [1, 2],
        [4, 5],
      ],
    );
    assert.deepEqual(
      one.names.map(({ name, passage }) => [name, passage]),
      [['gradient', 1]],
    );
    assert.equal(one.status, 'reviewed');
    assert.deepEqual(found(databaseOf(tree.root), 'flows'), ['notes/one.txt']);
    assert.deepEqual(
      found(databaseOf(tree.root), 'path:empty'),
      ['empty.txt'],
      'a file without words has its path',
    );
  });

  it('reads only what has changed', async () => {
    await tree.write({ 'a.txt': 'first', 'b.txt': 'second', 'c/d.txt': 'third' });
    await buildOnce(tree.root);
    await tree.write({ 'b.txt': 'second, changed', 'new.txt': 'fourth' });
    const extractor = listening();
    const report = await buildOnce(tree.root, { extractor });
    assert.deepEqual(extractor.paths, ['b.txt', 'new.txt']);
    const { added, changed, unchanged, files } = report;
    assert.deepEqual({ added, changed, unchanged, files }, { added: 1, changed: 1, unchanged: 2, files: 4 });
    assert.deepEqual(found(databaseOf(tree.root), 'second'), ['b.txt']);
    assert.deepEqual(found(databaseOf(tree.root), 'changed'), ['b.txt']);
  });

  it('does not write what was only touched, and nothing at all where nothing was', async () => {
    await tree.write({ 'a.txt': 'first', 'b.txt': 'second', 'image.bin': Buffer.from([1, 0, 2]) });
    await buildOnce(tree.root);
    const changes = () => rows(databaseOf(tree.root), "SELECT value FROM meta WHERE key = 'changes'");
    const before = changes();
    await utimes(join(tree.root, 'b.txt'), new Date(), new Date());
    const extractor = listening();
    const report = await buildOnce(tree.root, { extractor });
    assert.deepEqual([report.unchanged, report.changed], [2, 0]);
    assert.deepEqual(extractor.paths, []);
    assert.deepEqual(changes(), before);
  });

  it('notices a change that left size and time as they were', async () => {
    await tree.write({ 'a.txt': 'warm' });
    const old = new Date('2020-01-01');
    await utimes(join(tree.root, 'a.txt'), old, old);
    await settle();
    await buildOnce(tree.root);
    await tree.write({ 'a.txt': 'cold' });
    await utimes(join(tree.root, 'a.txt'), old, old);
    const report = await buildOnce(tree.root);
    assert.equal(report.changed, 1);
    assert.deepEqual(found(databaseOf(tree.root), 'cold'), ['a.txt']);
    assert.deepEqual(found(databaseOf(tree.root), 'warm'), []);
  });

  it('keeps the id of a file that was moved', async () => {
    await tree.write({ 'a/one.txt': 'the same', 'b/two.txt': 'another' });
    await buildOnce(tree.root);
    const database = databaseOf(tree.root);
    const ids = () =>
      Object.fromEntries(rows(database, 'SELECT id, path FROM files').map((row) => [row.path, row.id]));
    const before = ids();
    await mkdir(join(tree.root, 'z'));
    await rename(join(tree.root, 'a/one.txt'), join(tree.root, 'z/moved.txt'));
    await tree.write({ 'b/two.txt': 'another one' });
    const report = await buildOnce(tree.root);
    const { added, changed, moved, removed } = report;
    assert.deepEqual({ added, changed, moved, removed }, { added: 0, changed: 1, moved: 1, removed: 0 });
    assert.deepEqual(ids(), { 'z/moved.txt': before['a/one.txt'], 'b/two.txt': before['b/two.txt'] });
    assert.deepEqual(found(database, 'path:moved'), ['z/moved.txt']);
    assert.deepEqual(found(database, 'path:one'), []);
  });

  it('keeps the ids of all files of a folder that was renamed, in either order of names', async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`m/f${at}.txt`, `text ${at}`]));
    await tree.write(files);
    await buildOnce(tree.root);
    const ids = () => rows(databaseOf(tree.root), 'SELECT id FROM files ORDER BY id');
    const before = ids();
    for (const [from, to] of [
      ['m', 'a'],
      ['a', 'z'],
    ] as const) {
      await rename(join(tree.root, from), join(tree.root, to));
      const report = await buildOnce(tree.root);
      assert.deepEqual([report.moved, report.added, report.removed], [20, 0, 0]);
      assert.deepEqual(ids(), before);
    }
  });

  it('does not take a copy for a file that was moved', async () => {
    await tree.write({ 'one.txt': 'the same' });
    await buildOnce(tree.root);
    await copyFile(join(tree.root, 'one.txt'), join(tree.root, 'copy.txt'));
    const report = await buildOnce(tree.root);
    assert.deepEqual([report.moved, report.added, report.files], [0, 1, 2]);
  });

  it('never gives an id twice', async () => {
    const ids = new Set<unknown>();
    for (let round = 0; round < 4; round++) {
      await tree.write({ [`file${round}.txt`]: `text ${round}` });
      await buildOnce(tree.root);
      for (const table of ['files', 'passages'])
        for (const { id } of rows(databaseOf(tree.root), `SELECT id FROM ${table}`)) {
          const key = `${table} ${id}`;
          assert.ok(!ids.has(key), key);
          ids.add(key);
        }
      await rm(join(tree.root, `file${round}.txt`));
    }
  });

  it('takes out what is gone, ignored or no file any more', async () => {
    await tree.write({
      'gone.txt': 'x',
      'folder/gone.txt': 'x',
      'ignored.txt': 'x',
      'link.txt': 'x',
      'kept.txt': 'x',
    });
    await tree.write({ 'becomes/file.txt': 'x', becoming: 'x' });
    await buildOnce(tree.root);
    await rm(join(tree.root, 'gone.txt'));
    await rm(join(tree.root, 'folder'), { recursive: true });
    await rm(join(tree.root, 'becomes'), { recursive: true });
    await rm(join(tree.root, 'becoming'));
    await rm(join(tree.root, 'link.txt'));
    await symlink('kept.txt', join(tree.root, 'link.txt'));
    await tree.write({ '.ignore': 'ignored.txt\n', becomes: 'y', 'becoming/file.txt': 'z' });
    const report = await buildOnce(tree.root);
    assert.deepEqual(
      libraryContent(databaseOf(tree.root)).map(({ path }) => path),
      ['.ignore', 'becomes', 'becoming/file.txt', 'kept.txt'],
    );
    assert.equal(report.removed + report.moved, 6);
    assert.deepEqual(report.skipped, { 'not-source': 1, ignored: 1, 'symbolic-link': 1 });
  });

  it('counts what it leaves out, and why, and takes it in when the reason is gone', async () => {
    await tree.write({
      'large.txt': 'x'.repeat(2000),
      'binary.txt': Buffer.from([0, 1, 2]),
      'utf16.txt': Buffer.from('\uFEFFwarm', 'utf16le'),
      'node_modules/a.txt': 'x',
    });
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(tree.root, 'pipe')]);
    const first = await buildOnce(tree.root, { rules: { maxFileBytes: 1999 } });
    const pipe = process.platform === 'win32' ? {} : { 'not-a-file': 1 };
    assert.deepEqual(first.skipped, { 'too-large': 1, binary: 1, 'not-source': 2, ...pipe });
    assert.equal(first.files, 1);
    const database = databaseOf(tree.root);
    const second = await buildOnce(tree.root, { rules: { maxFileBytes: 1999 } });
    assert.deepEqual(second.skipped, first.skipped);
    await tree.write({ 'binary.txt': 'text now' });
    const third = await buildOnce(tree.root, { rules: { maxFileBytes: 4000 } });
    assert.deepEqual(third.skipped, { 'not-source': 2, ...pipe });
    assert.equal(third.added, 2);
    assert.deepEqual(
      rows(database, "SELECT path FROM skipped WHERE reason <> 'not-a-file' ORDER BY path").map(
        ({ path }) => path,
      ),
      ['.dodeca/', 'node_modules/'],
    );
  });

  it('leaves out what patterns of the editor say, whatever ignore files say', async () => {
    await tree.write({
      '.gitignore': '!kept.map\n',
      'a.map': 'x',
      'kept.map': 'x',
      'a.js': 'x',
      'a.ts': 'x',
      'out/deep/file.ts': 'x',
    });
    await buildOnce(tree.root, { rules: { exclude: ['**/*.{js,map}', '**/out'] } });
    assert.deepEqual(
      libraryContent(databaseOf(tree.root)).map(({ path }) => path),
      ['.gitignore', 'a.ts'],
    );
  });

  it('reads everything anew when it is told so, and keeps ids and status', async () => {
    await tree.write({ 'a.txt': 'first', 'b.txt': 'second' });
    await buildOnce(tree.root);
    const before = rows(databaseOf(tree.root), 'SELECT id, path FROM files');
    const extractor = listening();
    const report = await buildOnce(tree.root, { extractor }, true);
    assert.deepEqual(extractor.paths, ['a.txt', 'b.txt']);
    assert.equal(report.unchanged, 2);
    assert.deepEqual(rows(databaseOf(tree.root), 'SELECT id, path FROM files'), before);
    assert.equal(libraryContent(databaseOf(tree.root)).length, 2);
  });

  it('ends when it is cancelled, keeps what it wrote, and goes on from there', async () => {
    await tree.write(
      Object.fromEntries(
        Array.from({ length: 350 }, (_, at) => [`f${String(at).padStart(3, '0')}.txt`, `text ${at}`]),
      ),
    );
    const cancel = new AbortController();
    const extractor: DocumentExtractor = {
      read(path, bytes) {
        if (path === 'f320.txt') cancel.abort();
        return plainExtractor.read(path, bytes);
      },
      readPlain: plainExtractor.readPlain,
    };
    const open = openBuilder(tree.root, { extractor });
    const report = await open.builder.build(false, cancel.signal);
    open.builder.close();
    assert.equal(report.cancelled, true);
    assert.ok(report.files > 0 && report.files < 350, `${report.files} files were written`);
    const heard = listening();
    const rest = await buildOnce(tree.root, { extractor: heard });
    assert.equal(rest.cancelled, false);
    assert.equal(heard.paths.length, 350 - report.files);
    assert.equal(rest.files, 350);
  });

  it('can be searched while it is built, group by group', async () => {
    await tree.write(
      Object.fromEntries(
        Array.from({ length: 500 }, (_, at) => [`f${String(at).padStart(3, '0')}.txt`, `text ${at}`]),
      ),
    );
    const seen: number[] = [];
    const database = databaseOf(tree.root);
    const extractor: DocumentExtractor = {
      read(path, bytes) {
        if (/[05]0\.txt$/.test(path)) seen.push(found(database, 'text').length);
        return plainExtractor.read(path, bytes);
      },
      readPlain: plainExtractor.readPlain,
    };
    await buildOnce(tree.root, { extractor });
    assert.ok(
      seen.some((count) => count > 0 && count < 500),
      `found while it was built: ${seen.join(', ')}`,
    );
  });

  it('tells how far it is', async () => {
    await tree.write({ 'a.txt': 'first', 'b.txt': 'second' });
    const open = openBuilder(tree.root);
    await open.build();
    open.builder.close();
    assert.deepEqual(open.progress[0], { phase: 'scanning', done: 0, total: 0, seen: 0 });
    assert.equal(open.progress.at(-1), null);
  });

  it('reads a file as plain text that its reader fails on, and does not try again until it changes', async () => {
    await tree.write({ 'bad.txt': 'poor words', 'good.txt': 'fine words' });
    const asked: string[] = [];
    const extractor: DocumentExtractor = {
      read(path, bytes) {
        asked.push(path);
        if (path === 'bad.txt') throw new RangeError('out of bounds');
        return plainExtractor.read(path, bytes);
      },
      readPlain: plainExtractor.readPlain,
    };
    await buildOnce(tree.root, { extractor });
    await buildOnce(tree.root, { extractor });
    assert.deepEqual(asked, ['bad.txt', 'good.txt']);
    assert.deepEqual(rows(databaseOf(tree.root), 'SELECT path, trouble FROM files ORDER BY path'), [
      { path: 'bad.txt', trouble: 'out of bounds' },
      { path: 'good.txt', trouble: null },
    ]);
    assert.deepEqual(found(databaseOf(tree.root), 'poor'), ['bad.txt']);
    await tree.write({ 'bad.txt': 'other words' });
    await buildOnce(tree.root, { extractor });
    assert.deepEqual(asked, ['bad.txt', 'good.txt', 'bad.txt']);
  });

  it('throws away a database that is damaged or of another format, and builds it anew', async () => {
    await tree.write({ 'a.txt': 'first', 'b.txt': 'second' });
    await buildOnce(tree.root);
    const database = databaseOf(tree.root);
    const whole = libraryContent(database);
    const bytes = await readFile(database);
    const damages: Record<string, Buffer> = {
      'another format': await newer(database),
      rubbish: Buffer.from('this is no database'.repeat(100)),
      'cut off': bytes.subarray(0, bytes.length / 2),
      'pages of zeros': Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096)]),
    };
    for (const [name, damaged] of Object.entries(damages)) {
      for (const companion of ['-wal', '-shm']) await rm(database + companion, { force: true });
      await tree.write({ '.dodeca/library.db': damaged });
      const open = openBuilder(tree.root);
      const report = await open.build();
      open.builder.close();
      assert.notEqual(report.discarded, null, name);
      assert.equal(open.reopened(), 1, name);
      assert.deepEqual(libraryContent(database), whole, name);
    }
  });

  it('builds anew when damage is met in the middle of a build', async () => {
    await tree.write(
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at}.txt`, `text ${at}`])),
    );
    await buildOnce(tree.root);
    const database = databaseOf(tree.root);
    const whole = libraryContent(database);
    const open = openBuilder(tree.root);
    const [root] = rows(database, "SELECT rootpage FROM sqlite_master WHERE name = 'files'");
    const file = await openFile(database, 'r+');
    await file.write(Buffer.alloc(4096, 0xff), 0, 4096, (Number(root?.rootpage) - 1) * 4096);
    await file.close();
    // What a connection has read it believes, until another one writes.
    const other = new Database(database, { name: 'library' });
    other.exec("UPDATE meta SET value = value + 1 WHERE key = 'next_file'");
    other.close();
    const report = await open.build();
    open.builder.close();
    assert.match(report.discarded ?? '', /damaged/);
    assert.equal(open.reopened(), 1);
    assert.deepEqual(libraryContent(database), whole);
  });

  it('says what is wrong when the workspace is gone', async () => {
    const open = openBuilder(tree.root);
    await rm(tree.root, { recursive: true });
    await assert.rejects(open.build(), { code: 'scan.unreadable' });
    open.builder.close();
  });
});

async function newer(database: string): Promise<Buffer> {
  const bytes = Buffer.from(await readFile(database));
  // `user_version` in the header.
  bytes.writeUInt32BE(4711, 60);
  return bytes;
}
