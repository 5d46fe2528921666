import type { ClusterDefinition, LockNeed } from '../../model/definition.ts';
import type { EventBody, RunOptions } from '../../model/event.ts';
import type { Plan } from '../../model/plan.ts';
import type { ExecutionEndStatus, RunEndStatus, StageEndStatus } from '../../model/status.ts';
import type { JobResult } from '../executor/executor.ts';

/** What the whole engine may use at once. */
export interface Limits {
  /** Executions. */
  readonly concurrency: number;
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/** What is known of an execution of a run that is resumed. */
export interface EarlierExecution {
  readonly status: ExecutionEndStatus;
  readonly attempts: number;
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly reason: string | null;
  /** Its place in the order of success, from 0; null when it did not succeed or was undone. */
  readonly order: number | null;
  /** Whether it runs again. */
  readonly again: boolean;
}

/** A run as it is handed to the scheduler. */
export interface Submission {
  readonly runId: string;
  readonly plan: Plan;
  /** One id for each of `plan.executions`. */
  readonly executionIds: readonly string[];
  readonly options: RunOptions;
  readonly clusters: readonly ClusterDefinition[];
  readonly limits: Limits;
  /** When the run started for the first time, ms. */
  readonly startedAt: number;
  /** For each of `plan.executions`, what is known from before; empty for a new run. */
  readonly earlier: readonly (EarlierExecution | undefined)[];
  /** Failures in a row of agents that have a circuit breaker, from the record. */
  readonly breakers: ReadonlyMap<string, { readonly failures: number; readonly lastFailureAt: number }>;
}

/** What the scheduler is told. `at` is milliseconds and never goes back. */
export type SchedulerEvent =
  | { readonly type: 'submit'; readonly at: number; readonly submission: Submission }
  | {
      readonly type: 'condition';
      readonly at: number;
      readonly runId: string;
      readonly stage: number;
      readonly outcome: { readonly met: boolean } | { readonly error: string };
    }
  | {
      readonly type: 'looked-up';
      readonly at: number;
      readonly executionId: string;
      readonly outcome: { readonly cached: boolean; readonly reason: string };
    }
  | {
      readonly type: 'ended';
      readonly at: number;
      readonly executionId: string;
      readonly result: JobResult;
      /** When the process ended, ms: what was done with its outputs since is not its time. */
      readonly endedAt: number;
    }
  | { readonly type: 'timer'; readonly at: number; readonly key: string }
  | {
      readonly type: 'cancel';
      readonly at: number;
      readonly runId: string;
      readonly reason: string;
      /** True: without the polite signal. */
      readonly kill: boolean;
    }
  | {
      readonly type: 'lock-request';
      readonly at: number;
      readonly executionId: string;
      readonly lock: LockNeed;
    }
  | {
      readonly type: 'lock-release';
      readonly at: number;
      readonly executionId: string;
      readonly lock: string;
    }
  | {
      readonly type: 'lock-withdraw';
      readonly at: number;
      readonly executionId: string;
      readonly lock: string;
    }
  | {
      readonly type: 'compensated';
      readonly at: number;
      readonly executionId: string;
      readonly exitCode: number | null;
      readonly reason: string | null;
    };

/** What the scheduler wants done. Effects are carried out in their order. */
export type Effect =
  | { readonly type: 'record'; readonly body: EventBody }
  /** Evaluate the `when` of a stage and answer with `condition`. */
  | { readonly type: 'evaluate'; readonly runId: string; readonly stage: number }
  /** Look into the result cache and answer with `looked-up`. */
  | { readonly type: 'look-up'; readonly runId: string; readonly executionId: string }
  /** Start an attempt and answer with `ended`. */
  | {
      readonly type: 'start';
      readonly runId: string;
      readonly executionId: string;
      readonly attempt: number;
    }
  /** End the process tree of an execution; its `ended` follows. */
  | { readonly type: 'stop'; readonly executionId: string; readonly graceMs: number }
  | { readonly type: 'timer'; readonly key: string; readonly delayMs: number }
  | { readonly type: 'clear-timer'; readonly key: string }
  | { readonly type: 'lock-granted'; readonly executionId: string; readonly lock: string }
  | {
      readonly type: 'lock-refused';
      readonly executionId: string;
      readonly lock: string;
      readonly reason: string;
    }
  /** Run the compensation of an execution and answer with `compensated`. */
  | { readonly type: 'compensate'; readonly runId: string; readonly executionId: string }
  /** Said of every stage, also of those that had ended before a resume. */
  | {
      readonly type: 'stage-ended';
      readonly runId: string;
      readonly stage: number;
      readonly status: StageEndStatus;
    }
  | { readonly type: 'run-ended'; readonly runId: string; readonly status: RunEndStatus };
