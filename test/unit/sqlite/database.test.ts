import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Database } from '../../../src/sqlite/database.ts';
import { SecondProcess } from './second-process.ts';

describe('database', () => {
  let folder: string;
  let db: Database;
  const names = () =>
    db
      .prepare<{ name: string }>('SELECT name FROM t ORDER BY rowid')
      .all()
      .map((row) => row.name);
  const insert = (name: string) => db.prepare('INSERT INTO t (name) VALUES (?)').run(name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-db-'));
    db = new Database(join(folder, 'a.db'), { name: 'journal', busyTimeoutMs: 50 });
    db.exec('CREATE TABLE t (name TEXT NOT NULL)');
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('writes a transaction whole or not at all', () => {
    db.transaction(() => insert('a'));
    assert.throws(
      () =>
        db.transaction(() => {
          insert('b');
          throw new Error('stop');
        }),
      /stop/,
    );
    assert.deepEqual(names(), ['a']);
  });

  it('undoes an inner transaction alone', () => {
    db.transaction(() => {
      insert('a');
      assert.throws(() =>
        db.transaction(() => {
          insert('b');
          throw new Error('stop');
        }),
      );
      db.transaction(() => insert('c'));
    });
    assert.deepEqual(names(), ['a', 'c']);
  });

  it('keeps exactly what no enclosing failure undid, however transactions nest', () => {
    type Node = { name: string; fails: boolean; children: Node[] };
    const { node } = fc.letrec<{ node: Node }>((tie) => ({
      node: fc.record({
        name: fc.string({ unit: 'grapheme' }),
        fails: fc.boolean(),
        children: fc.oneof({ maxDepth: 3 }, fc.constant<Node[]>([]), fc.array(tie('node'), { maxLength: 3 })),
      }),
    }));
    const failure = new Error('stop');
    const play = ({ name, fails, children }: Node): string[] => {
      const kept = [name];
      try {
        db.transaction(() => {
          insert(name);
          for (const child of children) kept.push(...play(child));
          if (fails) throw failure;
        });
      } catch (error) {
        assert.equal(error, failure);
        return [];
      }
      return kept;
    };
    fc.assert(
      fc.property(node, (root) => {
        db.exec('DELETE FROM t');
        const expected = play(root);
        assert.deepEqual(names(), expected);
      }),
      { numRuns: 100 },
    );
  });

  it('prepares a statement once', () => {
    assert.equal(db.prepare('SELECT 1'), db.prepare('SELECT 1'));
  });

  it('takes parameters with numbers, each as often as the SQL names it', () => {
    db.exec('CREATE TABLE numbered (a, b)');
    db.prepare('INSERT INTO numbered VALUES (?2, ?1 || ?2)').run('x', 'y');
    const same = db.prepare<{ a: string; b: string }>('SELECT a, b FROM numbered WHERE a = ?1 OR b = ?1');
    assert.deepEqual({ ...same.get('y') }, { a: 'y', b: 'xy' });
    assert.equal(same.all('xy').length, 1);
    assert.equal(same.all('x').length, 0);
  });

  it('tells of a full disk, undoes the transaction and can go on', () => {
    insert('before');
    db.exec(`PRAGMA max_page_count = ${db.pragma('page_count') + 2}`);
    assert.throws(
      () =>
        db.transaction(() => {
          for (let n = 0; n < 100; n++) insert('x'.repeat(1000));
        }),
      { name: 'UserError', code: 'journal-full', message: /Free some space/ },
    );
    assert.deepEqual(names(), ['before']);
    db.exec('PRAGMA max_page_count = 1000000');
    db.transaction(() => insert('after'));
    assert.deepEqual(names(), ['before', 'after']);
  });

  it('tells when another process has the file locked, and goes on when it has let go', async () => {
    const other = await SecondProcess.start('write', db.path);
    assert.throws(() => db.transaction(() => insert('a')), {
      name: 'UserError',
      code: 'journal-locked',
      message: /locked by another process/,
    });
    await other.kill();
    db.transaction(() => insert('a'));
    assert.deepEqual(names(), ['a']);
  });

  it('tells of a file that is no database', () => {
    let damaged = 0;
    const path = join(folder, 'b.db');
    writeFileSync(path, 'rubbish '.repeat(1000));
    const other = new Database(path, { name: 'journal', onDamaged: () => damaged++ });
    assert.throws(() => other.prepare('SELECT * FROM sqlite_master'), { code: 'journal-damaged' });
    assert.ok(damaged > 0);
    other.close();
  });

  it('tells of a folder that is not there', () => {
    assert.throws(() => new Database(join(folder, 'no', 'a.db'), { name: 'cache' }), {
      code: 'cache-unreachable',
    });
  });

  it('leaves mistakes in SQL as they are', () => {
    assert.throws(() => db.exec('SELEC 1'), { code: 'ERR_SQLITE_ERROR' });
  });
});
