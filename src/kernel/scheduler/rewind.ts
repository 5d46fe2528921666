import { err, ok, type Result } from '../../common/result.ts';
import { stop } from './pause-points.ts';
import { isAlive } from './run-debug.ts';
import type { SchedulerEvent } from './scheduler-event.ts';
import type { Point } from './scheduler-state.ts';
import {
  type ExecutionState,
  nameOf,
  type RunState,
  refOf,
  type StageState,
  stageOf,
  type Turn,
} from './scheduler-state.ts';

/**
 * What has to be taken back so that an execution stands before its start again; the error says why that cannot be.
 * Only what ran last can be: others have used what came before.
 */
export function rewindTo(
  run: RunState,
  execution: ExecutionState,
): Result<readonly ExecutionState[], string> {
  if (execution.phase === 'at-start') return ok([]);
  if (execution.phase === 'at-end') return ok([execution]);
  if (execution.phase !== 'ended') return err(`${nameOf(execution)} has not come to its start yet`);
  if (!run.trail.includes(execution.planned.index))
    return err(`${nameOf(execution)} has not run: there is nothing to take back`);
  return lastOf(run, [execution]);
}

/** The same for all executions of a stage that have started. */
export function rewindToStage(run: RunState, stage: StageState): Result<readonly ExecutionState[], string> {
  if (stage.phase === 'at-point') return ok([]);
  const members = stage.planned.executions.map((index) => run.executions[index] as ExecutionState);
  const started = members.filter(({ planned }) => run.trail.includes(planned.index));
  if (started.length === 0)
    return err(`no agent of ${stage.planned.definition.name} has run: there is nothing to take back`);
  return lastOf(run, started);
}

/** The execution that a step back takes back. */
export function lastExecution(run: RunState): Result<ExecutionState, string> {
  const index = run.trail.at(-1);
  const last = index === undefined ? undefined : run.executions[index];
  if (!last) return err('this is the beginning of the run: nothing has run yet');
  const running = runningIn(run);
  return running === null ? ok(last) : err(running);
}

function lastOf(
  run: RunState,
  executions: readonly ExecutionState[],
): Result<readonly ExecutionState[], string> {
  const running = runningIn(run);
  if (running !== null) return err(running);
  const later = run.trail
    .slice(-executions.length)
    .find((index) => !executions.some(({ planned }) => planned.index === index));
  if (later !== undefined)
    return err(
      `${nameOf(run.executions[later] as ExecutionState)} has run since, and may have used what came before: step back over it first`,
    );
  return ok(executions);
}

function runningIn(run: RunState): string | null {
  const running = run.executions.find(({ phase }) => phase === 'running' || phase === 'looking-up');
  return running ? `${nameOf(running)} still runs: wait until it has ended` : null;
}

/** Does what was asked for, unless somebody else has let the run go on since. */
export function rewindRun(
  turn: Turn,
  run: RunState,
  event: Extract<SchedulerEvent, { type: 'rewind' }>,
): void {
  const { executions, target } = event;
  const stage = run.stages[target.index];
  const execution = run.executions[target.index];
  const needed =
    target.kind === 'stage' ? stage && rewindToStage(run, stage) : execution && rewindTo(run, execution);
  if (!run.debug?.pause || !needed?.ok) return;
  const same =
    needed.value.length === executions.length &&
    needed.value.every(({ planned }) => executions.includes(planned.index));
  if (same) rewind(turn, run, event);
}

