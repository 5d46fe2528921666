import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Journal } from '../../../src/journal/journal.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { attempt, files, finished, started } from './sample-events.ts';

const day = 86_400_000;

describe('the generations of a file', () => {
  let folder: string;
  let now: number;
  let journal: Journal;
  const read = <T>(work: (db: Database) => T): T => {
    const db = new Database(join(folder, 'journal.db'), { name: 'journal' });
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  /** `path number hash session parent's number`. */
  const generations = () =>
    read((db) => {
      assert.deepEqual(db.prepare('PRAGMA foreign_key_check').all(), []);
      return db
        .prepare<{ line: string }>(
          `SELECT artifact_path || ' ' || iteration_number || ' ' || hash || ' ' || session_id || ' ' ||
             coalesce((SELECT iteration_number FROM artifact_generations p WHERE p.id = g.parent_artifact_id), '-') AS line
           FROM artifact_generations g JOIN generation_contents USING (id) JOIN dmaic_sessions USING (session_id)
           ORDER BY artifact_path, iteration_number`,
        )
        .all()
        .map(({ line }) => line);
    });
  const wrote = (runId: string, outputs: Record<string, string | null>): void => {
    journal.append(started(runId, ['s/a']));
    journal.append(files(runId, 's/a', {}, outputs));
    for (const body of attempt(runId, 's/a', 'succeeded')) journal.append(body);
    journal.append(finished(runId));
    journal.commit();
  };
  const fixed = (session: string, path: string, previous: string, hash: string): void => {
    journal.append({
      type: 'library.generation',
      session,
      path,
      hash,
      previous,
      round: 1,
      changes: ['a link'],
      by: 'Ada',
    });
    journal.commit();
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-generations-'));
    now = Date.UTC(2026, 0, 1);
    journal = Journal.open(join(folder, 'journal.db'), { clock: { now: () => now }, groupMs: 60_000 });
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are what executions wrote and fixes made, where it is another content than before', () => {
    wrote('r1', { 'a.csv': 'h1', 'b.csv': null });
    wrote('r2', { 'a.csv': 'h1' });
    wrote('r3', { 'a.csv': 'h2' });
    fixed('f1', 'a.csv', 'h2', 'h3');
    fixed('f2', 'c.md', 'k1', 'k2');
    assert.deepEqual(generations(), [
      'a.csv 1 h1 r1 -',
      'a.csv 2 h2 r3 1',
      'a.csv 3 h3 f1 2',
      'c.md 1 k1 f2 -',
      'c.md 2 k2 f2 1',
    ]);
  });

  it('are the same when they are made again from the events', () => {
    const hash = fc.constantFrom('h1', 'h2', 'h3');
    const path = fc.constantFrom('a', 'b');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('wrote' as const), path, hash }),
      fc.record({ kind: fc.constant('fixed' as const), path, hash, previous: hash }),
    );
    let number = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const one of steps) {
          number += 1;
          if (one.kind === 'wrote') wrote(`r${number}`, { [one.path]: one.hash });
          else fixed(`f${number}`, one.path, one.previous, one.hash);
        }
        const before = generations();
        journal.rebuild();
        assert.deepEqual(generations(), before);
      }),
      { numRuns: 30 },
    );
  });

  it('outlive the run that made them, also when everything is made again', async () => {
    wrote('old', { 'a.csv': 'h1' });
    now += 100 * day;
    wrote('new', { 'a.csv': 'h2' });
    assert.deepEqual(await journal.retain(), ['old']);
    const kept = ['a.csv 1 h1 old -', 'a.csv 2 h2 new 1'];
    assert.deepEqual(generations(), kept);
    journal.rebuild();
    assert.deepEqual(generations(), kept);
  });
});
