import type { Database } from '../sqlite/database.ts';
import type { FileProduction } from './lineage.ts';

/**
 * The executions that succeeded and told of a file as their artifact, newest first; of those of older programs nobody
 * noted more than that.
 *
 * @param path relative to the workspace, with `/`
 */
export function toldArtifacts(db: Database, path: string, limit: number): FileProduction[] {
  return db
    .prepare<Omit<FileProduction, 'cached' | 'hash' | 'inputs'> & { readonly status: string }>(
      `SELECT e.run_id AS runId, e.pipeline, e.stage, e.agent, e.execution_id AS executionId,
         e.finished_at AS at, e.status
       FROM artifacts a JOIN executions e ON e.execution_id = a.execution_id AND e.attempt = a.attempt
       WHERE a.path = ? AND e.status IN ('succeeded', 'cached') AND e.finished_at IS NOT NULL
       GROUP BY e.execution_id ORDER BY e.finished_seq DESC LIMIT ?`,
    )
    .all(path, limit)
    .map(({ status, ...row }) => ({ ...row, cached: status === 'cached', hash: null, inputs: [] }));
}
