import { plural } from '../../common/text.ts';
import type { RetryCause } from '../../model/definition.ts';
import type { ExecutionEndStatus } from '../../model/status.ts';
import type { JobResult } from '../executor/executor.ts';
import { backoffMs } from './backoff.ts';
import { mayPass, noteEnd, noteStart } from './circuit-breaker.ts';
import { reach } from './pause-points.ts';
import { rewind } from './rewind.ts';
import { finishExecution, isDebugged } from './run-flow.ts';
import { giveBackLocks } from './runtime-locks.ts';
import { type ExecutionState, nameOf, refOf, type Turn } from './scheduler-state.ts';
import { retryKey, timeoutKey } from './stop-attempt.ts';

/** Takes what an execution needs and starts its next attempt, unless its circuit is open. */
export function startAttempt(turn: Turn, execution: ExecutionState): void {
  const { state, effects, at } = turn;
  const { run } = execution;
  const { agent } = execution.planned;
  const breaker = state.breakers.get(agent.name);
  if (agent.breaker && breaker) {
    const verdict = mayPass(breaker, agent.breaker, at);
    if (!verdict.pass) {
      const failures = plural(breaker.failures, 'failure');
      const until = new Date(verdict.until).toISOString();
      const reason = `the circuit of ${agent.name} is open after ${failures} in a row; it lets one attempt through at ${until}`;
      finishExecution(turn, execution, 'failed', reason);
      return;
    }
    noteStart(breaker, agent.breaker);
  }
  execution.phase = 'running';
  execution.attempts += 1;
  execution.tries += 1;
  execution.startedAt = at;
  execution.heldCause = null;
  run.running += 1;
  state.capacity.take(agent, run.clustersOf.get(agent.name) ?? []);
  const owner = { id: execution.id, agent: nameOf(execution), priority: agent.priority, startedAt: at };
  for (const lock of agent.locks) {
    state.locks.take(lock.name, lock.slots, owner);
    effects.push({ type: 'record', body: { type: 'lock.acquired', ...refOf(execution), lock: lock.name } });
  }
  effects.push(
    {
      type: 'record',
      body: { type: 'execution.starting', ...refOf(execution), reason: execution.startReason },
    },
    {
      type: 'start',
      runId: run.id,
      executionId: execution.id,
      attempt: execution.attempts,
      debug: isDebugged(execution),
    },
  );
  if (execution.tries === 1) run.trail.push(execution.planned.index);
  // Whoever steps through an agent has time.
  if (agent.timeoutMs !== null && !isDebugged(execution))
    effects.push({ type: 'timer', key: timeoutKey(execution), delayMs: agent.timeoutMs });
}

/** The process of an attempt is gone: everything it held is given back; then it is tried again, or has ended. */
export function endAttempt(turn: Turn, execution: ExecutionState, result: JobResult, endedAt: number): void {
  const { state, effects, at } = turn;
  const { run } = execution;
  const { agent } = execution.planned;
  if (agent.timeoutMs !== null) effects.push({ type: 'clear-timer', key: timeoutKey(execution) });
  execution.durationMs = Math.max(0, endedAt - execution.startedAt);
  execution.exitCode = result.kind === 'exited' ? result.exitCode : null;
  run.running -= 1;
  state.capacity.giveBack(agent, run.clustersOf.get(agent.name) ?? []);
  giveBackLocks(turn, execution);

  const { status, reason } = verdictOf(execution, result);
  const breaker = state.breakers.get(agent.name);
  if (breaker) noteEnd(breaker, failureOf(status), at);
  execution.stopping = null;
  const cause: RetryCause | null = status === 'failed' || status === 'timed_out' ? status : null;
  const again =
    cause !== null &&
    !run.stopping &&
    agent.retry.on.includes(cause) &&
    execution.tries < agent.retry.attempts;
  const exited = result.kind === 'exited' ? result : null;
  execution.verdict = {
    status,
    reason,
    signal: exited?.signal ?? null,
    logBytes: exited?.logBytes ?? null,
    again,
  };
  execution.debugged = false;
  if (execution.rewinding !== null && run.debug && !run.stopping) {
    const by = execution.rewinding;
    execution.phase = 'at-end';
    const { index } = execution.planned;
    rewind(turn, run, {
      executions: [index],
      target: { kind: 'start', index },
      reason: 'restart',
      by,
      restored: new Map(),
    });
  } else if (cause !== null && run.debug && !run.stopping) reach(turn, run, { kind: 'end', execution });
  else settleAttempt(turn, execution);
}

/** What an attempt came to is carried out: it is tried again, or has ended. */
export function settleAttempt(turn: Turn, execution: ExecutionState): void {
  const { run, verdict } = execution;
  const { agent } = execution.planned;
  if (!verdict) return;
  execution.verdict = null;
  const { status, reason, signal, again } = verdict;
  if (!again || (status !== 'failed' && status !== 'timed_out')) {
    finishExecution(turn, execution, status, reason, verdict);
    return;
  }
  const delayMs = backoffMs(agent.retry, execution.tries, run.random());
  execution.phase = 'retrying';
  turn.effects.push(
    {
      type: 'record',
      body: {
        type: 'execution.retrying',
        ...refOf(execution),
        status,
        exitCode: execution.exitCode,
        signal,
        durationMs: execution.durationMs,
        delayMs,
        reason: `attempt ${execution.tries} of ${agent.retry.attempts}: ${reason ?? status}`,
        ...(verdict.logBytes !== null && { logBytes: verdict.logBytes }),
      },
    },
    { type: 'timer', key: retryKey(execution), delayMs },
  );
}

/** What an attempt came to. */
function verdictOf(
  execution: ExecutionState,
  result: JobResult,
): { readonly status: ExecutionEndStatus; readonly reason: string | null } {
  if (execution.stopping) return execution.stopping;
  if (result.kind === 'not-started') {
    const skip =
      result.cause === 'missing-interpreter' && execution.run.options.missingInterpreter === 'skip';
    return { status: skip ? 'skipped' : 'failed', reason: result.reason };
  }
  if (result.signal !== null) return { status: 'failed', reason: `ended by signal ${result.signal}` };
  if (result.exitCode !== 0) return { status: 'failed', reason: `exit code ${result.exitCode}` };
  return { status: 'succeeded', reason: null };
}

/** What a status says about the health of an agent; null where it says nothing. */
function failureOf(status: ExecutionEndStatus): boolean | null {
  if (status === 'succeeded') return false;
  return status === 'failed' || status === 'timed_out' ? true : null;
}
