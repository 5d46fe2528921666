import type { DodecaEvent, EventBodyOf, EventStamp, EventType, PlannedExecution } from '../model/event.ts';
import { pauseReason } from '../model/run-view.ts';
import type { RunEndStatus } from '../model/status.ts';
import type { Database, SqlValue } from '../sqlite/database.ts';
import { addFixedGeneration, addWrittenGenerations, clearGenerations, endSession } from './generations.ts';

/** The tables that can be made again from the events. */
export const projectionTables = [
  'definitions',
  'runs',
  'executions',
  'execution_values',
  'findings',
  'artifacts',
  'execution_file_lists',
  'execution_files',
  'library_decisions',
] as const;

type Handler<T extends EventType> = (into: Projection, event: EventBodyOf<T>, stamp: EventStamp) => void;

/** What each type of event changes; null changes nothing. */
const handlers: { readonly [T in EventType]: Handler<T> | null } = {
  'definition.recorded': (into, { hash, definition }) =>
    into.run('INSERT INTO definitions (hash, definition) VALUES (?, ?) ON CONFLICT DO NOTHING', [
      hash,
      JSON.stringify(definition),
    ]),
  'run.started': (into, event, { seq, at }) => {
    into.run(
      `INSERT INTO runs (run_id, pipeline, status, started_at, definition, params, options, secrets, started_seq,
         commit_sha)
       VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [
        event.runId,
        event.pipeline,
        at,
        event.definition,
        JSON.stringify(event.params),
        JSON.stringify(event.options),
        JSON.stringify(event.secrets ?? []),
        seq,
        event.commit ?? null,
      ],
    );
    into.queue(event.runId, event.executions);
  },
  'run.resumed': (into, event) => {
    into.run(
      `UPDATE runs SET status = 'running', finished_at = NULL, duration_ms = NULL, reason = NULL,
         definition = ?, options = ?, secrets = coalesce(?, secrets) WHERE run_id = ?`,
      [
        event.definition,
        JSON.stringify(event.options),
        event.secrets ? JSON.stringify(event.secrets) : null,
        event.runId,
      ],
    );
    into.queue(event.runId, event.executions);
  },
  'run.cancelling': null,
  'run.paused': (into, event) =>
    into.run(
      `UPDATE runs SET status = 'paused', reason = ? WHERE run_id = ? AND status IN ('running', 'paused')`,
      [pauseReason(event), event.runId],
    ),
  'run.continued': (into, { runId }) =>
    into.run(`UPDATE runs SET status = 'running', reason = NULL WHERE run_id = ? AND status = 'paused'`, [
      runId,
    ]),
  'run.logged': null,
  'run.marked': (into, { runId, pinned, archived }) =>
    into.run('UPDATE runs SET pinned = ?, archived = ? WHERE run_id = ?', [
      Number(pinned),
      Number(archived),
      runId,
    ]),
  'run.finished': (into, event, { at }) => {
    into.run('UPDATE runs SET status = ?, finished_at = ?, duration_ms = ?, reason = ? WHERE run_id = ?', [
      event.status,
      at,
      event.durationMs,
      event.reason,
      event.runId,
    ]);
    into.endSession(event.runId, event.status, at);
  },
  'stage.started': null,
  'stage.rewound': null,
  'stage.finished': null,
  'execution.queued': (into, { executionId }) =>
    into.run(
      `UPDATE executions SET status = 'queued', reason = NULL WHERE execution_id = ? AND status <> 'queued'`,
      [executionId],
    ),
  'execution.held': (into, { executionId, reason }) =>
    into.run(`UPDATE executions SET status = 'held', reason = ? WHERE execution_id = ?`, [
      reason,
      executionId,
    ]),
  'execution.starting': (into, { executionId, attempt, reason }, { seq, at }) => {
    into.forgetProgress(executionId);
    into.run(
      `UPDATE executions SET status = 'running', reason = ?, attempts = max(attempts, ?), attempt = ?,
         started_at = ?, finished_at = NULL, finished_seq = NULL, duration_ms = NULL,
         exit_code = NULL, signal = NULL, pid = NULL, process_start = NULL, undone = 0,
         percent = NULL, message = NULL, began_seq = ?
       WHERE execution_id = ?`,
      [reason, attempt, attempt, at, seq, executionId],
    );
  },
  'execution.started': (into, { executionId, attempt, pid, processStart }, { at }) =>
    into.run(
      `UPDATE executions SET status = 'running', attempts = max(attempts, ?), attempt = ?, started_at = ?,
         pid = ?, process_start = ? WHERE execution_id = ?`,
      [attempt, attempt, at, pid, processStart, executionId],
    ),
  'execution.retrying': (into, event) =>
    into.run(
      `UPDATE executions SET status = 'retrying', reason = ?, exit_code = ?, signal = ?, duration_ms = ?
       WHERE execution_id = ?`,
      [event.reason, event.exitCode, event.signal, event.durationMs, event.executionId],
    ),
  'execution.finished': (into, event, { seq, at }) =>
    into.run(
      `UPDATE executions SET status = ?, reason = ?, attempts = max(attempts, ?), attempt = ?, exit_code = ?,
         signal = ?, finished_at = ?, finished_seq = ?, duration_ms = ?, undone = 0 WHERE execution_id = ?`,
      [
        event.status,
        event.reason,
        event.attempt,
        event.attempt,
        event.exitCode,
        event.signal,
        at,
        seq,
        event.durationMs,
        event.executionId,
      ],
    ),
  'execution.files': (into, event, stamp) => into.files(event, stamp),
  'execution.changed': null,
  'execution.debuggable': null,
  'execution.rewound': (into, { executionId }) => {
    into.forget(executionId);
    into.run(
      `UPDATE executions SET status = 'queued', reason = NULL, pid = NULL, process_start = NULL, exit_code = NULL,
         signal = NULL, started_at = NULL, finished_at = NULL, finished_seq = NULL, duration_ms = NULL,
         percent = NULL, message = NULL WHERE execution_id = ?`,
      [executionId],
    );
  },
  'execution.compensating': (into, { executionId }) =>
    into.run('UPDATE executions SET undone = 2 WHERE execution_id = ?', [executionId]),
  'execution.compensated': (into, { executionId, status }) =>
    into.run('UPDATE executions SET undone = ? WHERE execution_id = ?', [
      status === 'succeeded' ? 1 : 0,
      executionId,
    ]),
  'execution.progress': (into, event) => into.progress(event),
  'execution.metric': (into, event, { seq }) => into.value('metric', event, seq),
  'execution.output': (into, event, { seq }) => into.value('output', event, seq),
  'execution.artifact': (into, event, { seq }) =>
    into.run(
      'INSERT INTO artifacts (seq, run_id, execution_id, attempt, path, kind) VALUES (?, ?, ?, ?, ?, ?)',
      [seq, event.runId, event.executionId, event.attempt, event.path, event.kind],
    ),
  'execution.finding': (into, event, { seq }) =>
    into.run(
      `INSERT INTO findings (seq, run_id, execution_id, attempt, severity, path, line, "column", rule, message,
         fix)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        seq,
        event.runId,
        event.executionId,
        event.attempt,
        event.severity,
        event.path,
        event.line,
        event.column,
        event.rule,
        event.message,
        event.fix ? JSON.stringify(event.fix) : null,
      ],
    ),
  'execution.tokens': null,
  'execution.log': null,
  'execution.context': (into, event, { seq }) => into.value('context', event, seq),
  'lock.acquired': null,
  'lock.waiting': null,
  'lock.released': null,
  'lock.deadlock': null,
  'cache.hit': (into, { executionId }, { seq }) =>
    into.run('UPDATE executions SET began_seq = ? WHERE execution_id = ?', [seq, executionId]),
  'cache.miss': null,
  'cache.stored': null,
  'library.decided': (into, { path, decision, hash, by }, { seq, at }) =>
    into.run(
      `INSERT INTO library_decisions (path, decision, hash, "by", at, seq) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET decision = excluded.decision, hash = excluded.hash, "by" = excluded."by",
         at = excluded.at, seq = excluded.seq`,
      [path, decision, hash, by, at, seq],
    ),
  'library.generation': (into, event, stamp) => into.generation(event, stamp),
};

