import type { RunSighting } from '../../model/library-report.ts';
import type { Database } from '../../sqlite/database.ts';

interface Row {
  readonly runId: string | null;
  readonly firstRunId: string;
  readonly runs: number;
  readonly stage: string;
  readonly agent: string;
  readonly fixedBy: string | null;
}

/**
 * Where and how often runs met what a passage of a log shows; undefined of any other passage.
 *
 * @param passage its id
 */
export function sightingOfPassage(db: Database, passage: number): RunSighting | undefined {
  const row = db
    .prepare<Row>(
      `SELECT max(sightings.run_id) AS runId, min(sightings.run_id) AS firstRunId,
         count(DISTINCT sightings.run_id) AS runs, troubles.stage, troubles.agent, troubles.fixed_by AS fixedBy
       FROM trouble_passages JOIN troubles USING (fingerprint) JOIN sightings USING (fingerprint)
       WHERE trouble_passages.passage = ?`,
    )
    .get(passage);
  if (row === undefined || row.runId === null) return undefined;
  const { runId, firstRunId, runs, stage, agent, fixedBy } = row;
  return { runId, stage, agent, firstRunId, runs, fixedBy };
}