/** Takes executions back, and what followed from their end, and stops before them. */
export function rewind(
  turn: Turn,
  run: RunState,
  event: Pick<
    Extract<SchedulerEvent, { type: 'rewind' }>,
    'executions' | 'target' | 'reason' | 'by' | 'restored'
  >,
): void {
  const { debug } = run;
  if (!debug || run.stopping) return;
  const taken = event.executions.map((index) => run.executions[index] as ExecutionState);
  const stages = new Set<StageState>();
  const reset: ExecutionState[] = [];
  for (const execution of taken) {
    takeBack(run, execution, reset);
    unreach(run, stageOf(execution), stages, reset);
  }
  const words = event.reason === 'restart' ? 'restarted' : 'stepped back over';
  for (const execution of reset)
    turn.effects.push({
      type: 'record',
      body: {
        type: 'execution.rewound',
        ...refOf(execution),
        reason: `${words} by ${event.by}`,
        restored: event.restored.get(execution.planned.index) ?? [],
      },
    });
  for (const { planned } of stages)
    turn.effects.push({
      type: 'record',
      body: { type: 'stage.rewound', runId: run.id, stage: planned.definition.name },
    });
  recount(run);
  turn.effects.push({
    type: 'rewound',
    runId: run.id,
    executions: reset.map(({ planned }) => planned.index),
    stages: Array.from(stages, ({ planned }) => planned.index),
  });
  const point = pointAt(run, event.target);
  // Where it stood until now has been asked of.
  const before = debug.stopped ? [{ point: debug.stopped, cleared: true }, ...debug.waiting] : debug.waiting;
  debug.waiting = before.filter((other) => isAlive(other.point) && !isSame(other.point, point));
  for (const [key, asked] of debug.asked)
    if (!isAlive(asked) || isSame(asked, point)) debug.asked.delete(key);
  stop(turn, run, point, { reason: event.reason, breakpoints: [], by: event.by, text: null });
}

/** Makes an execution one that has not started. */
function takeBack(run: RunState, execution: ExecutionState, reset: ExecutionState[]): void {
  if (execution.phase === 'waiting') return;
  const at = run.trail.lastIndexOf(execution.planned.index);
  if (at >= 0) run.trail.splice(at, 1);
  if (execution.phase === 'ended' || execution.phase === 'at-end') reset.push(execution);
  execution.phase = 'waiting';
  execution.verdict = null;
  execution.end = null;
  execution.order = null;
  execution.tries = 0;
  execution.exitCode = null;
  execution.rewinding = null;
  execution.heldCause = null;
}

/** A stage that has ended, or has come to a later agent, goes back to the earliest execution that is to run. */
function unreach(run: RunState, stage: StageState, stages: Set<StageState>, reset: ExecutionState[]): void {
  const hadEnded = stage.phase === 'ended';
  if (stage.phase !== 'waiting') stage.phase = 'running';
  stage.result = null;
  const members = stage.planned.executions.map((index) => run.executions[index] as ExecutionState);
  if (!stage.planned.definition.parallel) {
    const first = members.findIndex(({ phase }) => phase === 'waiting');
    if (first >= 0) {
      stage.cursor = first;
      for (const later of members.slice(first + 1)) if (later.phase === 'at-start') later.phase = 'waiting';
    }
  }
  if (!hadEnded) return;
  stages.add(stage);
  for (const index of stage.planned.before) {
    const next = run.stages[index] as StageState;
    next.pendingAfter += 1;
    for (const member of next.planned.executions)
      takeBack(run, run.executions[member] as ExecutionState, reset);
    if (next.phase === 'ended') unreach(run, next, stages, reset);
    next.phase = 'waiting';
    next.cursor = 0;
  }
}

function recount(run: RunState): void {
  run.pending = 0;
  for (const stage of run.stages) {
    stage.pending = stage.planned.executions.filter(
      (index) => run.executions[index]?.phase !== 'ended',
    ).length;
    run.pending += stage.pending;
  }
  run.successes = run.executions.reduce(
    (most, { order }) => Math.max(most, order === null ? 0 : order + 1),
    0,
  );
}

function pointAt(run: RunState, target: { readonly kind: 'stage' | 'start'; readonly index: number }): Point {
  if (target.kind === 'stage') {
    const stage = run.stages[target.index] as StageState;
    stage.phase = 'at-point';
    for (const index of stage.planned.executions) {
      const execution = run.executions[index] as ExecutionState;
      if (execution.phase === 'at-start') execution.phase = 'waiting';
    }
    stage.cursor = 0;
    return { kind: 'stage', run, stage };
  }
  const execution = run.executions[target.index] as ExecutionState;
  execution.phase = 'at-start';
  return { kind: 'start', execution, how: 'first' };
}

function isSame(a: Point, b: Point): boolean {
  if (a.kind === 'stage') return b.kind === 'stage' && a.stage === b.stage;
  return b.kind !== 'stage' && a.execution === b.execution;
}
