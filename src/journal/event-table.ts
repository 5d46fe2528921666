import type { DodecaEvent, EventBody, EventOf, EventType } from '../model/event.ts';
import type { Database } from '../sqlite/database.ts';

/** An event as it waits for its place: its JSON is made at once, so that what cannot be written fails at its sender. */
export interface PendingEvent {
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly body: EventBody;
  readonly runId: string | null;
  readonly executionId: string | null;
  /** JSON of the fields that have no column. */
  readonly json: string;
}

interface EventRow {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly run_id: string | null;
  readonly execution_id: string | null;
  readonly body: string;
}

/** What part of the record to read. */
export interface EventPage {
  /** Events with a greater `seq` only; 0 reads from the beginning. */
  readonly after: number;
  /** At most so many events. */
  readonly limit: number;
  readonly runId?: string;
  /** Events of these types are left out. */
  readonly without?: readonly EventType[];
}

/** A stretch of the record of which some events are read. */
export interface EventStretch<T extends EventType> {
  /** Events with a greater `seq` only. */
  readonly after: number;
  /** And up to this one. */
  readonly through: number;
  readonly types: readonly T[];
}

/** Makes an event ready to be written. */
export function pendingEvent(body: EventBody, at: string): PendingEvent {
  const { type: _, ...rest } = body as { type: string; runId?: string; executionId?: string };
  const runId = rest.runId ?? null;
  const executionId = rest.executionId ?? null;
  delete rest.runId;
  delete rest.executionId;
  return { at, body, runId, executionId, json: JSON.stringify(rest) };
}

const columns = 'seq, at, type, run_id, execution_id, body';

/** The append-only table `events`. */
export class EventTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(seq: number, event: PendingEvent): void {
    this.#db
      .prepare(`INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?)`)
      .run(seq, event.at, event.body.type, event.runId, event.executionId, event.json);
  }

  read({ after, limit, runId, without = [] }: EventPage): DodecaEvent[] {
    const conditions = [
      ...(runId === undefined ? [] : ['run_id = ?']),
      'seq > ?',
      ...(without.length === 0 ? [] : [`type NOT IN (${without.map(() => '?').join(', ')})`]),
    ];
    return this.#db
      .prepare<EventRow>(
        `SELECT ${columns} FROM events WHERE ${conditions.join(' AND ')} ORDER BY seq LIMIT ?`,
      )
      .all(...(runId === undefined ? [] : [runId]), after, ...without, limit)
      .map(toEvent);
  }

  /** The events of some types in a stretch of the record. */
  readTypes<T extends EventType>({ after, through, types }: EventStretch<T>): EventOf<T>[] {
    return this.#db
      .prepare<EventRow>(
        `SELECT ${columns} FROM events
         WHERE seq > ? AND seq <= ? AND type IN (${types.map(() => '?').join(', ')}) ORDER BY seq`,
      )
      .all(after, through, ...types)
      .map(toEvent) as EventOf<T>[];
  }

  /** The events of one execution, without the frequent ones (progress, metrics, log lines, findings). */
  ofExecution(executionId: string): DodecaEvent[] {
    return this.#db
      .prepare<EventRow>(
        `SELECT ${columns} FROM events
         WHERE execution_id = ?
           AND type NOT IN ('execution.progress', 'execution.metric', 'execution.log', 'execution.finding')
         ORDER BY seq`,
      )
      .all(executionId)
      .map(toEvent);
  }

  /** The last number given, and when; events that retention took away count. */
  last(): { readonly seq: number; readonly at: string | null } {
    const newest = this.#db
      .prepare<{ seq: number; at: string }>('SELECT seq, at FROM events ORDER BY seq DESC LIMIT 1')
      .get();
    const kept = this.#db
      .prepare<{ value: number }>(`SELECT value FROM journal_state WHERE key = 'last_seq'`)
      .get();
    return { seq: Math.max(newest?.seq ?? 0, kept?.value ?? 0), at: newest?.at ?? null };
  }
}

function toEvent(row: EventRow): DodecaEvent {
  const rest: object = JSON.parse(row.body);
  return {
    seq: row.seq,
    at: row.at,
    type: row.type,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.execution_id === null ? {} : { executionId: row.execution_id }),
    ...rest,
  } as DodecaEvent;
}
