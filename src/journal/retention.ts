import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../common/clock.ts';
import type { Database } from '../sqlite/database.ts';

/** What of the record is kept. */
export interface RetentionRules {
  /** Days after its end that a run is kept; default 90. */
  readonly maxAgeDays?: number;
  /** Bytes the record may take; the oldest runs go first; default 2 GiB. */
  readonly maxBytes?: number;
}

const dayMs = 86_400_000;
// Small enough that the engine answers in between, large enough that the transaction costs nothing.
const eventsAtATime = 2_000;
const pagesAtATime = 500;

/**
 * Deletes whole ended runs that are not pinned, oldest first, and gives back the ids of those that went. A run disappears from all lists
 * in one transaction; its events follow in small steps, taken up again by the next call if the engine dies between.
 */
export async function retain(db: Database, clock: Clock, rules: RetentionRules): Promise<string[]> {
  const cutoff = new Date(clock.now() - (rules.maxAgeDays ?? 90) * dayMs).toISOString();
  const maxBytes = rules.maxBytes ?? 2 * 1024 ** 3;
  await deleteRetiredEvents(db);
  const gone: string[] = [];
  for (const run of endedRuns(db)) {
    if (run.finished_at >= cutoff && usedBytes(db) <= maxBytes) continue;
    if (!retire(db, run.run_id, new Date(clock.now()).toISOString())) continue;
    gone.push(run.run_id);
    await deleteRetiredEvents(db);
  }
  if (gone.length > 0) await giveBackPages(db);
  return gone;
}

function endedRuns(db: Database): { run_id: string; finished_at: string }[] {
  return db
    .prepare<{ run_id: string; finished_at: string }>(
      'SELECT run_id, finished_at FROM runs WHERE finished_at IS NOT NULL AND pinned = 0 ORDER BY started_seq',
    )
    .all();
}

/** False where the run was resumed or pinned in the meantime. */
function retire(db: Database, runId: string, at: string): boolean {
  return db.transaction(() => {
    const { changes } = db
      .prepare('DELETE FROM runs WHERE run_id = ? AND finished_at IS NOT NULL AND pinned = 0')
      .run(runId);
    if (changes === 0) return false;
    db.prepare('INSERT INTO retired_runs (run_id, at) VALUES (?, ?)').run(runId, at);
    db.prepare('DELETE FROM executions WHERE run_id = ?').run(runId);
    db.prepare('DELETE FROM execution_values WHERE run_id = ?').run(runId);
    db.prepare('DELETE FROM findings WHERE run_id = ?').run(runId);
    db.prepare('DELETE FROM artifacts WHERE run_id = ?').run(runId);
    db.prepare(
      'DELETE FROM execution_files WHERE seq IN (SELECT seq FROM execution_file_lists WHERE run_id = ?)',
    ).run(runId);
    db.prepare('DELETE FROM execution_file_lists WHERE run_id = ?').run(runId);
    return true;
  });
}

async function deleteRetiredEvents(db: Database): Promise<void> {
  const leftOver = db.prepare<{ run_id: string }>(
    `SELECT run_id FROM retired_runs r
     WHERE EXISTS (SELECT 1 FROM events WHERE events.run_id = r.run_id) LIMIT 1`,
  );
  for (let run = leftOver.get(); run; run = leftOver.get()) {
    const { run_id: runId } = run;
    db.transaction(() => {
      db.prepare(
        `INSERT INTO journal_state (key, value) SELECT 'last_seq', max(seq) FROM events WHERE true
         ON CONFLICT DO UPDATE SET value = max(value, excluded.value)`,
      ).run();
      db.prepare(
        `DELETE FROM events WHERE seq IN
           (SELECT seq FROM events WHERE run_id = ? ORDER BY seq LIMIT ${eventsAtATime})`,
      ).run(runId);
    });
    await nextTurn();
  }
}

async function giveBackPages(db: Database): Promise<void> {
  for (let free = db.pragma('freelist_count'); free > 0; ) {
    db.exec(`PRAGMA incremental_vacuum(${pagesAtATime})`);
    await nextTurn();
    const left = db.pragma('freelist_count');
    if (left >= free) return;
    free = left;
  }
}

/** Bytes in use; what was freed and not yet given back does not count. */
function usedBytes(db: Database): number {
  return (db.pragma('page_count') - db.pragma('freelist_count')) * db.pragma('page_size');
}
