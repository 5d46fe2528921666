import type { ExceptionFilter, PausePlace, PauseReason, RunPause } from '../../model/debug.ts';
import { isAlive } from './run-debug.ts';
import type { Point, RunDebug, Step, Waiting } from './scheduler-state.ts';
import {
  type ExecutionState,
  type RunState,
  refOf,
  type StageState,
  stageOf,
  type Turn,
} from './scheduler-state.ts';

/**
 * Something has come to a place where a debugged run can stand still: it goes on from there (`turn.passed`), waits
 * until the run goes on, stops the run, or waits for what the debuggers say (`judge`).
 */
export function reach(turn: Turn, run: RunState, point: Point): void {
  const { debug } = run;
  if (point.kind === 'stage') point.stage.phase = 'at-point';
  else point.execution.phase = point.kind === 'end' ? 'at-end' : 'at-start';
  if (!debug) {
    turn.passed.push(point);
    return;
  }
  const verdict = debug.pause ? 'wait' : byStep(debug.step, point);
  if (verdict === 'wait') wait(turn, run, debug, { point, cleared: false });
  else if (verdict === 'ask') ask(turn, run, debug, point);
  else {
    const { by = '' } = debug.step ?? {};
    stop(turn, run, point, { reason: verdict, breakpoints: [], by, text: null });
  }
}

/** What the debuggers said of a place. */
export function decidePoint(
  turn: Turn,
  run: RunState,
  key: string,
  pause: Omit<RunPause, 'place'> | null,
): void {
  const { debug } = run;
  const point = debug?.asked.get(key);
  if (!debug || !point) return;
  debug.asked.delete(key);
  if (!isAlive(point)) return;
  if (debug.pause) wait(turn, run, debug, { point, cleared: false });
  else if (pause) stop(turn, run, point, pause);
  else turn.passed.push(point);
}

/** Makes a run stand still where it is. */
export function pauseRun(turn: Turn, run: RunState, by: string): void {
  const { debug } = run;
  if (!debug || debug.pause || run.stopping) return;
  debug.step = null;
  record(turn, run, debug, { reason: 'pause', place: null, breakpoints: [], by, text: null });
  holdReady(turn, run, debug);
}

/** Makes a run stand still at a place. */
export function stop(turn: Turn, run: RunState, point: Point, pause: Omit<RunPause, 'place'>): void {
  const { debug } = run;
  if (!debug) return;
  debug.step = null;
  debug.stopped = point;
  const place = placeOf(point);
  record(turn, run, debug, { ...pause, place });
  for (const execution of heldBy(run, point))
    hold(turn, execution, `${wordsOf[pause.reason]}: the run was stopped here by ${pause.by}`);
  holdReady(turn, run, debug);
}

/** Lets a run go on, as far as `step` says. `reason` tells why where nobody asked for it. */
export function continueRun(
  turn: Turn,
  run: RunState,
  by: string,
  step: Step | null,
  reason: string | null = null,
): void {
  const { debug } = run;
  if (!debug?.pause) return;
  const { stopped, waiting } = debug;
  debug.pause = null;
  debug.stopped = null;
  debug.waiting = [];
  debug.step = step;
  turn.effects.push({ type: 'record', body: { type: 'run.continued', runId: run.id, by, reason } });
  if (stopped && isAlive(stopped)) turn.passed.push(stopped);
  reachAgain(turn, run, waiting);
}

/** Nobody debugs a run any more: it goes on, and stops nowhere. */
export function releaseRun(turn: Turn, run: RunState, by: string, reason: string | null): void {
  const { debug } = run;
  if (!debug) return;
  const { asked, pause } = debug;
  debug.step = null;
  const waiting = pause ? [] : debug.waiting;
  continueRun(turn, run, by, null, reason);
  // What was asked of while it went on has nobody left to answer.
  const left = [...asked.values(), ...[...waiting, ...debug.waiting].map(({ point }) => point)];
  asked.clear();
  run.debug = null;
  for (const point of left) if (isAlive(point)) turn.passed.push(point);
}

/** A run that is being stopped stands still no more. */
export function endPause(turn: Turn, run: RunState, reason: string): void {
  const { debug } = run;
  if (!debug) return;
  debug.step = null;
  debug.stopped = null;
  debug.waiting = [];
  debug.asked.clear();
  if (!debug.pause) return;
  debug.pause = null;
  turn.effects.push({
    type: 'record',
    body: { type: 'run.continued', runId: run.id, by: 'the engine', reason },
  });
}

/** Something has ended: what waited for the end of a step may be its next place. */
export function noteStepEnd(turn: Turn, run: RunState): void {
  const { debug } = run;
  if (!debug?.step || debug.pause || debug.waiting.length === 0 || !hasEnded(debug.step)) return;
  reachAgain(turn, run, inOrderOf(debug.step, debug.waiting.splice(0)));
}

/** Where a point is, as it is told. */
export function placeOf(point: Point): PausePlace {
  if (point.kind === 'stage')
    return { stage: point.stage.planned.definition.name, agent: null, executionId: null, at: 'start' };
  const { execution, kind } = point;
  const { stage, agent, executionId } = refOf(execution);
  return { stage, agent, executionId, at: kind };
}

/** Whether a run stands still, so that a place that was passed waits all the same. */
export function holdsBack(turn: Turn, run: RunState, point: Point): boolean {
  const { debug } = run;
  if (!debug?.pause) return false;
  if (point.kind === 'start') point.execution.phase = 'at-start';
  wait(turn, run, debug, { point, cleared: true });
  return true;
}

