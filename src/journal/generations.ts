import type { EventBodyOf, EventStamp } from '../model/event.ts';
import type { Database } from '../sqlite/database.ts';

/** The version of the DMAIC cycle that these tables were made for. */
const dmaicVersion = '3.0.0';

/** A content that a file has had. */
interface Generation {
  readonly session: string;
  /** JSON: what the session is. */
  readonly about: string;
  /** Whether the session is over; that of a run ends with the run. */
  readonly ended: boolean;
  readonly path: string;
  readonly hash: string;
  readonly phase: string;
  readonly classification: string;
  readonly changes: string;
}

/** Notes what an execution wrote as generations of those files. */
export function addWrittenGenerations(
  db: Database,
  event: EventBodyOf<'execution.files'>,
  stamp: EventStamp,
): void {
  if (event.cached) return;
  const run = db.prepare<{ pipeline: string }>('SELECT pipeline FROM runs WHERE run_id = ?').get(event.runId);
  const pipeline = run?.pipeline ?? '';
  for (const { path, hash } of event.outputs) {
    if (hash === null) continue;
    add(db, stamp, {
      session: event.runId,
      about: JSON.stringify({ kind: 'run', pipeline }),
      ended: false,
      path,
      hash,
      phase: pipeline,
      classification: `execution:${event.stage}:${event.agent}`,
      changes: `written by ${event.agent}`,
    });
  }
}

/** Notes what a fix of the review made of a file as its next generation. */
export function addFixedGeneration(
  db: Database,
  event: EventBodyOf<'library.generation'>,
  stamp: EventStamp,
): void {
  const { session, path, hash, previous, by, round, changes } = event;
  const about = JSON.stringify({ kind: 'review', by });
  const made = { session, about, ended: true, path, phase: 'review', classification: `review:fix:${round}` };
  // What was there before nobody here has made; without it there would be nothing to compare with.
  if (latest(db, path)?.hash !== previous)
    add(db, stamp, { ...made, hash: previous, classification: 'review:found', changes: 'as it was found' });
  add(db, stamp, { ...made, hash, changes: changes.join('; ') });
}

/** Notes that a run is over, where it is a session. */
export function endSession(db: Database, runId: string, status: string, at: string): void {
  db.prepare('UPDATE dmaic_sessions SET end_time = ?, status = ? WHERE session_id = ?').run(
    at,
    status === 'succeeded' ? 'completed' : status,
    runId,
  );
}

/**
 * Empties what can be made again. Generations that runs made of which nothing else is kept any more stay: nothing tells
 * of them again.
 */
export function clearGenerations(db: Database): void {
  const again = 'session_id NOT IN (SELECT run_id FROM retired_runs)';
  db.exec(`DELETE FROM generation_contents WHERE id IN (SELECT id FROM artifact_generations WHERE ${again})`);
  db.exec(
    `UPDATE artifact_generations SET parent_artifact_id = NULL
     WHERE parent_artifact_id IN (SELECT id FROM artifact_generations WHERE ${again})`,
  );
  db.exec(`DELETE FROM artifact_generations WHERE ${again}`);
}

function add(db: Database, { at }: EventStamp, made: Generation): void {
  const { session, about, ended, path, hash, phase, classification, changes } = made;
  const parent = latest(db, path);
  if (parent?.hash === hash) return;
  db.prepare(
    `INSERT INTO dmaic_sessions (session_id, start_time, end_time, dmaic_version, status, metadata)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(session, at, ended ? at : null, dmaicVersion, ended ? 'completed' : 'active', about);
  db.prepare(
    `INSERT INTO artifact_generations (artifact_path, iteration_number, generation_timestamp, dmaic_version, dmaic_phase,
       session_id, classification, parent_artifact_id, changes_summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    path,
    (parent?.number ?? 0) + 1,
    at,
    dmaicVersion,
    phase,
    session,
    classification,
    parent?.id ?? null,
    changes,
  );
  db.prepare('INSERT INTO generation_contents (id, hash) VALUES (last_insert_rowid(), ?)').run(hash);
}

function latest(db: Database, path: string) {
  return db
    .prepare<{ id: number; number: number; hash: string }>(
      `SELECT id, iteration_number AS number, hash FROM artifact_generations JOIN generation_contents USING (id)
       WHERE artifact_path = ? ORDER BY iteration_number DESC, id DESC LIMIT 1`,
    )
    .get(path);
}
