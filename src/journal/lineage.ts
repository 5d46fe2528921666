import type { ExecutionFile } from '../model/event.ts';
import type { Database } from '../sqlite/database.ts';

/** An execution that succeeded and wrote a file, and what it read. */
export interface FileProduction {
  readonly runId: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly agent: string;
  readonly executionId: string;
  /** ISO 8601: when it ended. */
  readonly at: string;
  /** Whether an earlier result was taken in its place. */
  readonly cached: boolean;
  /** Of the file as it was written; null where nobody noted it. */
  readonly hash: string | null;
  /** Sorted by path. */
  readonly inputs: readonly ExecutionFile[];
}

/** A file that an execution wrote which had read another one. */
export interface DerivedFile {
  readonly path: string;
  readonly runId: string;
  readonly stage: string;
  readonly agent: string;
  /** ISO 8601: when it ended. */
  readonly at: string;
}

/** So many executions that read a file are looked at, the newest ones: those before them wrote the same. */
const mostReaders = 200;

/** So many files that were made of one are given. */
const mostDerived = 1000;

interface ProductionRow extends Omit<FileProduction, 'cached' | 'inputs'> {
  readonly seq: number;
  readonly cached: number;
}

/**
 * The executions that wrote a file and succeeded, newest first.
 *
 * @param path relative to the workspace, with `/`
 */
export function productionsOf(db: Database, path: string, limit: number): FileProduction[] {
  const inputsOf = db.prepare<ExecutionFile>(
    "SELECT path, hash FROM execution_files WHERE seq = ? AND side = 'input' ORDER BY path",
  );
  return db
    .prepare<ProductionRow>(
      `SELECT l.seq, l.run_id AS runId, r.pipeline, l.stage, l.agent, l.execution_id AS executionId, l.at,
         l.cached, f.hash
       FROM execution_files f JOIN execution_file_lists l USING (seq) JOIN runs r USING (run_id)
       WHERE f.path = ? AND f.side = 'output' ORDER BY f.seq DESC LIMIT ?`,
    )
    .all(path, limit)
    .map(({ seq, cached, ...row }) => ({
      ...row,
      cached: cached === 1,
      inputs: inputsOf.all(seq).map((file) => ({ ...file })),
    }));
}

/**
 * Files that were written by executions which read a file, each with the newest one of those, sorted by path.
 *
 * @param path relative to the workspace, with `/`
 */
export function madeFrom(db: Database, path: string): DerivedFile[] {
  return db
    .prepare<DerivedFile & { readonly seq: number }>(
      `WITH readers AS (
         SELECT seq FROM execution_files WHERE path = ?1 AND side = 'input' ORDER BY seq DESC LIMIT ?2
       )
       SELECT f.path, l.run_id AS runId, l.stage, l.agent, l.at, max(l.seq) AS seq
       FROM readers JOIN execution_file_lists l USING (seq)
         JOIN execution_files f ON f.seq = l.seq AND f.side = 'output'
       WHERE f.path <> ?1
       GROUP BY f.path ORDER BY f.path LIMIT ?3`,
    )
    .all(path, mostReaders, mostDerived)
    .map(({ seq: _, ...file }) => file);
}
