import { settleAttempt } from './attempt.ts';
import { continueRun, holdsBack } from './pause-points.ts';
import { beginDebug, isAlive } from './run-debug.ts';
import { approach, beginStage, enqueue, finishExecution } from './run-flow.ts';
import type { StepRequest } from './scheduler-event.ts';
import type { Point, Step } from './scheduler-state.ts';
import { type ExecutionState, type RunState, stageOf, type Turn } from './scheduler-state.ts';
import { stopAttempt } from './stop-attempt.ts';

/** Somebody debugs a run from now on. */
export function debugRun(run: RunState): void {
  run.debug ??= beginDebug(false, null);
}

/** Lets a run go on from where it stands, as far as a step goes. */
export function stepRun(turn: Turn, run: RunState, by: string, request: StepRequest): void {
  const { debug } = run;
  if (!debug?.pause) return;
  const { stopped } = debug;
  if (request === 'into-agent' && stopped && stopped.kind !== 'stage') stopped.execution.debugged = true;
  continueRun(turn, run, by, request && stopped ? stepFrom(stopped, request, by) : null);
}

/** What a step from a place comes to. */
function stepFrom(point: Point, request: Exclude<StepRequest, null>, by: string): Step | null {
  if (request === 'into-agent') return null;
  if (point.kind === 'stage') {
    const { stage } = point;
    return request === 'into' ? { to: 'first-agent', stage, by } : { to: 'next-stage', stage, by };
  }
  const { execution } = point;
  return request === 'out'
    ? { to: 'next-stage', stage: stageOf(execution), by }
    : { to: 'next-place', execution, by };
}

/** Skips what stands before a stage and does not run, and stops there. */
export function goToStage(turn: Turn, run: RunState, index: number, by: string): void {
  const target = run.stages[index];
  if (!run.debug?.pause || !target || target.phase === 'running' || target.phase === 'ended') return;
  const { name } = target.planned.definition;
  target.forced = true;
  for (const stage of run.stages.slice(0, index)) {
    for (const member of stage.planned.executions) {
      const execution = run.executions[member] as ExecutionState;
      if (execution.phase === 'ended' || execution.phase === 'running') continue;
      execution.verdict = null;
      finishExecution(turn, execution, 'skipped', `${by} went on to ${name}`);
    }
  }
  continueRun(turn, run, by, { to: 'stage', stage: target, by });
}

/** Ends the process of an execution so that it can start anew. */
export function rerun(turn: Turn, execution: ExecutionState, by: string): void {
  if (execution.phase !== 'running' || execution.run.stopping) return;
  execution.rewinding = by;
  const reason = `ended by ${by}, to run again`;
  stopAttempt(turn, execution, { status: 'cancelled', reason }, execution.planned.agent.graceMs);
}

/** Goes on from the places that were passed. */
export function carryOn(turn: Turn): void {
  for (let point = turn.passed.shift(); point; point = turn.passed.shift()) {
    const run = point.kind === 'stage' ? point.run : point.execution.run;
    if (!isAlive(point) || holdsBack(turn, run, point)) continue;
    if (point.kind === 'stage') beginStage(turn, point.run, point.stage);
    else if (point.kind === 'end') settleAttempt(turn, point.execution);
    else if (point.how === 'first') approach(turn, point.execution);
    // Who was ready before the run was paused has waited since then.
    else if (point.how === 'ready') enqueue(turn, point.execution, point.execution.readyAt);
    else enqueue(turn, point.execution);
  }
}
