import type { ExecutionEndStatus, RunEndStatus } from '../../model/status.ts';
import { endPause, holdsBack, noteStepEnd, reach } from './pause-points.ts';
import {
  type ExecutionState,
  nameOf,
  type RunState,
  refOf,
  type StageState,
  stageOf,
  type Turn,
} from './scheduler-state.ts';
import { endOfStage, unmetNeed } from './stage-rules.ts';
import { retryKey, stopAttempt } from './stop-attempt.ts';

/** Starts every stage whose predecessors have ended, until none is left. */
export function settle(turn: Turn): void {
  for (let next = turn.unblocked.pop(); next; next = turn.unblocked.pop()) {
    const { run, stage } = next;
    if (run.stopping || stage.phase !== 'waiting') continue;
    if (stage.pending === 0) {
      // Everything in it was done before the run was resumed.
      endStage(turn, run, stage, false);
      continue;
    }
    const unmet = unmetNeed(run, stage);
    if (unmet !== null) endEveryExecution(turn, run, stage, 'skipped', unmet);
    else if (stage.admitted || stage.forced) enterStage(turn, run, stage);
    else {
      stage.phase = 'evaluating';
      turn.effects.push({ type: 'evaluate', runId: run.id, stage: stage.planned.index });
    }
  }
}

/** The answer to `when`. */
export function decideStage(
  turn: Turn,
  run: RunState,
  stage: StageState,
  outcome: { readonly met: boolean } | { readonly error: string },
): void {
  if (run.stopping || stage.phase !== 'evaluating') return;
  const { when } = stage.planned.definition;
  if ('error' in outcome) endEveryExecution(turn, run, stage, 'failed', `when: ${when}: ${outcome.error}`);
  else if (outcome.met) enterStage(turn, run, stage);
  else endEveryExecution(turn, run, stage, 'skipped', `when: ${when} is false`);
}

/** A stage may begin: at once, or when the debuggers of its run let it. */
function enterStage(turn: Turn, run: RunState, stage: StageState): void {
  if (run.debug) reach(turn, run, { kind: 'stage', run, stage });
  else beginStage(turn, run, stage);
}

/** Begins a stage. */
export function beginStage(turn: Turn, run: RunState, stage: StageState): void {
  stage.phase = 'running';
  turn.effects.push({
    type: 'record',
    body: { type: 'stage.started', runId: run.id, stage: stage.planned.definition.name },
  });
  if (stage.planned.definition.parallel)
    for (const index of stage.planned.executions) makeReady(turn, run.executions[index] as ExecutionState);
  else readyNext(turn, run, stage);
}

/** The next execution of a stage that runs one after another. */
function readyNext(turn: Turn, run: RunState, stage: StageState): void {
  for (; stage.cursor < stage.planned.executions.length; stage.cursor++) {
    const execution = run.executions[stage.planned.executions[stage.cursor] as number] as ExecutionState;
    if (execution.phase === 'ended') continue;
    makeReady(turn, execution);
    return;
  }
}

/** What an execution needs has ended: it may start, at once or when the debuggers of its run let it. */
function makeReady(turn: Turn, execution: ExecutionState): void {
  if (execution.phase !== 'waiting') return;
  const { run } = execution;
  if (run.debug) reach(turn, run, { kind: 'start', execution, how: 'first' });
  else approach(turn, execution);
}

/** An execution may start: first the cache is asked, then it waits to be admitted. */
export function approach(turn: Turn, execution: ExecutionState): void {
  const { agent } = execution.planned;
  if (agent.cache && execution.run.options.useCache && !isDebugged(execution)) {
    execution.phase = 'looking-up';
    turn.effects.push({ type: 'look-up', runId: execution.run.id, executionId: execution.id });
  } else enqueue(turn, execution);
}

/** Whether its next attempt is started under its own debugger. */
export function isDebugged({ debugged, run, planned }: ExecutionState): boolean {
  return debugged || (run.debug !== null && (run.debug.intoAgents || planned.agent.debug.wait));
}

