import type { ArtifactGenerations } from '../model/changes-report.ts';
import type { Database } from '../sqlite/database.ts';

/** Artifacts that runs made, those of the newest run first, then by path; `sinceSeq` is where counting anew begins. */
export function artifactGenerations(db: Database, sinceSeq: number, limit: number): ArtifactGenerations[] {
  return db
    .prepare<{
      path: string;
      agent: string;
      generations: number;
      since_then: number;
      last_run_id: string;
      last_at: string;
    }>(
      `SELECT a.path, e.agent, count(DISTINCT a.run_id) AS generations,
         count(DISTINCT CASE WHEN a.seq > ? THEN a.run_id END) AS since_then,
         r.run_id AS last_run_id, r.started_at AS last_at, max(a.seq)
       FROM artifacts a JOIN executions e USING (execution_id) JOIN runs r ON r.run_id = a.run_id
       GROUP BY a.path ORDER BY max(a.seq) DESC, a.path LIMIT ?`,
    )
    .all(sinceSeq, limit)
    .map((row) => ({
      path: row.path,
      agent: row.agent,
      generations: row.generations,
      sinceThen: row.since_then,
      lastRunId: row.last_run_id,
      lastAt: row.last_at,
    }));
}
