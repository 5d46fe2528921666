import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Journal } from '../../../src/journal/journal.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { attempt, finished, ref, started } from './sample-events.ts';

const day = 86_400_000;

describe('retention of the journal', () => {
  let folder: string;
  let path: string;
  let journal: Journal;
  let now: number;
  const open = () => Journal.open(path, { clock: { now: () => now }, groupMs: 60_000 });
  const ids = () => journal.runs().map((run) => run.runId);
  const used = () => {
    const db = new Database(path, { name: 'journal' });
    const bytes = (db.pragma('page_count') - db.pragma('freelist_count')) * db.pragma('page_size');
    db.close();
    return bytes;
  };

  /** A run with some output, at the time that it is now. */
  function run(runId: string, lines = 10, ended = true): void {
    journal.append(started(runId, ['s/a']));
    for (let n = 0; n < lines; n++) {
      journal.append({
        type: 'execution.log',
        ...ref(runId, 's/a'),
        level: 'info',
        message: 'x'.repeat(300),
      });
    }
    for (const body of attempt(runId, 's/a', 'succeeded')) journal.append(body);
    if (ended) journal.append(finished(runId));
    journal.commit();
  }

  function mark(runId: string, pinned: boolean): void {
    journal.append({ type: 'run.marked', runId, pinned, archived: false });
    journal.commit();
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-retention-'));
    path = join(folder, 'journal.db');
    now = Date.UTC(2026, 0, 1);
    journal = open();
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes whole ended runs that are too old, and nothing else', async () => {
    run('old');
    run('pinned');
    run('unpinned');
    mark('pinned', true);
    mark('unpinned', true);
    mark('unpinned', false);
    run('unended', 10, false);
    now += 89 * day;
    run('young');
    assert.deepEqual(await journal.retain(), []);
    now += 2 * day;
    assert.deepEqual(await journal.retain(), ['old', 'unpinned']);
    assert.deepEqual(journal.pinnedRuns(), ['pinned']);
    assert.deepEqual(ids(), ['young', 'unended', 'pinned']);
    assert.deepEqual(journal.read({ after: 0, limit: 1000, runId: 'old' }), []);
    assert.equal(journal.read({ after: 0, limit: 1000, runId: 'pinned' }).length, 16);
    assert.deepEqual(journal.executionsOf('old'), []);
    const found = journal.findRun('old');
    assert.ok(!found.ok && /removed/.test(found.error.message));
    journal.rebuild();
    assert.deepEqual(ids(), ['young', 'unended', 'pinned']);
  });

  it('takes the oldest until the rest fits, and gives the room back', async () => {
    for (let n = 0; n < 10; n++) run(`R${n}`, 3000);
    const before = used();
    const gone = await journal.retain({ maxBytes: before / 2 });
    assert.ok(gone.length >= 4 && gone.length <= 6, String(gone.length));
    assert.deepEqual(gone, ['R0', 'R1', 'R2', 'R3', 'R4', 'R5'].slice(0, gone.length));
    assert.ok(used() <= before / 2);
    const db = new Database(path, { name: 'journal' });
    assert.ok(db.pragma('freelist_count') < 100);
    db.close();
  });

  it('gives no number twice after the newest events went', async () => {
    run('A');
    const last = journal.lastSeq;
    now += 100 * day;
    assert.deepEqual(await journal.retain(), ['A']);
    assert.deepEqual(journal.read({ after: 0, limit: 10 }), []);
    journal.close();
    journal = open();
    assert.equal(journal.lastSeq, last);
    run('B');
    assert.equal(journal.read({ after: 0, limit: 1 })[0]?.seq, last + 1);
  });

  it('goes on where an engine died in the middle', async () => {
    run('A', 5000);
    run('B');
    now += 100 * day;
    mark('B', true);
    const interrupted = journal.retain();
    await nextTurn();
    journal.close();
    await assert.rejects(interrupted);
    journal = open();
    assert.deepEqual(ids(), ['B']);
    assert.ok(journal.read({ after: 0, limit: 10, runId: 'A' }).length > 0);
    journal.rebuild();
    assert.deepEqual(ids(), ['B']);
    await journal.retain();
    assert.deepEqual(journal.read({ after: 0, limit: 10, runId: 'A' }), []);
    assert.equal(journal.read({ after: 0, limit: 100, runId: 'B' }).length, 16);
  });
});