/** Puts an execution among those that wait to be admitted; `since` is from when on it waits. */
export function enqueue(turn: Turn, execution: ExecutionState, since = turn.at): void {
  execution.readyAt = since;
  if (holdsBack(turn, execution.run, { kind: 'start', execution, how: 'ready' })) return;
  execution.phase = 'ready';
  execution.heldCause = null;
  turn.state.ready.push(execution);
  turn.arrived.push(execution);
}

/** An execution has ended, whatever it was doing: its stage and its run go on from there. */
export function finishExecution(
  turn: Turn,
  execution: ExecutionState,
  status: ExecutionEndStatus,
  reason: string | null,
  ended: { readonly signal: string | null; readonly logBytes: number | null } = noProcess,
): void {
  if (execution.phase === 'ended') return;
  const { run } = execution;
  const stage = stageOf(execution);
  if (execution.phase === 'ready') turn.state.ready.forget();
  if (execution.phase === 'retrying') turn.effects.push({ type: 'clear-timer', key: retryKey(execution) });
  execution.phase = 'ended';
  execution.debugged = false;
  execution.end = { status, reason };
  if (status === 'succeeded') execution.order = run.successes++;
  stage.pending -= 1;
  run.pending -= 1;
  turn.effects.push({
    type: 'record',
    body: {
      type: 'execution.finished',
      ...refOf(execution),
      status,
      exitCode: execution.exitCode,
      signal: ended.signal,
      durationMs: execution.durationMs,
      reason,
      ...(ended.logBytes !== null && { logBytes: ended.logBytes }),
    },
  });
  const { critical, allowFailure, parallel } = stage.planned.definition;
  const failed = status === 'failed' || status === 'timed_out';
  if (stage.pending === 0) endStage(turn, run, stage, true);
  if (failed && critical && !allowFailure && !run.stopping)
    stopRun(turn, run, 'failed', `critical stage ${stage.planned.definition.name} failed`, false);
  else if (!parallel && stage.phase === 'running' && !run.stopping) readyNext(turn, run, stage);
  noteStepEnd(turn, run);
  if (run.pending === 0) concludeRun(turn, run);
}

/** An execution that ends without a process of its own. */
const noProcess = { signal: null, logBytes: null };

function endEveryExecution(
  turn: Turn,
  run: RunState,
  stage: StageState,
  status: 'skipped' | 'failed',
  reason: string,
): void {
  stage.result = { status, reason };
  for (const index of stage.planned.executions)
    finishExecution(turn, run.executions[index] as ExecutionState, status, reason);
}

function endStage(turn: Turn, run: RunState, stage: StageState, tell: boolean): void {
  if (stage.phase === 'ended') return;
  stage.phase = 'ended';
  stage.result ??= endOfStage(run, stage);
  if (tell)
    turn.effects.push({
      type: 'record',
      body: {
        type: 'stage.finished',
        runId: run.id,
        stage: stage.planned.definition.name,
        ...stage.result,
      },
    });
  turn.effects.push({
    type: 'stage-ended',
    runId: run.id,
    stage: stage.planned.index,
    status: stage.result.status,
  });
  for (const index of stage.planned.before) {
    const next = run.stages[index] as StageState;
    next.pendingAfter -= 1;
    if (next.pendingAfter === 0) turn.unblocked.push({ run, stage: next });
  }
}

