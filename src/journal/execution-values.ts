import type { Json } from '../common/json.ts';
import type { EventBodyOf } from '../model/event.ts';
import type { ExecutionStatus } from '../model/status.ts';
import type { Database } from '../sqlite/database.ts';

/** What an execution told in the attempt that stands. */
export interface ExecutionValues {
  readonly executionId: string;
  readonly stage: string;
  readonly agent: string;
  readonly status: ExecutionStatus;
  readonly outputs: Readonly<Record<string, Json>>;
  readonly metrics: Readonly<Record<string, number>>;
  /** Values it set in the context of the run. */
  readonly context: Readonly<Record<string, Json>>;
}

/** A finding of a run, with where it comes from. */
export type RecordedFinding = Pick<
  EventBodyOf<'execution.finding'>,
  'stage' | 'agent' | 'executionId' | 'path' | 'line' | 'column' | 'severity' | 'rule' | 'message'
>;

interface ValueRow {
  readonly execution_id: string;
  readonly stage: string;
  readonly agent: string;
  readonly status: ExecutionStatus;
  readonly kind: 'output' | 'metric' | 'context';
  readonly name: string;
  readonly value: string;
}

interface FindingRow extends Omit<RecordedFinding, 'executionId'> {
  readonly execution_id: string;
}

/** Outputs, metrics, context values and findings by execution. */
export class ValueRecords {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Executions that told something, in the order in which they ended (those that still run last). */
  ofRun(runId: string): ExecutionValues[] {
    const byExecution = new Map<
      string,
      { values: ExecutionValues; parts: Record<ValueRow['kind'], Map<string, Json>> }
    >();
    for (const row of this.#rows(runId)) {
      let entry = byExecution.get(row.execution_id);
      if (!entry) {
        const { execution_id: executionId, stage, agent, status } = row;
        const values = { executionId, stage, agent, status, outputs: {}, metrics: {}, context: {} };
        entry = { values, parts: { output: new Map(), metric: new Map(), context: new Map() } };
        byExecution.set(executionId, entry);
      }
      entry.parts[row.kind].set(row.name, JSON.parse(row.value) as Json);
    }
    // `fromEntries` defines properties, so that even a value named `__proto__` is only a value.
    return [...byExecution.values()].map(({ values, parts }) => ({
      ...values,
      outputs: Object.fromEntries(parts.output),
      metrics: Object.fromEntries(parts.metric) as Record<string, number>,
      context: Object.fromEntries(parts.context),
    }));
  }

  /** The context of a run: of each name the value that was set last. */
  context(runId: string): Record<string, Json> {
    const rows = this.#db
      .prepare<{ name: string; value: string }>(
        `SELECT v.name, v.value FROM execution_values v JOIN executions e USING (execution_id)
         WHERE v.run_id = ? AND v.kind = 'context' AND v.attempt = e.attempt ORDER BY v.seq`,
      )
      .all(runId);
    return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as Json]));
  }

  /** Findings of the attempts that stand, in the order in which they were told. */
  findings(runId: string, limit: number): RecordedFinding[] {
    return this.#db
      .prepare<FindingRow>(
        `SELECT e.stage, e.agent, f.execution_id, f.path, f.line, f."column", f.severity, f.rule, f.message
         FROM findings f JOIN executions e USING (execution_id)
         WHERE f.run_id = ? AND f.attempt = e.attempt ORDER BY f.seq LIMIT ?`,
      )
      .all(runId, limit)
      .map(({ execution_id: executionId, ...finding }) => ({ executionId, ...finding }));
  }

  #rows(runId: string): ValueRow[] {
    return this.#db
      .prepare<ValueRow>(
        `SELECT v.execution_id, e.stage, e.agent, e.status, v.kind, v.name, v.value
         FROM execution_values v JOIN executions e USING (execution_id)
         WHERE v.run_id = ? AND v.attempt = e.attempt
         ORDER BY e.finished_seq IS NULL, e.finished_seq, e.position, v.seq`,
      )
      .all(runId);
  }
}