function reachAgain(turn: Turn, run: RunState, waiting: readonly Waiting[]): void {
  for (const { point, cleared } of waiting) {
    if (!isAlive(point)) continue;
    if (cleared) turn.passed.push(point);
    else reach(turn, run, point);
  }
}

/** Who steps from agent to agent stays in the stage as long as that has agents that wait. */
function inOrderOf(step: Step, waiting: readonly Waiting[]): readonly Waiting[] {
  if (step.to !== 'next-place') return waiting;
  const stage = stageOf(step.execution);
  const isBeside = ({ point }: Waiting): boolean =>
    point.kind !== 'stage' && stageOf(point.execution) === stage;
  return [...waiting.filter(isBeside), ...waiting.filter((one) => !isBeside(one))];
}

function byStep(step: Step | null, point: Point): 'ask' | 'wait' | PauseReason {
  if (!step || point.kind === 'end') return 'ask';
  switch (step.to) {
    case 'entry':
      return 'entry';
    case 'stage':
      return point.kind === 'stage' && point.stage === step.stage ? 'goto' : 'ask';
    case 'next-place':
      if (point.kind === 'start' && point.execution === step.execution) return 'ask';
      return hasEnded(step) ? 'step' : 'wait';
    case 'first-agent':
      if (point.kind === 'start' && stageOf(point.execution) === step.stage) return 'step';
      return stageStep(step, point);
    default:
      return stageStep(step, point);
  }
}

/** While a stage is stepped over others do not begin; agents of stages that run already go on. */
function stageStep(step: Step, point: Point): 'ask' | 'wait' | PauseReason {
  if (point.kind !== 'stage') return 'ask';
  return hasEnded(step) ? 'step' : 'wait';
}

function hasEnded(step: Step): boolean {
  if (step.to === 'next-place') return step.execution.phase === 'ended';
  if (step.to === 'next-stage' || step.to === 'first-agent') return step.stage.phase === 'ended';
  return false;
}

function ask(turn: Turn, run: RunState, debug: RunDebug, point: Point): void {
  const key =
    point.kind === 'stage'
      ? `stage:${point.stage.planned.index}`
      : `${point.kind}:${point.execution.planned.index}`;
  debug.asked.set(key, point);
  turn.effects.push({
    type: 'judge',
    runId: run.id,
    key,
    place: placeOf(point),
    stage: point.kind === 'stage' ? point.stage.planned.index : point.execution.planned.stage,
    execution: point.kind === 'stage' ? null : point.execution.planned.index,
    attempt: attemptAt(point),
    failure: point.kind === 'end' ? failureOf(point.execution) : null,
  });
}

function attemptAt(point: Point): number {
  if (point.kind === 'stage') return 1;
  return point.execution.attempts + (point.kind === 'start' ? 1 : 0);
}

function failureOf(execution: ExecutionState): { filters: ExceptionFilter[]; reason: string } | null {
  const { verdict } = execution;
  if (!verdict) return null;
  const filters: ExceptionFilter[] = [];
  if (verdict.status === 'timed_out') filters.push('timed_out');
  if (verdict.again) filters.push('retried');
  else if (verdict.status === 'failed') filters.push('failed');
  return { filters, reason: verdict.reason ?? verdict.status };
}

function wait(turn: Turn, run: RunState, debug: RunDebug, waiting: Waiting): void {
  debug.waiting.push(waiting);
  const why = debug.pause
    ? `the run is paused by ${debug.pause.by}`
    : `${debug.step?.by ?? 'a debugger'} steps over something else first`;
  for (const execution of heldBy(run, waiting.point)) hold(turn, execution, why);
}

/** What is ready does not start while the run stands still. */
function holdReady(turn: Turn, run: RunState, debug: RunDebug): void {
  for (const execution of run.executions) {
    if (execution.phase !== 'ready') continue;
    turn.state.ready.forget();
    execution.phase = 'at-start';
    wait(turn, run, debug, { point: { kind: 'start', execution, how: 'ready' }, cleared: true });
  }
}

/** The executions that wait at a place: of a stage those that would start first. */
function heldBy(run: RunState, point: Point): readonly ExecutionState[] {
  return point.kind === 'stage' ? firstOf(run, point.stage) : [point.execution];
}

function firstOf(run: RunState, stage: StageState): readonly ExecutionState[] {
  const waiting = stage.planned.executions
    .map((index) => run.executions[index] as ExecutionState)
    .filter(({ phase }) => phase === 'waiting');
  return stage.planned.definition.parallel ? waiting : waiting.slice(0, 1);
}

function hold(turn: Turn, execution: ExecutionState, reason: string): void {
  execution.heldCause = 'breakpoint';
  turn.effects.push({
    type: 'record',
    body: { type: 'execution.held', ...refOf(execution), cause: 'breakpoint', reason },
  });
}

function record(turn: Turn, run: RunState, debug: RunDebug, pause: RunPause): void {
  debug.pause = pause;
  turn.effects.push({ type: 'record', body: { type: 'run.paused', runId: run.id, ...pause } });
}

const wordsOf: Record<PauseReason, string> = {
  entry: 'entry',
  breakpoint: 'breakpoint',
  'function breakpoint': 'breakpoint',
  step: 'step',
  pause: 'pause',
  exception: 'failure',
  goto: 'goto',
  restart: 'restart',
};