/** Nothing more starts; what runs is cancelled, what waits is skipped. */
export function stopRun(
  turn: Turn,
  run: RunState,
  status: 'failed' | 'cancelled',
  reason: string,
  kill: boolean,
): void {
  const first = run.stopping === null;
  run.stopping ??= { status, reason, kill };
  if (run.undo) {
    if (kill) abandonUndo(turn, run);
    return;
  }
  if (first && status === 'cancelled')
    turn.effects.push({ type: 'record', body: { type: 'run.cancelling', runId: run.id, reason } });
  endPause(turn, run, reason);
  // In the order of the plan, so that the same inputs give the same record.
  for (const execution of run.executions) {
    if (execution.phase === 'ended') continue;
    if (execution.phase === 'running') {
      if (first || kill)
        stopAttempt(
          turn,
          execution,
          { status: 'cancelled', reason },
          kill ? 0 : execution.planned.agent.graceMs,
        );
    } else if (execution.verdict) {
      const { verdict } = execution;
      execution.verdict = null;
      finishExecution(turn, execution, verdict.status, verdict.reason, verdict);
    } else finishExecution(turn, execution, 'skipped', reason);
  }
}

/** Every execution has ended: what succeeded is undone where the run did not, then the run ends. */
function concludeRun(turn: Turn, run: RunState): void {
  if (run.undo) return;
  run.undo =
    statusOf(run) === 'succeeded'
      ? []
      : run.executions
          .filter((execution) => execution.order !== null && execution.planned.agent.compensate !== null)
          .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  undoNext(turn, run);
}

/** Undoes the last success that was not undone yet, or ends the run. */
export function undoNext(turn: Turn, run: RunState): void {
  const execution = run.undo?.pop();
  if (!execution) {
    finishRun(turn, run);
    return;
  }
  turn.effects.push(
    {
      type: 'record',
      body: {
        type: 'execution.compensating',
        ...refOf(execution),
        command: execution.planned.agent.compensate ?? '',
      },
    },
    { type: 'compensate', runId: run.id, executionId: execution.id },
  );
}

/** A second, harder cancel while a run is being undone: the rest stays as it is, and that is told. */
function abandonUndo(turn: Turn, run: RunState): void {
  for (let execution = run.undo?.pop(); execution; execution = run.undo?.pop())
    turn.effects.push({
      type: 'record',
      body: {
        type: 'execution.compensated',
        ...refOf(execution),
        status: 'failed',
        exitCode: null,
        reason: 'the run was killed before this was undone',
      },
    });
  for (const execution of run.executions)
    turn.effects.push({ type: 'stop', executionId: execution.id, graceMs: 0 });
}

/** How a run whose executions have all ended came out. */
function statusOf(run: RunState): RunEndStatus {
  if (run.stopping) return run.stopping.status;
  const failed = run.stages.some(
    (stage) => stage.result?.status === 'failed' && !stage.planned.definition.allowFailure,
  );
  return failed ? 'failed' : 'succeeded';
}

function finishRun(turn: Turn, run: RunState): void {
  const status = statusOf(run);
  turn.state.runs.delete(run.id);
  for (const execution of run.executions) turn.state.executions.delete(execution.id);
  turn.effects.push(
    {
      type: 'record',
      body: {
        type: 'run.finished',
        runId: run.id,
        pipeline: run.plan.pipeline,
        status,
        durationMs: Math.max(0, turn.at - run.startedAt),
        reason: run.stopping?.reason ?? failedStages(run),
        executions: run.executions.map((execution) => ({
          executionId: execution.id,
          agent: execution.planned.agent.name,
          stage: stageOf(execution).planned.definition.name,
          status: execution.end?.status ?? 'interrupted',
          attempts: execution.attempts,
          exitCode: execution.exitCode,
          durationMs: execution.durationMs,
          reason: execution.end?.reason ?? null,
        })),
      },
    },
    { type: 'run-ended', runId: run.id, status },
  );
}

function failedStages(run: RunState): string | null {
  const failed = run.executions.filter(
    (execution) =>
      (execution.end?.status === 'failed' || execution.end?.status === 'timed_out') &&
      !stageOf(execution).planned.definition.allowFailure,
  );
  if (failed.length === 0) return null;
  const names = failed.slice(0, 3).map(nameOf).join(', ');
  return failed.length > 3 ? `${names} and ${failed.length - 3} more failed` : `${names} failed`;
}
