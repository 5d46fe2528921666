import type { RunPause } from '../../model/debug.ts';
import type { ExecutionRef, RunOptions } from '../../model/event.ts';
import type { HoldCause } from '../../model/hold-cause.ts';
import type { Plan, PlanExecution, PlanStage } from '../../model/plan.ts';
import type { ExecutionEndStatus, StageEndStatus } from '../../model/status.ts';
import type { Capacity } from './capacity.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { ExecutionPhase } from './execution-phase.ts';
import type { LockTable } from './lock-table.ts';
import type { ReadyQueue } from './ready-queue.ts';
import type { Effect } from './scheduler-event.ts';

export interface ExecutionState {
  readonly id: string;
  readonly run: RunState;
  readonly planned: PlanExecution;
  phase: ExecutionPhase;
  /** All attempts ever, also those of before a resume. */
  attempts: number;
  /** Attempts since the run was submitted: what the retry policy counts. */
  tries: number;
  readyAt: number;
  startedAt: number;
  /** What it was last told to wait for. */
  heldCause: HoldCause | null;
  /** What its attempt came to, while that is not carried out yet. */
  verdict: Verdict | null;
  /** The next attempt is started under its own debugger: it is not in the cache, and has all the time it wants. */
  debugged: boolean;
  /** Its process is being ended so that it can start anew, for this debugger. */
  rewinding: string | null;
  /** Why it was told to stop, while it still runs. */
  stopping: { readonly status: ExecutionEndStatus; readonly reason: string } | null;
  /** Reason of a cache miss, carried to the start. */
  startReason: string | null;
  durationMs: number;
  exitCode: number | null;
  end: { readonly status: ExecutionEndStatus; readonly reason: string | null } | null;
  /** Place in the order of success, for compensation; null while it has not succeeded or was undone. */
  order: number | null;
}

/** What an attempt came to. */
export interface Verdict {
  readonly status: ExecutionEndStatus;
  readonly reason: string | null;
  readonly signal: string | null;
  /** Bytes of its log; null where there is none. */
  readonly logBytes: number | null;
  /** Whether it is tried again. */
  readonly again: boolean;
}

export type StagePhase = 'waiting' | 'evaluating' | 'at-point' | 'running' | 'ended';

export interface StageState {
  readonly planned: PlanStage;
  phase: StagePhase;
  /** Stages it waits for. */
  pendingAfter: number;
  /** Its executions that have not ended. */
  pending: number;
  /** Where a stage that runs one after another has come to in `planned.executions`. */
  cursor: number;
  /** Whether `when` was found true before, or there is none to ask. */
  admitted: boolean;
  result: { readonly status: StageEndStatus; readonly reason: string | null } | null;
  /** Somebody goes to it: neither what it needs nor its `when` is asked. */
  forced: boolean;
}

export interface RunState {
  readonly id: string;
  /** Order of submission. */
  readonly number: number;
  readonly plan: Plan;
  readonly options: RunOptions;
  readonly clustersOf: ReadonlyMap<string, readonly { readonly id: string; readonly limit: number }[]>;
  readonly startedAt: number;
  readonly random: () => number;
  readonly stages: StageState[];
  readonly executions: ExecutionState[];
  /** Executions that have not ended. */
  pending: number;
  /** Executions that run now. */
  running: number;
  /** Successes so far, for the order of compensation. */
  successes: number;
  stopping: {
    readonly status: 'failed' | 'cancelled';
    readonly reason: string;
    readonly kill: boolean;
  } | null;
  /** Null where nobody debugs it. */
  debug: RunDebug | null;
  /** Executions that started or were taken from the cache, in that order, as long as they are not taken back. */
  readonly trail: number[];
  /** What is still to be undone, last success last; null until the executions have ended. */
  undo: ExecutionState[] | null;
}

/** A place where a debugged run can stand still. */
export type Point =
  /** Before a stage begins. */
  | { readonly kind: 'stage'; readonly run: RunState; readonly stage: StageState }
  /** Before an attempt starts; `ready`: it only waited to be admitted when the run was paused. */
  | {
      readonly kind: 'start';
      readonly execution: ExecutionState;
      readonly how: 'first' | 'retry' | 'ready';
    }
  /** After an attempt, when what becomes of it is not decided yet. */
  | { readonly kind: 'end'; readonly execution: ExecutionState };

/** What waits until the run goes on. */
export interface Waiting {
  readonly point: Point;
  /** Whether nobody needs to be asked of it any more. */
  readonly cleared: boolean;
}

/** How far a run goes on. */
export type Step =
  /** To the first place. */
  | { readonly to: 'entry'; readonly by: string }
  /** To the first agent of a stage. */
  | { readonly to: 'first-agent'; readonly stage: StageState; readonly by: string }
  /** To the next stage once this one has ended. */
  | { readonly to: 'next-stage'; readonly stage: StageState; readonly by: string }
  /** To the next agent or stage once this execution has ended. */
  | { readonly to: 'next-place'; readonly execution: ExecutionState; readonly by: string }
  /** To a stage that was chosen. */
  | { readonly to: 'stage'; readonly stage: StageState; readonly by: string };

/** What a debugged run is about; a run without it never stops anywhere. */
export interface RunDebug {
  /** Null while it goes on. */
  pause: RunPause | null;
  /** Where it stands, if that is a place. */
  stopped: Point | null;
  /** What has come to its place meanwhile, in that order. */
  waiting: Waiting[];
  /** Places of which the debuggers are being asked. */
  readonly asked: Map<string, Point>;
  step: Step | null;
  /** Every agent is started under its own debugger. */
  readonly intoAgents: boolean;
}

/** Everything the scheduler knows. It is changed in place: a graph of 20,000 stages is not copied at every event. */
export interface SchedulerState {
  readonly runs: Map<string, RunState>;
  readonly executions: Map<string, ExecutionState>;
  readonly capacity: Capacity;
  readonly ready: ReadyQueue<ExecutionState>;
  readonly locks: LockTable;
  readonly breakers: Map<string, CircuitBreaker>;
  submitted: number;
}

/** One call of the reducer: the state, the time of the event, and what is to be done. */
export interface Turn {
  readonly state: SchedulerState;
  readonly at: number;
  readonly effects: Effect[];
  /** Executions that became ready in this turn. */
  readonly arrived: ExecutionState[];
  /** Stages whose last predecessor ended in this turn: a list and no recursion, since chains may be long. */
  readonly unblocked: { readonly run: RunState; readonly stage: StageState }[];
  /** Places of debugged runs from where it goes on. */
  readonly passed: Point[];
}

/** The ids that events of an execution carry. */
export function refOf(execution: ExecutionState): ExecutionRef {
  return {
    runId: execution.run.id,
    executionId: execution.id,
    stage: stageOf(execution).planned.definition.name,
    agent: execution.planned.agent.name,
    attempt: execution.attempts,
  };
}

export function stageOf(execution: ExecutionState): StageState {
  return execution.run.stages[execution.planned.stage] as StageState;
}

/** The name by which messages call an execution. */
export function nameOf(execution: ExecutionState): string {
  return `${stageOf(execution).planned.definition.name}/${execution.planned.agent.name}`;
}
