import type { FindingFix } from '../model/event.ts';
import type { Finding, FindingsReport } from '../model/report.ts';
import type { Database } from '../sqlite/database.ts';

/** Findings of one execution that are given; the others are counted. */
const mostFindings = 1000;

interface LatestRow {
  readonly execution_id: string;
  readonly run_id: string;
  readonly stage: string;
  readonly agent: string;
  readonly attempt: number;
  readonly began_seq: number;
}

// An earlier result that is taken in a resumed run is no attempt of its own: what was told before it is not its.
const ofAttempt = 'run_id = ? AND execution_id = ? AND attempt = ? AND seq > ?';

/** For every agent what the last of its executions that began has found, by the agents' names. */
export function latestFindings(db: Database): FindingsReport[] {
  return latestExecutions(db).map((row) => {
    const { agent, stage, run_id: runId, execution_id: executionId } = row;
    const findings = findingsOf(db, row);
    const more = findings.length < mostFindings ? 0 : countOf(db, row) - findings.length;
    return { agent, stage, runId, executionId, findings, more };
  });
}

/** How many findings of each severity stand: those of each agent's last execution that began. */
export function standingFindingCounts(db: Database): Record<Finding['severity'], number> {
  const counts = { error: 0, warning: 0, info: 0 };
  const statement = db.prepare<{ severity: Finding['severity']; count: number }>(
    `SELECT severity, count(*) AS count FROM findings WHERE ${ofAttempt} GROUP BY severity`,
  );
  for (const row of latestExecutions(db)) {
    for (const { severity, count } of statement.all(row.run_id, row.execution_id, row.attempt, row.began_seq))
      counts[severity] += count;
  }
  return counts;
}

/** From name to name in the index: what lies between them, all the earlier executions, is never looked at. */
function latestExecutions(db: Database): LatestRow[] {
  return db
    .prepare<LatestRow>(
      `WITH RECURSIVE names (agent) AS (
         SELECT min(agent) FROM executions WHERE began_seq IS NOT NULL
         UNION ALL
         SELECT (SELECT min(agent) FROM executions WHERE began_seq IS NOT NULL AND agent > names.agent)
         FROM names WHERE names.agent IS NOT NULL
       )
       SELECT execution_id, run_id, stage, agent, attempt, began_seq FROM executions
       WHERE execution_id IN (
         SELECT (SELECT execution_id FROM executions e
                 WHERE e.agent = names.agent AND e.began_seq IS NOT NULL ORDER BY e.began_seq DESC LIMIT 1)
         FROM names WHERE names.agent IS NOT NULL
       )
       ORDER BY agent`,
    )
    .all();
}

function countOf(db: Database, row: LatestRow): number {
  const counted = db
    .prepare<{ count: number }>(`SELECT count(*) AS count FROM findings WHERE ${ofAttempt}`)
    .get(row.run_id, row.execution_id, row.attempt, row.began_seq);
  return counted?.count ?? 0;
}

/** The most severe first, and of each severity in the order in which they were told. */
function findingsOf(db: Database, row: LatestRow): Finding[] {
  return db
    .prepare<Omit<Finding, 'fix'> & { readonly fix: string | null }>(
      `SELECT path, line, "column", severity, rule, message, fix FROM findings WHERE ${ofAttempt}
       ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, seq LIMIT ?`,
    )
    .all(row.run_id, row.execution_id, row.attempt, row.began_seq, mostFindings)
    .map(({ fix, ...found }) => ({
      ...found,
      ...(fix !== null && { fix: JSON.parse(fix) as FindingFix }),
    }));
}
