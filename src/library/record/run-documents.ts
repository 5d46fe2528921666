import type { Database } from '../../sqlite/database.ts';
import type { DocumentWriter } from '../store/document-writer.ts';
import { indexedDocument } from '../store/indexed-document.ts';
import type { RecordedExecution } from './recorded-facts.ts';
import type { RunDocument } from './run-document.ts';

/**
 * The logs of executions that met something, as documents of the library. The last sighting of a trouble stands for
 * those before it: it is shown once, in the log of the newest run that met it. Call it within a group.
 */
export class RunDocuments {
  readonly #db: Database;
  readonly #writer: DocumentWriter;

  constructor(db: Database, writer: DocumentWriter) {
    this.#db = db;
    this.#writer = writer;
  }

  /**
   * Writes what an execution met in place of what was known of it; answers whether something that is searched has
   * changed.
   *
   * @param commit what was checked out when its run began
   */
  put(
    execution: RecordedExecution,
    document: RunDocument | null,
    commit: string | null,
    change: number,
  ): boolean {
    const had = this.forget(execution);
    for (const { fingerprint } of document?.troubles ?? []) this.#see(fingerprint, execution);
    const shown = document?.troubles.filter(({ fingerprint }) =>
      this.#takeOver(fingerprint, execution, change),
    );
    if (document !== null && shown !== undefined && shown.length > 0)
      this.#write(execution, document, shown, change);
    if (execution.status === 'succeeded') this.#noteFixed(execution, commit);
    return had || (shown?.length ?? 0) > 0;
  }

  /** Forgets what an execution met; answers whether that could be found. */
  forget({ executionId, log }: Pick<RecordedExecution, 'executionId' | 'log'>): boolean {
    const seen = this.#db
      .prepare<{ fingerprint: string }>('DELETE FROM sightings WHERE execution_id = ? RETURNING fingerprint')
      .all(executionId);
    this.#dropUnseen(seen);
    return this.#remove(log);
  }

  /** Forgets what the executions of a run met; answers whether any of that could be found. */
  forgetRun(runId: string): boolean {
    const files = this.#db
      .prepare<{ id: number; path: string }>(
        `SELECT DISTINCT files.id, files.path FROM sightings JOIN files ON files.hash = 'run:' || sightings.execution_id
         WHERE sightings.run_id = ?`,
      )
      .all(runId);
    const seen = this.#db
      .prepare<{ fingerprint: string }>('DELETE FROM sightings WHERE run_id = ? RETURNING fingerprint')
      .all(runId);
    this.#dropUnseen(seen);
    for (const file of files) this.#removeFile(file);
    return files.length > 0;
  }

  #see(fingerprint: string, { stage, agent, runId, executionId }: RecordedExecution): void {
    this.#db
      .prepare('INSERT INTO troubles (fingerprint, stage, agent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(fingerprint, stage, agent);
    // It is back, or was never gone.
    this.#db
      .prepare('UPDATE troubles SET fixed_in = NULL, fixed_by = NULL WHERE fingerprint = ? AND fixed_in <= ?')
      .run(fingerprint, runId);
    this.#db
      .prepare(
        'INSERT INTO sightings (fingerprint, run_id, execution_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(fingerprint, runId, executionId);
  }

  /** Takes a trouble out of the log that has shown it so far; false where that one is of a newer run. */
  #takeOver(fingerprint: string, { runId, executionId }: RecordedExecution, change: number): boolean {
    const newer = this.#db
      .prepare(
        'SELECT 1 FROM sightings WHERE fingerprint = ?1 AND (run_id > ?2 OR (run_id = ?2 AND execution_id > ?3))',
      )
      .get(fingerprint, runId, executionId);
    const shown = this.#db
      .prepare<{ passage: number; id: number; path: string }>(
        `SELECT passage, files.id, files.path FROM trouble_passages JOIN passages ON passages.id = passage
           JOIN files ON files.id = passages.file
         WHERE fingerprint = ?`,
      )
      .all(fingerprint);
    if (newer !== undefined && shown.length > 0) return false;
    for (const { passage, ...file } of shown) {
      this.#writer.removePassage(passage);
      const left = this.#db.prepare('SELECT 1 FROM passages WHERE file = ? LIMIT 1').get(file.id);
      if (left === undefined) this.#removeFile(file);
      else this.#db.prepare('UPDATE files SET changed = ? WHERE id = ?').run(change, file.id);
    }
    return true;
  }

  #write(
    { runId, executionId, log }: RecordedExecution,
    { document, size, mtimeMs }: RunDocument,
    shown: RunDocument['troubles'],
    change: number,
  ): void {
    const id = this.#writer.add(
      {
        path: log,
        size,
        mtimeMs,
        ctimeMs: -1,
        hash: `run:${executionId}`,
        document: indexedDocument(log, { ...document, passages: shown.map(({ passage }) => passage) }),
      },
      change,
    );
    const passages = this.#db
      .prepare<{ id: number; ordinal: number }>('SELECT id, ordinal FROM passages WHERE file = ?')
      .all(id);
    const insert = this.#db.prepare('INSERT INTO trouble_passages (passage, fingerprint) VALUES (?, ?)');
    for (const { id: passage, ordinal } of passages) insert.run(passage, shown[ordinal]?.fingerprint ?? '');
    this.#db
      .prepare('INSERT INTO run_files (run_id, path) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(runId, log);
  }

  /** What earlier runs of the same agent met, and this one did not: it is gone. */
  #noteFixed({ stage, agent, runId }: RecordedExecution, commit: string | null): void {
    this.#db
      .prepare(
        `UPDATE troubles SET fixed_in = ?3, fixed_by = ?4
         WHERE stage = ?1 AND agent = ?2 AND fixed_in IS NULL
           AND NOT EXISTS (
             SELECT 1 FROM sightings WHERE sightings.fingerprint = troubles.fingerprint AND run_id >= ?3
           )`,
      )
      .run(stage, agent, runId, commit);
  }

  #dropUnseen(seen: readonly { readonly fingerprint: string }[]): void {
    const drop = this.#db.prepare(
      `DELETE FROM troubles WHERE fingerprint = ?1
         AND NOT EXISTS (SELECT 1 FROM sightings WHERE fingerprint = ?1)`,
    );
    for (const { fingerprint } of seen) drop.run(fingerprint);
  }

  #remove(path: string): boolean {
    const file = this.#db
      .prepare<{ id: number; path: string }>("SELECT id, path FROM files WHERE path = ? AND kind = 'run'")
      .get(path);
    if (file === undefined) return false;
    this.#removeFile(file);
    return true;
  }

  #removeFile({ id, path }: { readonly id: number; readonly path: string }): void {
    // Logs lie in the folder of their run.
    this.#db
      .prepare('DELETE FROM run_files WHERE run_id = ? AND path = ?')
      .run(path.split('/').at(-2) ?? '', path);
    this.#writer.remove(id);
  }
}
