import type { Json } from '../common/json.ts';
import type { PastValue } from '../model/report.ts';
import type { Database } from '../sqlite/database.ts';

/** Which values of the past are asked for. */
export interface PastValueQuery {
  readonly agent: string;
  readonly kind: 'metric' | 'output';
  readonly name: string;
  readonly limit: number;
}

/** What an agent told under a name in its executions that ended, in the attempt that stands; newest first. */
export function pastValues(db: Database, { agent, kind, name, limit }: PastValueQuery): PastValue[] {
  return db
    .prepare<{ run_id: string; finished_at: string; value: string }>(
      `SELECT e.run_id, e.finished_at, v.value
       FROM executions e JOIN execution_values v
         ON v.run_id = e.run_id AND v.execution_id = e.execution_id AND v.kind = ? AND v.name = ?
       WHERE e.agent = ? AND e.finished_seq IS NOT NULL AND v.attempt = e.attempt
       ORDER BY e.finished_seq DESC LIMIT ?`,
    )
    .all(kind, name, agent, limit)
    .map((row) => ({ runId: row.run_id, at: row.finished_at, value: JSON.parse(row.value) as Json }));
}

/** For every agent that ever told a value of this name: what it told last, and when. */
export function latestValues(
  db: Database,
  { kind, name }: Pick<PastValueQuery, 'kind' | 'name'>,
): (PastValue & { readonly agent: string })[] {
  const agents = db
    .prepare<{ agent: string }>(
      `WITH RECURSIVE names (agent) AS (
         SELECT min(agent) FROM executions WHERE finished_seq IS NOT NULL
         UNION ALL
         SELECT (SELECT min(agent) FROM executions WHERE finished_seq IS NOT NULL AND agent > names.agent)
         FROM names WHERE names.agent IS NOT NULL
       )
       SELECT agent FROM names WHERE agent IS NOT NULL`,
    )
    .all();
  return agents.flatMap(({ agent }) => {
    // Of its last execution that ran to an end: what an earlier one told may not hold any more.
    const row = db
      .prepare<{ run_id: string; finished_at: string; value: string | null }>(
        `SELECT e.run_id, e.finished_at,
           (SELECT value FROM execution_values v WHERE v.run_id = e.run_id AND v.execution_id = e.execution_id
              AND v.kind = ? AND v.name = ? AND v.attempt = e.attempt) AS value
         FROM executions e
         WHERE e.agent = ? AND e.finished_seq IS NOT NULL AND e.status IN ('succeeded', 'failed', 'cached')
         ORDER BY e.finished_seq DESC LIMIT 1`,
      )
      .get(kind, name, agent);
    if (row?.value == null) return [];
    return [{ agent, runId: row.run_id, at: row.finished_at, value: JSON.parse(row.value) as Json }];
  });
}
