import type { Clock } from '../common/clock.ts';
import type { Json } from '../common/json.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { RunDefinition } from '../model/definition.ts';
import type { RunOptions } from '../model/event.ts';
import type { ExecutionReport, RunReport, RunSummary } from '../model/report.ts';
import type { ExecutionStatus, RunStatus } from '../model/status.ts';
import type { Database } from '../sqlite/database.ts';

/** An execution with what only the engine needs: its process, and whether it was undone since. */
export interface RecordedExecution extends ExecutionReport {
  /** The attempt whose outputs and findings stand; 0 where there was none. */
  readonly attempt: number;
  readonly pid: number | null;
  readonly processStart: string | null;
  readonly signal: string | null;
}

/** A run with its executions in the order of the plan. */
export interface RecordedRun extends Omit<RunReport, 'asOf'> {
  /** Names of the secrets that it was given so far. */
  readonly secrets: readonly string[];
  readonly executions: readonly RecordedExecution[];
}

/** Which runs to list. */
export interface RunFilter {
  readonly limit?: number;
  readonly pipeline?: string;
  /** Whether archived ones are among them; default true. */
  readonly archived?: boolean;
}

/** Why a run was not found. */
export interface RunNotFound {
  readonly code: 'run-unknown' | 'run-ambiguous';
  readonly message: string;
}

interface RunRow {
  readonly run_id: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly duration_ms: number | null;
  readonly reason: string | null;
  readonly definition: string;
  readonly params: string;
  readonly options: string;
  readonly secrets: string;
  readonly pinned: number;
  readonly archived: number;
  readonly commit_sha: string | null;
}

interface ExecutionRow {
  readonly execution_id: string;
  readonly stage: string;
  readonly agent: string;
  readonly status: ExecutionStatus;
  readonly reason: string | null;
  readonly attempts: number;
  readonly attempt: number;
  readonly pid: number | null;
  readonly process_start: string | null;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly duration_ms: number | null;
  readonly undone: number;
  readonly percent: number | null;
  readonly message: string | null;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

const runColumns =
  'run_id, pipeline, status, started_at, finished_at, duration_ms, reason, definition, params, options, secrets, pinned, archived, commit_sha';

const severityCount = (severity: string) =>
  `(SELECT count(*) FROM findings f WHERE f.run_id = e.run_id AND f.execution_id = e.execution_id
     AND f.attempt = e.attempt AND f.severity = '${severity}')`;

const executionColumns = `execution_id, stage, agent, status, reason, attempts, attempt, pid, process_start,
  exit_code, signal, started_at, finished_at, duration_ms, undone,
  percent, message,
  ${severityCount('error')} AS errors, ${severityCount('warning')} AS warnings, ${severityCount('info')} AS infos`;

/** Runs and their executions as they stand in the record. */
export class RunRecords {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  list({ limit = -1, pipeline, archived = true }: RunFilter): RunSummary[] {
    const conditions = [
      ...(archived ? [] : ['archived = 0']),
      ...(pipeline === undefined ? [] : ['pipeline = ?']),
    ];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.#db
      .prepare<RunRow>(`SELECT ${runColumns} FROM runs ${where} ORDER BY started_seq DESC LIMIT ?`)
      .all(...(pipeline === undefined ? [] : [pipeline]), limit)
      .map((row) => this.#summary(row));
  }

  get(runId: string): RecordedRun | null {
    const row = this.#db.prepare<RunRow>(`SELECT ${runColumns} FROM runs WHERE run_id = ?`).get(runId);
    return row ? this.#report(row) : null;
  }

  /** The number of the event with which a run began; 0 where there is no such run. */
  startedSeq(runId: string): number {
    const row = this.#db
      .prepare<{ started_seq: number }>('SELECT started_seq FROM runs WHERE run_id = ?')
      .get(runId);
    return row?.started_seq ?? 0;
  }

