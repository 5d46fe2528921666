import { statSync } from 'node:fs';
import type { SystemsReport } from '../model/systems-report.ts';
import type { Database } from '../sqlite/database.ts';

/** Executions whose waiting is looked at. */
const recentStarts = 200;

/** Bytes above which a journal is not read through to see whether it is sound: that would hold everybody up. */
const mostToCheck = 64 * 1024 * 1024;

/** What there is to say of the journal itself. */
export function journalFigures(db: Database, lastSeq: number): SystemsReport['journal'] {
  const bytes = sizeOf(db.path) + sizeOf(`${db.path}-wal`);
  const runs = db
    .prepare<{ count: number; oldest: string | null; newest: string | null }>(
      'SELECT count(*) AS count, min(started_at) AS oldest, max(started_at) AS newest FROM runs',
    )
    .get();
  return {
    bytes,
    events: lastSeq,
    runs: runs?.count ?? 0,
    oldestRunAt: runs?.oldest ?? null,
    newestRunAt: runs?.newest ?? null,
    integrity: bytes > mostToCheck ? 'not checked' : integrityOf(db),
  };
}

function integrityOf(db: Database): 'sound' | 'damaged' {
  const row = db.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get();
  return row?.quick_check === 'ok' ? 'sound' : 'damaged';
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Milliseconds that executions were held before they started, of the last ones that started; those that did not wait are 0. */
export function recentHolds(db: Database): number[] {
  const starts = db
    .prepare<{ execution_id: string; started_at: string | null }>(
      `SELECT execution_id, started_at FROM executions
       WHERE run_id IN (SELECT run_id FROM runs ORDER BY started_seq DESC LIMIT 5) AND began_seq IS NOT NULL
       ORDER BY began_seq DESC LIMIT ?`,
    )
    .all(recentStarts);
  const held = db.prepare<{ at: string | null }>(
    `SELECT min(at) AS at FROM events WHERE execution_id = ? AND type = 'execution.held'
       AND type NOT IN ('execution.progress', 'execution.metric', 'execution.log', 'execution.finding')`,
  );
  return starts.flatMap(({ execution_id, started_at }) => {
    if (started_at === null) return [];
    const since = held.get(execution_id)?.at ?? null;
    return [since === null ? 0 : Math.max(0, Date.parse(started_at) - Date.parse(since))];
  });
}
