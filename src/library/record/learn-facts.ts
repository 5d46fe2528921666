import type { Database } from '../../sqlite/database.ts';
import type { DocumentWriter } from '../store/document-writer.ts';
import type { PreparedFacts } from './prepare-facts.ts';
import type { RecordedFacts, RecordedProduction, RecordedTest } from './recorded-facts.ts';
import { RunDocuments } from './run-documents.ts';

/** What became of facts. */
export interface LearnedFacts {
  /** Whether something that is searched has changed. */
  readonly changed: boolean;
  /** Paths of files of which something is known now that was not before. */
  readonly concerned: ReadonlySet<string>;
}

/** The files of so many runs are kept, the newest. */
const mostRuns = 200;
/** Of each run so many. */
const mostRunFiles = 1000;
/** Of each path so many productions are kept, the newest. */
const mostProductions = 5;

/** Keeps what the journal knows. Call it within a group. */
export function learnFacts(
  db: Database,
  writer: DocumentWriter,
  facts: RecordedFacts,
  { documents, tests }: PreparedFacts,
  change: number,
): LearnedFacts {
  const concerned = new Set<string>();
  const runDocuments = new RunDocuments(db, writer);
  let changed = facts.anew && forgetAll(db, runDocuments, concerned);
  for (const { runId, pipeline, at, commit } of facts.runs)
    db.prepare(
      `INSERT INTO runs (run_id, pipeline, at, commit_sha) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ).run(runId, pipeline, at, commit);
  const commitOf = db.prepare<{ commit_sha: string | null }>('SELECT commit_sha FROM runs WHERE run_id = ?');
  for (const [index, execution] of facts.executions.entries()) {
    const commit = commitOf.get(execution.runId)?.commit_sha ?? null;
    changed = runDocuments.put(execution, documents[index] ?? null, commit, change) || changed;
    keepRunFiles(db, execution.runId, execution.files);
  }
  for (const production of facts.productions) keepProduction(db, production, concerned);
  for (const test of [...facts.tests, ...tests]) keepTest(db, test, concerned);
  for (const { path, decision, hash, at, by } of facts.decisions) {
    db.prepare(
      `INSERT INTO decisions (path, decision, hash, at, "by") VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET decision = excluded.decision, hash = excluded.hash, at = excluded.at, "by" = excluded."by"`,
    ).run(path, decision, hash, at, by);
    concerned.add(path);
  }
  for (const runId of facts.retired) changed = forgetRun(db, runDocuments, runId, concerned) || changed;
  if (facts.runs.length > 0) forgetFilesOfOldRuns(db);
  db.prepare(
    `INSERT INTO meta (key, value) VALUES ('learned_seq', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  ).run(facts.seq);
  return { changed, concerned };
}

function keepRunFiles(db: Database, runId: string, paths: readonly string[]): void {
  const count = db.prepare<{ count: number }>('SELECT count(*) AS count FROM run_files WHERE run_id = ?');
  let room = mostRunFiles - (count.get(runId)?.count ?? 0);
  const insert = db.prepare('INSERT INTO run_files (run_id, path) VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const path of paths) {
    if (room <= 0) return;
    room -= insert.run(runId, path).changes;
  }
}

function forgetFilesOfOldRuns(db: Database): void {
  const oldest = db
    .prepare<{ run_id: string }>('SELECT run_id FROM runs ORDER BY run_id DESC LIMIT 1 OFFSET ?')
    .get(mostRuns - 1);
  if (oldest !== undefined) db.prepare('DELETE FROM run_files WHERE run_id < ?').run(oldest.run_id);
}

function keepProduction(db: Database, production: RecordedProduction, concerned: Set<string>): void {
  const { runId, executionId, stage, agent, at } = production;
  forgetProductions(db, executionId, concerned);
  const insert = db.prepare(
    `INSERT INTO productions (path, execution_id, hash, run_id, stage, agent, at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const displaced = db.prepare<{ execution_id: string }>(
    `DELETE FROM productions WHERE path = ?1 AND execution_id NOT IN (
       SELECT execution_id FROM productions WHERE path = ?1 ORDER BY at DESC, execution_id DESC LIMIT ?2
     ) RETURNING execution_id`,
  );
  keepRunFiles(
    db,
    runId,
    production.outputs.map(({ path }) => path),
  );
  const without = new Set<string>();
  let kept = false;
  for (const { path, hash } of production.outputs) {
    if (hash === null) continue;
    kept = true;
    insert.run(path, executionId, hash, runId, stage, agent, at);
    for (const row of displaced.all(path, mostProductions)) without.add(row.execution_id);
    concerned.add(path);
  }
  if (!kept) return;
  const input = db.prepare(
    'INSERT INTO production_inputs (execution_id, path, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const { path, hash } of production.inputs) input.run(executionId, path, hash);
  for (const other of without) forgetInputsWithoutOutputs(db, other);
}

function forgetProductions(db: Database, executionId: string, concerned: Set<string>): void {
  const rows = db
    .prepare<{ path: string }>('DELETE FROM productions WHERE execution_id = ? RETURNING path')
    .all(executionId);
  for (const { path } of rows) concerned.add(path);
  db.prepare('DELETE FROM production_inputs WHERE execution_id = ?').run(executionId);
}

function forgetInputsWithoutOutputs(db: Database, executionId: string): void {
  db.prepare(
    `DELETE FROM production_inputs WHERE execution_id = ?1
       AND NOT EXISTS (SELECT 1 FROM productions WHERE execution_id = ?1)`,
  ).run(executionId);
}

function keepTest(
  db: Database,
  { path, agent, hash, passed, runId }: RecordedTest,
  concerned: Set<string>,
): void {
  const same = db
    .prepare('SELECT 1 FROM tests WHERE path = ? AND agent = ? AND hash IS ? AND passed = ?')
    .get(path, agent, hash, Number(passed));
  db.prepare(
    `INSERT INTO tests (path, agent, hash, passed, run_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET hash = excluded.hash, passed = excluded.passed, run_id = excluded.run_id`,
  ).run(path, agent, hash, Number(passed), runId);
  // Thousands of files are tested again and again.
  if (same === undefined) concerned.add(path);
}

/** Answers whether something that is searched has changed. */
function forgetAll(db: Database, runDocuments: RunDocuments, concerned: Set<string>): boolean {
  let changed = false;
  for (const { run_id: runId } of db.prepare<{ run_id: string }>('SELECT run_id FROM runs').all())
    changed = forgetRun(db, runDocuments, runId, concerned) || changed;
  for (const { path } of db.prepare<{ path: string }>('DELETE FROM decisions RETURNING path').all())
    concerned.add(path);
  return changed;
}

function forgetRun(db: Database, runDocuments: RunDocuments, runId: string, concerned: Set<string>): boolean {
  const { changes } = db.prepare('DELETE FROM runs WHERE run_id = ?').run(runId);
  if (changes === 0) return false;
  const changed = runDocuments.forgetRun(runId);
  db.prepare('DELETE FROM run_files WHERE run_id = ?').run(runId);
  const made = db
    .prepare<{ execution_id: string }>('SELECT DISTINCT execution_id FROM productions WHERE run_id = ?')
    .all(runId);
  for (const { execution_id: executionId } of made) forgetProductions(db, executionId, concerned);
  const tested = db.prepare<{ path: string }>('DELETE FROM tests WHERE run_id = ? RETURNING path').all(runId);
  for (const { path } of tested) concerned.add(path);
  return changed;
}