  unfinished(): RecordedRun[] {
    return this.#db
      .prepare<RunRow>(`SELECT ${runColumns} FROM runs WHERE finished_at IS NULL ORDER BY started_seq`)
      .all()
      .map((row) => this.#report(row));
  }

  find(wanted: string): Result<RunSummary, RunNotFound> {
    if (wanted === 'last') {
      const last = this.list({ limit: 1 })[0];
      return last ? ok(last) : err({ code: 'run-unknown', message: 'There is no run yet.' });
    }
    if (wanted !== '') {
      for (const prefix of [wanted, wanted.toUpperCase()]) {
        const [found, other] = this.#withPrefix(prefix);
        if (!found) continue;
        if (!other || found.run_id === prefix) return ok(this.#summary(found));
        return err({
          code: 'run-ambiguous',
          message: `More than one run begins with '${wanted}': ${found.run_id}, ${other.run_id} … Give more of the id.`,
        });
      }
    }
    const retired = this.#db.prepare('SELECT 1 FROM retired_runs WHERE run_id = ?').get(wanted);
    return err({
      code: 'run-unknown',
      message: retired
        ? `Run '${wanted}' was removed when its time was over.`
        : `There is no run '${wanted}'. 'dodeca runs' lists them.`,
    });
  }

  /** The ids of the runs that are kept whatever their age. */
  pinned(): string[] {
    return this.#db
      .prepare<{ run_id: string }>('SELECT run_id FROM runs WHERE pinned = 1')
      .all()
      .map((row) => row.run_id);
  }

  executions(runId: string): RecordedExecution[] {
    return this.#db
      .prepare<ExecutionRow>(
        `SELECT ${executionColumns} FROM executions e WHERE run_id = ? ORDER BY position, stage, agent`,
      )
      .all(runId)
      .map((row) => this.#execution(row));
  }

  /** What succeeded in this run and was not undone since, in the order of success. */
  compensable(runId: string): RecordedExecution[] {
    return this.#db
      .prepare<ExecutionRow>(
        `SELECT ${executionColumns} FROM executions e
         WHERE run_id = ? AND status = 'succeeded' AND undone = 0 ORDER BY finished_seq`,
      )
      .all(runId)
      .map((row) => this.#execution(row));
  }

  /** What was being undone when the engine died: its compensation has a beginning and no end. */
  halfUndone(): (RecordedExecution & { readonly runId: string })[] {
    return this.#db
      .prepare<ExecutionRow & { readonly run_id: string }>(
        `SELECT run_id, ${executionColumns} FROM executions e WHERE undone = 2 ORDER BY finished_seq`,
      )
      .all()
      .map((row) => ({ ...this.#execution(row), runId: row.run_id }));
  }

  executionId(runId: string, stage: string, agent: string): string | null {
    const row = this.#db
      .prepare<{ execution_id: string }>(
        'SELECT execution_id FROM executions WHERE run_id = ? AND stage = ? AND agent = ?',
      )
      .get(runId, stage, agent);
    return row?.execution_id ?? null;
  }

  definition(hash: string): RunDefinition | null {
    const row = this.#db
      .prepare<{ definition: string }>('SELECT definition FROM definitions WHERE hash = ?')
      .get(hash);
    return row ? (JSON.parse(row.definition) as RunDefinition) : null;
  }

  #withPrefix(prefix: string): RunRow[] {
    // Upper bound of everything that begins with the prefix: no id holds U+10FFFF.
    return this.#db
      .prepare<RunRow>(
        `SELECT ${runColumns} FROM runs WHERE run_id >= ? AND run_id < ? ORDER BY run_id LIMIT 2`,
      )
      .all(prefix, `${prefix}\u{10FFFF}`);
  }

  #summary(row: RunRow): RunSummary {
    return {
      runId: row.run_id,
      pipeline: row.pipeline,
      status: row.status,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      durationMs: row.duration_ms ?? this.#since(row.started_at),
      reason: row.reason,
      pinned: row.pinned === 1,
      archived: row.archived === 1,
      commit: row.commit_sha,
    };
  }

  #report(row: RunRow): RecordedRun {
    return {
      ...this.#summary(row),
      params: JSON.parse(row.params) as Record<string, Json>,
      options: JSON.parse(row.options) as RunOptions,
      secrets: JSON.parse(row.secrets) as string[],
      definition: row.definition,
      executions: this.executions(row.run_id),
    };
  }

  #execution(row: ExecutionRow): RecordedExecution {
    const running = row.status === 'running' && row.started_at !== null;
    return {
      executionId: row.execution_id,
      stage: row.stage,
      agent: row.agent,
      status: row.status,
      attempts: row.attempts,
      attempt: row.attempt,
      exitCode: row.exit_code,
      signal: row.signal,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      durationMs: row.duration_ms ?? (running ? this.#since(row.started_at) : 0),
      reason: row.reason,
      percent: row.percent,
      message: row.message,
      findings: { error: row.errors, warning: row.warnings, info: row.infos },
      pid: row.pid,
      processStart: row.process_start,
      undone: row.undone === 1,
    };
  }

  #since(at: string): number {
    return Math.max(0, this.#clock.now() - Date.parse(at));
  }
}
