import type { Database } from '../sqlite/database.ts';

/** Something that an execution found. */
export interface KnownFinding {
  readonly path: string;
  readonly line: number | null;
  readonly severity: 'error' | 'warning' | 'info';
  readonly rule: string | null;
  readonly message: string;
}

/** What an execution told of files in one of its attempts. */
export interface ExecutionKnowledge {
  readonly pipeline: string;
  /** Some of its findings, the most severe first. */
  readonly findings: readonly KnownFinding[];
  /** Paths of some files in which it found something. */
  readonly paths: readonly string[];
  /** Some of its artifacts, each path once. */
  readonly artifacts: readonly { readonly path: string; readonly kind: string | null }[];
}

/** How much of it is given. */
const mostFindings = 30;
const mostPaths = 500;
const mostArtifacts = 100;

/** What an execution told of files in an attempt that it has ended with; null where nothing of its run is kept. */
export function executionKnowledge(
  db: Database,
  {
    runId,
    executionId,
    attempt,
  }: { readonly runId: string; readonly executionId: string; readonly attempt: number },
): ExecutionKnowledge | null {
  const pipeline = pipelineOf(db, runId);
  if (pipeline === null) return null;
  const ofAttempt = 'run_id = ? AND execution_id = ? AND attempt = ?';
  const findings = db
    .prepare<KnownFinding>(
      `SELECT path, line, severity, rule, message FROM findings WHERE ${ofAttempt}
       ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, seq LIMIT ?`,
    )
    .all(runId, executionId, attempt, mostFindings)
    .map((finding) => ({ ...finding }));
  const paths = db
    .prepare<{ path: string }>(`SELECT DISTINCT path FROM findings WHERE ${ofAttempt} LIMIT ?`)
    .all(runId, executionId, attempt, mostPaths)
    .map(({ path }) => path);
  const artifacts = db
    .prepare<{ path: string; kind: string | null }>(
      `SELECT path, max(kind) AS kind FROM artifacts WHERE execution_id = ? AND attempt = ?
       GROUP BY path ORDER BY min(seq) LIMIT ?`,
    )
    .all(executionId, attempt, mostArtifacts)
    .map((artifact) => ({ ...artifact }));
  return { pipeline, findings, paths, artifacts };
}

/** The pipeline of a run; null where nothing of it is kept. */
export function pipelineOf(db: Database, runId: string): string | null {
  const run = db.prepare<{ pipeline: string }>('SELECT pipeline FROM runs WHERE run_id = ?').get(runId);
  return run?.pipeline ?? null;
}

/** Runs of which nothing is kept any more, since a moment (ISO 8601), in the order in which they went. */
export function retiredRuns(db: Database, since: string): { readonly runId: string; readonly at: string }[] {
  return db
    .prepare<{ runId: string; at: string }>(
      'SELECT run_id AS runId, at FROM retired_runs WHERE at >= ? ORDER BY at, run_id',
    )
    .all(since)
    .map((run) => ({ ...run }));
}