/** A value that an agent told, by its last event. */
interface Value {
  readonly kind: 'output' | 'metric' | 'context';
  readonly event: EventBodyOf<'execution.output' | 'execution.metric' | 'execution.context'>;
  readonly seq: number;
}

type Progress = Pick<EventBodyOf<'execution.progress'>, 'percent' | 'message'>;

/** Carries events into the projections, within a transaction of the caller. */
export class Projection {
  readonly #db: Database;
  // Of a thousand values of one metric in a group only the last one is written.
  readonly #values = new Map<string, Value>();
  // So with what executions say of their progress; of it each part stands until another one is told.
  readonly #progress = new Map<string, Progress>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Projects a group of events, in order, and writes what it comes to. */
  apply(
    events: Iterable<{ readonly stamp: EventStamp; readonly body: DodecaEvent | EventBodyOf<EventType> }>,
  ): void {
    this.#values.clear();
    this.#progress.clear();
    for (const { stamp, body } of events) {
      const handler = handlers[body.type] as Handler<EventType> | null | undefined;
      handler?.(this, body, stamp);
    }
    for (const { kind, event, seq } of this.#values.values()) {
      this.run(
        `INSERT INTO execution_values (run_id, execution_id, kind, name, attempt, seq, value)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET attempt = excluded.attempt, seq = excluded.seq, value = excluded.value`,
        [event.runId, event.executionId, kind, event.name, event.attempt, seq, JSON.stringify(event.value)],
      );
    }
    for (const [executionId, { percent, message }] of this.#progress) {
      this.run(
        `UPDATE executions SET percent = coalesce(?, percent), message = coalesce(?, message)
         WHERE execution_id = ?`,
        [percent, message, executionId],
      );
    }
    this.#values.clear();
    this.#progress.clear();
  }

