import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorCode } from '../../../src/common/errors.ts';
import { readMigrations } from '../../../src/sqlite/migrations.ts';
import { openStore, type StoreOptions } from '../../../src/sqlite/store.ts';
import { SecondProcess } from './second-process.ts';

const options: StoreOptions = {
  name: 'journal',
  migrations: [
    { file: '0001-a.sql', sql: 'CREATE TABLE a (n INTEGER, text TEXT);' },
    { file: '0002-b.sql', sql: 'CREATE TABLE b (n INTEGER); INSERT INTO b VALUES (7);' },
  ],
  whenDamaged: 'set-aside',
  busyTimeoutMs: 50,
  now: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
};

describe('store', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-store-'));
    path = join(folder, 'journal.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A database of some size, closed. */
  function filled(rows = 200): void {
    const { db } = openStore(path, options);
    db.transaction(() => {
      for (let n = 0; n < rows; n++) db.prepare('INSERT INTO a VALUES (?, ?)').run(n, 'x'.repeat(500));
    });
    db.close();
  }

  it('makes the folder, the schema and the version, and finds them again', () => {
    const deep = join(folder, 'x', 'y', 'journal.db');
    openStore(deep, options).db.close();
    const { db, setAside } = openStore(deep, options);
    assert.equal(setAside, null);
    assert.equal(db.pragma('user_version'), 2);
    assert.deepEqual({ ...db.prepare<object>('SELECT n FROM b').get() }, { n: 7 });
    db.close();
  });

  it('says so in one message where something else stands in the place of its folder', () => {
    const file = join(folder, 'state');
    writeFileSync(file, '');
    for (const below of ['', 'deeper'])
      assert.throws(() => openStore(join(file, below, 'journal.db'), options), {
        code: 'journal-unreachable',
        message: below === '' ? /cannot be opened: .*state is no folder\. Move it away/ : /cannot be opened/,
      });
    assert.equal(readFileSync(file, 'utf8'), '');
  });

  it('takes only the steps that are missing', () => {
    openStore(path, { ...options, migrations: options.migrations.slice(0, 1) }).db.close();
    const { db } = openStore(path, options);
    assert.equal(db.pragma('user_version'), 2);
    assert.equal(db.prepare('SELECT n FROM b').all().length, 1);
    db.close();
  });

  it('leaves the database as it was when a step fails', () => {
    filled();
    const broken = { file: '0003-c.sql', sql: 'CREATE TABLE c (n); CREATE TABLE a (n);' };
    assert.throws(() => openStore(path, { ...options, migrations: [...options.migrations, broken] }));
    const { db } = openStore(path, options);
    assert.equal(db.pragma('user_version'), 2);
    assert.equal(db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'c'`).get(), undefined);
    db.close();
  });

  it('refuses a newer database, names both versions and does not touch it', () => {
    const { db } = openStore(path, options);
    db.exec('PRAGMA user_version = 99');
    db.close();
    const before = readFileSync(path);
    assert.throws(() => openStore(path, options), {
      name: 'UserError',
      code: 'journal-newer',
      message: /99.*2/,
    });
    assert.deepEqual(readFileSync(path), before);
  });

  it('refuses the database of another program', () => {
    const { db } = openStore(path, options);
    db.exec('PRAGMA user_version = 0');
    db.close();
    assert.throws(() => openStore(path, options), { code: 'journal-foreign' });
  });

  const damages: Record<string, () => void> = {
    'random bytes': () => writeFileSync(path, Buffer.from('not a database at all, by far '.repeat(400))),
    'a few bytes': () => writeFileSync(path, 'x'),
    'a truncated file': () => {
      filled();
      truncateSync(path, statSync(path).size - 5000);
    },
    'a page overwritten': () => {
      filled();
      const bytes = readFileSync(path);
      bytes.fill(0xa5, bytes.length - 4096 * 3, bytes.length - 4096);
      writeFileSync(path, bytes);
    },
    'a log without its file': () => writeFileSync(`${path}-wal`, 'the only copy of something'),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`sets ${name} aside as it is, and begins a new one`, () => {
      damage();
      const main = existsSync(path) ? readFileSync(path) : null;
      const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : null;
      const { db, setAside, reason } = openStore(path, options);
      assert.equal(setAside, `${path}.damaged-20260102T030405006Z`);
      assert.match(reason ?? '', /damaged/);
      if (main) assert.deepEqual(readFileSync(setAside), main);
      if (log) assert.deepEqual(readFileSync(`${setAside}-wal`), log);
      assert.equal(db.pragma('user_version'), 2);
      assert.equal(db.prepare('SELECT * FROM a').all().length, 0);
      db.close();
    });
  }

  it('never overwrites what was set aside before', () => {
    for (let n = 0; n < 3; n++) {
      writeFileSync(path, `rubbish number ${n} `.repeat(100));
      openStore(path, options).db.close();
    }
    const kept = readdirSync(folder).filter((name) => name.includes('.damaged-'));
    assert.equal(kept.length, 3);
    const contents = kept.map((name) => readFileSync(join(folder, name), 'utf8').slice(0, 16)).sort();
    assert.deepEqual(contents, ['rubbish number 0', 'rubbish number 1', 'rubbish number 2']);
  });

  it('checks all of a large file after damage was met in it', () => {
    filled(40_000);
    assert.ok(statSync(path).size > 16 * 1024 * 1024);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096 * 2000, 4096 * 2010);
    writeFileSync(path, bytes);
    const { db, setAside } = openStore(path, options);
    assert.equal(setAside, null);
    assert.throws(() => db.prepare('SELECT sum(length(text)) FROM a').get(), { code: 'journal-damaged' });
    db.close();
    const again = openStore(path, options);
    assert.ok(again.setAside);
    again.db.close();
    assert.ok(!existsSync(`${path}.suspect`));
  });

  it('discards what is damaged or newer where it may be lost', () => {
    for (const damage of [
      () => writeFileSync(path, 'rubbish '.repeat(300)),
      () => {
        const { db } = openStore(path, options);
        db.exec('PRAGMA user_version = 99');
        db.close();
      },
    ]) {
      damage();
      const { db, setAside, reason } = openStore(path, { ...options, whenDamaged: 'discard' });
      assert.equal(setAside, null);
      assert.ok(reason);
      assert.equal(db.pragma('user_version'), 2);
      db.close();
      rmSync(path);
    }
    assert.deepEqual(readdirSync(folder), []);
  });

  it('tells when another process writes, and sets nothing aside', async () => {
    filled();
    const other = await SecondProcess.start('write', path);
    assert.throws(() => openStore(path, options), { code: 'journal-locked' });
    await other.kill();
    const { db, setAside } = openStore(path, options);
    assert.equal(setAside, null);
    assert.equal(db.prepare('SELECT * FROM a').all().length, 200);
    db.close();
  });

  if (process.platform !== 'win32') {
    it('tells of a folder and of a file that may not be written', () => {
      filled();
      const readOnly = join(folder, 'read-only');
      mkdirSync(readOnly);
      copyFileSync(path, join(readOnly, 'journal.db'));
      const empty = join(folder, 'empty');
      mkdirSync(empty);
      chmodSync(folder, 0o755);
      chmodSync(join(readOnly, 'journal.db'), 0o444);
      chmodSync(readOnly, 0o555);
      chmodSync(empty, 0o555);
      const module = new URL('../../../src/sqlite/store.ts', import.meta.url).href;
      // Nothing is read-only to root, so the attempt is made as nobody.
      const program = `
        import { openStore } from ${JSON.stringify(module)};
        if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
        for (const path of ${JSON.stringify([join(readOnly, 'journal.db'), join(empty, 'journal.db'), join(empty, 'x', 'journal.db')])}) {
          try { openStore(path, ${JSON.stringify(options)}); console.log('opened'); }
          catch (error) { console.log(error.name, error.code); }
        }`;
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
      });
      chmodSync(readOnly, 0o755);
      chmodSync(empty, 0o755);
      assert.match(
        stdout,
        /^UserError journal-(read-only|unreachable)\nUserError journal-unreachable\nUserError journal-unreachable\n$/,
        stderr,
      );
    });
  }
});

describe('migrations', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-migrations-'));
    file = pathToFileURL(join(folder, 'bundle.js')).href;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(...paths: string[]): void {
    for (const path of paths) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), path);
    }
  }

  it('are read in order from beside the sources', () => {
    write('migrations/0002-b.sql', 'migrations/0001-a.sql', 'migrations/README.md');
    assert.deepEqual(
      readMigrations('journal', file).map((step) => step.file),
      ['0001-a.sql', '0002-b.sql'],
    );
  });

  it('are read by room from beside a bundle', () => {
    write('migrations/journal/0001-j.sql', 'migrations/cache/0001-c.sql');
    assert.deepEqual(readMigrations('journal', file), [
      { file: '0001-j.sql', sql: 'migrations/journal/0001-j.sql' },
    ]);
    assert.equal(readMigrations('cache', file)[0]?.file, '0001-c.sql');
  });

  it('must be numbered without a gap', () => {
    write('migrations/0001-a.sql', 'migrations/0003-c.sql');
    assert.throws(() => readMigrations('journal', file), /0003-c\.sql is out of sequence/);
  });

  it('must be there', () => {
    assert.throws(
      () => readMigrations('journal', file),
      (error) => errorCode(error) === 'ENOENT',
    );
  });
});
