import { unreachable } from '../../common/unreachable.ts';
import { admit } from './admission.ts';
import { endAttempt } from './attempt.ts';
import { Capacity } from './capacity.ts';
import { carryOn, debugRun, goToStage, rerun, stepRun } from './debug-run.ts';
import { LockTable } from './lock-table.ts';
import { decidePoint, pauseRun, reach, releaseRun } from './pause-points.ts';
import { ReadyQueue } from './ready-queue.ts';
import { rewindRun } from './rewind.ts';
import { decideStage, enqueue, finishExecution, settle, stopRun, undoNext } from './run-flow.ts';
import { releaseLock, requestLock, withdrawRequest } from './runtime-locks.ts';
import type { Effect, Limits, SchedulerEvent } from './scheduler-event.ts';
import {
  type ExecutionState,
  type RunState,
  refOf,
  type SchedulerState,
  type Turn,
} from './scheduler-state.ts';
import { stopAttempt } from './stop-attempt.ts';
import { submitRun } from './submit-run.ts';

export function initialState(limits: Limits): SchedulerState {
  return {
    runs: new Map(),
    executions: new Map(),
    capacity: new Capacity(limits),
    ready: new ReadyQueue(),
    locks: new LockTable(),
    breakers: new Map(),
    submitted: 0,
  };
}

/**
 * The scheduler: takes one event into the state and answers with what is to be done. It knows no process, no clock
 * and no database; the same events give the same effects. (The state is changed in place.)
 */
export function reduce(state: SchedulerState, event: SchedulerEvent): Effect[] {
  const turn: Turn = { state, at: event.at, effects: [], arrived: [], unblocked: [], passed: [] };
  apply(turn, event);
  let from = 0;
  // An open circuit ends an execution at its admission, which may end its stage and unblock the next.
  do {
    while (turn.unblocked.length > 0 || turn.passed.length > 0) {
      settle(turn);
      carryOn(turn);
    }
    const arrived = turn.arrived.slice(from);
    from = turn.arrived.length;
    admit(turn, arrived);
  } while (turn.unblocked.length > 0 || turn.passed.length > 0);
  return turn.effects;
}

function apply(turn: Turn, event: SchedulerEvent): void {
  const { state } = turn;
  switch (event.type) {
    case 'submit':
      submitRun(turn, event.submission);
      break;
    case 'condition': {
      const run = state.runs.get(event.runId);
      const stage = run?.stages[event.stage];
      if (run && stage) decideStage(turn, run, stage, event.outcome);
      break;
    }
    case 'looked-up': {
      const execution = state.executions.get(event.executionId);
      if (execution?.phase === 'looking-up') noteLookUp(turn, execution, event.outcome);
      break;
    }
    case 'ended': {
      const execution = state.executions.get(event.executionId);
      if (execution?.phase === 'running') endAttempt(turn, execution, event.result, event.endedAt);
      break;
    }
    case 'timer':
      ring(turn, event.key);
      break;
    case 'cancel': {
      const run = state.runs.get(event.runId);
      if (run) stopRun(turn, run, 'cancelled', event.reason, event.kill);
      break;
    }
    case 'lock-request':
      requestLock(turn, event.executionId, event.lock);
      break;
    case 'lock-release':
      releaseLock(turn, event.executionId, event.lock);
      break;
    case 'lock-withdraw':
      withdrawRequest(turn, event.executionId, event.lock);
      break;
    case 'debug': {
      const run = state.runs.get(event.runId);
      if (run) debugRun(run);
      break;
    }
    case 'release':
    case 'pause':
    case 'continue':
    case 'judged':
    case 'go-to':
    case 'rewind': {
      const run = state.runs.get(event.runId);
      if (run) steer(turn, run, event);
      break;
    }
    case 'rerun': {
      const execution = state.executions.get(event.executionId);
      if (execution) rerun(turn, execution, event.by);
      break;
    }
    case 'compensated': {
      const execution = state.executions.get(event.executionId);
      if (execution) noteCompensation(turn, execution, event.exitCode, event.reason);
      break;
    }
    default:
      unreachable(event);
  }
}

/** What somebody who debugs a run wants of it. */
function steer(
  turn: Turn,
  run: RunState,
  event: Extract<SchedulerEvent, { type: 'release' | 'pause' | 'continue' | 'judged' | 'go-to' | 'rewind' }>,
): void {
  switch (event.type) {
    case 'release':
      releaseRun(turn, run, event.by, event.reason);
      break;
    case 'pause':
      pauseRun(turn, run, event.by);
      break;
    case 'continue':
      stepRun(turn, run, event.by, event.step);
      break;
    case 'judged':
      decidePoint(turn, run, event.key, event.pause);
      break;
    case 'go-to':
      goToStage(turn, run, event.stage, event.by);
      break;
    case 'rewind':
      rewindRun(turn, run, event);
      break;
    default:
      unreachable(event);
  }
}

function noteLookUp(
  turn: Turn,
  execution: ExecutionState,
  outcome: { readonly cached: boolean; readonly reason: string },
): void {
  if (outcome.cached) {
    execution.run.trail.push(execution.planned.index);
    finishExecution(turn, execution, 'cached', outcome.reason);
    return;
  }
  execution.startReason = outcome.reason;
  enqueue(turn, execution);
}

function ring(turn: Turn, key: string): void {
  const colon = key.indexOf(':');
  const execution = turn.state.executions.get(key.slice(colon + 1));
  if (!execution) return;
  if (key.startsWith('retry:') && execution.phase === 'retrying') {
    const { run } = execution;
    if (run.debug) reach(turn, run, { kind: 'start', execution, how: 'retry' });
    else enqueue(turn, execution);
  } else if (key.startsWith('timeout:') && execution.phase === 'running') {
    const { agent } = execution.planned;
    const reason = `timed out after ${(agent.timeoutMs ?? 0) / 1000} s`;
    stopAttempt(turn, execution, { status: 'timed_out', reason }, agent.graceMs);
  }
}

function noteCompensation(
  turn: Turn,
  execution: ExecutionState,
  exitCode: number | null,
  reason: string | null,
): void {
  const succeeded = exitCode === 0;
  if (succeeded) execution.order = null;
  turn.effects.push({
    type: 'record',
    body: {
      type: 'execution.compensated',
      ...refOf(execution),
      status: succeeded ? 'succeeded' : 'failed',
      exitCode,
      reason,
    },
  });
  undoNext(turn, execution.run);
}
