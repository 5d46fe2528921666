import type { ExceptionFilter, PausePlace, RunPause, StepKind } from '../../model/debug.ts';
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
  /** The debugger that starts it; null where none does. */
  readonly debug: {
    readonly by: string;
    readonly stopOnEntry: boolean;
    readonly intoAgents: boolean;
  } | null;
}

/** How far a debugged run is to go on from where it stands. */
export type StepRequest = StepKind | 'into-agent' | null;

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
  /** Somebody debugs a run. */
  | { readonly type: 'debug'; readonly at: number; readonly runId: string }
  /** Nobody does any more. */
  | {
      readonly type: 'release';
      readonly at: number;
      readonly runId: string;
      readonly by: string;
      readonly reason: string | null;
    }
  | { readonly type: 'pause'; readonly at: number; readonly runId: string; readonly by: string }
  | {
      readonly type: 'continue';
      readonly at: number;
      readonly runId: string;
      readonly by: string;
      readonly step: StepRequest;
    }
  /** What the debuggers say of a place: null lets it pass. */
  | {
      readonly type: 'judged';
      readonly at: number;
      readonly runId: string;
      readonly key: string;
      readonly pause: Omit<RunPause, 'place'> | null;
    }
  /** Skips what stands before a stage, and stops there. */
  | {
      readonly type: 'go-to';
      readonly at: number;
      readonly runId: string;
      readonly stage: number;
      readonly by: string;
    }
  /** Takes executions back (none: where it stands) and stops at the start of the first, or of its stage. */
  | {
      readonly type: 'rewind';
      readonly at: number;
      readonly runId: string;
      readonly executions: readonly number[];
      readonly target: { readonly kind: 'stage' | 'start'; readonly index: number };
      readonly reason: 'restart' | 'step';
      readonly by: string;
      /** Files that were put back, by execution. */
      readonly restored: ReadonlyMap<number, readonly string[]>;
    }
  /** Ends the process of an execution that runs, so that it can start anew. */
  | {
      readonly type: 'rerun';
      readonly at: number;
      readonly executionId: string;
      readonly by: string;
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
      /** Under its own debugger, if that can be. */
      readonly debug: boolean;
    }
  /** Ask the debuggers whether the run stops here, and answer with `judged`. */
  | {
      readonly type: 'judge';
      readonly runId: string;
      readonly key: string;
      readonly place: PausePlace;
      readonly stage: number;
      /** Null at a stage. */
      readonly execution: number | null;
      readonly attempt: number;
      /** How an attempt failed that is over. */
      readonly failure: { readonly filters: readonly ExceptionFilter[]; readonly reason: string } | null;
    }
  /** Executions, and stages that had ended, were taken back. */
  | {
      readonly type: 'rewound';
      readonly runId: string;
      readonly executions: readonly number[];
      readonly stages: readonly number[];
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