  /** Empties every projection. */
  clear(): void {
    clearGenerations(this.#db);
    for (const table of projectionTables) this.#db.exec(`DELETE FROM ${table}`);
  }

  run(sql: string, values: readonly SqlValue[]): void {
    this.#db.prepare(sql).run(...values);
  }

  value(kind: Value['kind'], event: Value['event'], seq: number): void {
    this.#values.set(`${event.executionId}\0${kind}\0${event.name}`, { kind, event, seq });
  }

  progress({ executionId, percent, message }: EventBodyOf<'execution.progress'>): void {
    const before = this.#progress.get(executionId);
    this.#progress.set(executionId, {
      percent: percent ?? before?.percent ?? null,
      message: message ?? before?.message ?? null,
    });
  }

  files(event: EventBodyOf<'execution.files'>, { seq, at }: EventStamp): void {
    this.run(
      `INSERT INTO execution_file_lists (seq, run_id, execution_id, stage, agent, at, cached, cut)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        seq,
        event.runId,
        event.executionId,
        event.stage,
        event.agent,
        at,
        Number(event.cached),
        Number(event.cut),
      ],
    );
    for (const side of ['input', 'output'] as const)
      for (const { path, hash } of event[`${side}s`])
        this.run(
          'INSERT INTO execution_files (seq, side, path, hash) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          [seq, side, path, hash],
        );
    addWrittenGenerations(this.#db, event, { seq, at });
  }

  endSession(runId: string, status: RunEndStatus, at: string): void {
    endSession(this.#db, runId, status, at);
  }

  generation(event: EventBodyOf<'library.generation'>, stamp: EventStamp): void {
    addFixedGeneration(this.#db, event, stamp);
  }

  /** An execution was taken back: what it told counts no more. */
  forget(executionId: string): void {
    this.forgetProgress(executionId);
    this.run(
      'DELETE FROM execution_files WHERE seq IN (SELECT seq FROM execution_file_lists WHERE execution_id = ?)',
      [executionId],
    );
    this.run('DELETE FROM execution_file_lists WHERE execution_id = ?', [executionId]);
    for (const key of this.#values.keys()) if (key.startsWith(`${executionId}\0`)) this.#values.delete(key);
    for (const table of ['execution_values', 'findings', 'artifacts'])
      this.run(`DELETE FROM ${table} WHERE execution_id = ?`, [executionId]);
  }

  /** An execution begins anew: what it said of its progress is over. */
  forgetProgress(executionId: string): void {
    this.#progress.delete(executionId);
  }

  /** Puts executions at the beginning of their way; those that are known keep their attempts. */
  queue(runId: string, executions: readonly PlannedExecution[]): void {
    executions.forEach(({ executionId, stage, agent }, position) => {
      this.forgetProgress(executionId);
      this.run(
        `INSERT INTO executions (execution_id, run_id, pipeline, stage, agent, position, status)
         SELECT ?, run_id, pipeline, ?, ?, ?, 'queued' FROM runs WHERE run_id = ?
         ON CONFLICT DO UPDATE SET execution_id = excluded.execution_id, status = 'queued', reason = NULL,
           pid = NULL, process_start = NULL, exit_code = NULL, signal = NULL, started_at = NULL,
           finished_at = NULL, finished_seq = NULL, duration_ms = NULL, undone = 0,
           percent = NULL, message = NULL`,
        [executionId, stage, agent, position, runId],
      );
    });
  }
}
