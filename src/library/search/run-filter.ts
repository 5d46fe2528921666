import type { Database } from '../../sqlite/database.ts';
import type { QueryFilter } from './parse-query.ts';
import { readColumns } from './read-columns.ts';

/** What the filters `run:` of a query let through. */
export interface RunFilter {
  /** Ids of the passages that will do: those of files that the run had to do with, and what it met; null where all will. */
  readonly passages: ReadonlySet<number> | null;
  /** Ids of files that must not be there. */
  readonly otherFiles: ReadonlySet<number>;
  /** A run that is not known, told to whoever wrote it; null where there is none. */
  readonly problem: string | null;
}

/** `run:last`, `run:ID`: all files that a run had to do with, and what it met as far as a log still shows it. */
export function runFilter(db: Database, filters: readonly QueryFilter[]): RunFilter {
  let passages: Set<number> | null = null;
  const otherFiles = new Set<number>();
  let problem: string | null = null;
  for (const { field, values, negated } of filters) {
    if (field !== 'run') continue;
    for (const value of values) {
      const run = runCalled(db, value);
      if (run.problem !== null) {
        problem ??= run.problem;
        continue;
      }
      const found = ofRun(db, run.id);
      if (negated) for (const file of found.file) otherFiles.add(file);
      else {
        passages ??= new Set();
        for (const passage of found.passage) passages.add(passage);
      }
    }
  }
  return { passages, otherFiles, problem };
}

/** @param value in small letters */
function runCalled(
  db: Database,
  value: string,
): { readonly id: string; readonly problem: null } | { readonly id: null; readonly problem: string } {
  if (value === 'last') {
    const id = db.prepare<{ id: string | null }>('SELECT max(run_id) AS id FROM runs').get()?.id ?? null;
    return id === null ? { id, problem: 'The library knows of no run yet.' } : { id, problem: null };
  }
  const [run, another] = db
    .prepare<{ id: string }>(
      'SELECT run_id AS id FROM runs WHERE lower(substr(run_id, 1, length(?1))) = ?1 ORDER BY 1 DESC LIMIT 2',
    )
    .all(value);
  if (run === undefined) return { id: null, problem: `No run begins with ${value}.` };
  if (another !== undefined && run.id.length > value.length)
    return { id: null, problem: `Several runs begin with ${value}: write more of the one that is meant.` };
  return { id: run.id, problem: null };
}

function ofRun(
  db: Database,
  run: string,
): { readonly file: readonly number[]; readonly passage: readonly number[] } {
  return readColumns<{ file: number; passage: number }>(
    db,
    `SELECT json_group_array(file) AS file, json_group_array(passage) AS passage FROM (
       SELECT passages.file AS file, passages.id AS passage FROM run_files
         JOIN files USING (path) JOIN passages ON passages.file = files.id
         WHERE run_files.run_id = ?1
       UNION
       SELECT passages.file, passages.id FROM sightings
         JOIN trouble_passages USING (fingerprint) JOIN passages ON passages.id = trouble_passages.passage
         WHERE sightings.run_id = ?1)`,
    run,
  );
}
