import type { ExecutionEndStatus } from '../model/status.ts';
import type { Database } from '../sqlite/database.ts';

/** One ended execution of an agent. */
export interface PastExecution {
  readonly runId: string;
  readonly stage: string;
  readonly status: ExecutionEndStatus;
  /** When it ended; ISO 8601, UTC. */
  readonly at: string;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** Milliseconds that an agent is expected to take in a stage; null where it never succeeded there. */
export type ExpectedDuration = (stage: string, agent: string) => number | null;

/** What the record knows of an agent across runs. */
export class AgentHistory {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The median of the last five successful durations; read when asked for, and kept for as long as the function is. */
  durations(pipeline: string): ExpectedDuration {
    const known = new Map<string, number | null>();
    const statement = this.#db.prepare<{ duration_ms: number }>(
      `SELECT duration_ms FROM executions
       WHERE pipeline = ? AND stage = ? AND agent = ? AND status = 'succeeded'
       ORDER BY finished_seq DESC LIMIT 5`,
    );
    return (stage, agent) => {
      const key = `${stage}\0${agent}`;
      let duration = known.get(key);
      if (duration === undefined) {
        duration = median(statement.all(pipeline, stage, agent).map((row) => row.duration_ms));
        known.set(key, duration);
      }
      return duration;
    };
  }

  /** The last `limit` executions that ended, newest first. */
  recent(agent: string, limit: number): PastExecution[] {
    return this.#db
      .prepare<{
        run_id: string;
        stage: string;
        status: ExecutionEndStatus;
        finished_at: string;
        duration_ms: number;
      }>(
        `SELECT run_id, stage, status, finished_at, duration_ms FROM executions
         WHERE agent = ? AND finished_seq IS NOT NULL ORDER BY finished_seq DESC LIMIT ?`,
      )
      .all(agent, limit)
      .map((row) => ({
        runId: row.run_id,
        stage: row.stage,
        status: row.status,
        at: row.finished_at,
        durationMs: row.duration_ms,
      }));
  }

  /** Executions that failed since the agent last succeeded; what was cancelled, skipped or cached counts neither way. */
  failuresInARow(agent: string): { readonly count: number; readonly lastAt: string | null } {
    const row = this.#db
      .prepare<{ count: number; last_at: string | null }>(
        `SELECT count(*) AS count, max(finished_at) AS last_at FROM executions
         WHERE agent = ? AND finished_seq IS NOT NULL AND status IN ('failed', 'timed_out')
           AND finished_seq > coalesce(
             (SELECT finished_seq FROM executions
              WHERE agent = ? AND finished_seq IS NOT NULL AND status = 'succeeded'
              ORDER BY finished_seq DESC LIMIT 1), 0)`,
      )
      .get(agent, agent);
    return { count: row?.count ?? 0, lastAt: row?.last_at ?? null };
  }
}

function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
