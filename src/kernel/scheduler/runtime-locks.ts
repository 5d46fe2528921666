import type { LockNeed } from '../../model/definition.ts';
import { chooseVictim, type DeadlockEdge } from './lock-table.ts';
import { type ExecutionState, nameOf, refOf, type Turn } from './scheduler-state.ts';
import { stopAttempt } from './stop-attempt.ts';

/** An agent asks for a lock while it runs: it is given, or the agent waits, or a deadlock is found and broken. */
export function requestLock(turn: Turn, executionId: string, need: LockNeed): void {
  const { state, effects } = turn;
  const execution = state.executions.get(executionId);
  if (execution?.phase !== 'running' || execution.stopping) {
    effects.push({ type: 'lock-refused', executionId, lock: need.name, reason: 'the execution has ended' });
    return;
  }
  if (state.locks.isHolding(executionId, need.name)) {
    effects.push({ type: 'lock-granted', executionId, lock: need.name });
    return;
  }
  const awaited = state.locks.awaitedBy(executionId);
  if (awaited !== undefined) {
    const reason = `this execution waits for lock ${awaited} already`;
    effects.push({ type: 'lock-refused', executionId, lock: need.name, reason });
    return;
  }
  const owner = {
    id: executionId,
    agent: nameOf(execution),
    priority: execution.planned.agent.priority,
    startedAt: execution.startedAt,
  };
  if (state.locks.request(need.name, need.slots, owner)) {
    grant(turn, executionId, need.name);
    return;
  }
  const holders = state.locks.holders(need.name).map((holder) => holder.agent);
  effects.push({
    type: 'record',
    body: { type: 'lock.waiting', ...refOf(execution), lock: need.name, holders },
  });
  const cycle = state.locks.findDeadlock(executionId);
  if (cycle) breakDeadlock(turn, cycle);
}

/** An agent no longer waits for a lock, or gives it back if it was given just now. */
export function withdrawRequest(turn: Turn, executionId: string, lock: string): void {
  const { state, effects } = turn;
  if (state.locks.awaitedBy(executionId) !== lock) {
    releaseLock(turn, executionId, lock);
    return;
  }
  effects.push({ type: 'lock-refused', executionId, lock, reason: 'nobody waits for it any more' });
  for (const { owner } of state.locks.withdraw(executionId)) grant(turn, owner.id, lock);
}

/** An agent gives a lock back before it ends. */
export function releaseLock(turn: Turn, executionId: string, lock: string): void {
  const { state, effects } = turn;
  const execution = state.executions.get(executionId);
  if (!execution || !state.locks.isHolding(executionId, lock)) return;
  effects.push({ type: 'record', body: { type: 'lock.released', ...refOf(execution), lock } });
  for (const owner of state.locks.release(executionId, lock)) grant(turn, owner.id, lock);
}

/** An execution ended: every lock goes on to who waits for it. */
export function giveBackLocks(turn: Turn, execution: ExecutionState): void {
  const { state, effects } = turn;
  for (const lock of state.locks.heldBy(execution.id))
    effects.push({ type: 'record', body: { type: 'lock.released', ...refOf(execution), lock } });
  for (const { lock, owner } of state.locks.releaseAll(execution.id)) grant(turn, owner.id, lock);
}

function grant(turn: Turn, executionId: string, lock: string): void {
  const execution = turn.state.executions.get(executionId);
  if (!execution) return;
  turn.effects.push(
    { type: 'record', body: { type: 'lock.acquired', ...refOf(execution), lock } },
    { type: 'lock-granted', executionId, lock },
  );
}

/** Ends the victim of a deadlock; its locks go on to the others when its process is gone. */
function breakDeadlock(turn: Turn, cycle: readonly DeadlockEdge[]): void {
  const victim = turn.state.executions.get(chooseVictim(cycle)?.id ?? '');
  if (!victim) return;
  const told = cycle.map(({ owner, lock }) => `${owner.agent} waits for ${lock}`).join(', ');
  const reason = `deadlock: ${told}; ${nameOf(victim)} was ended, the youngest of the lowest priority`;
  turn.effects.push({
    type: 'record',
    body: {
      type: 'lock.deadlock',
      ...refOf(victim),
      cycle: cycle.map(({ owner, lock }) => ({ agent: owner.agent, executionId: owner.id, lock })),
      reason,
    },
  });
  stopAttempt(turn, victim, { status: 'failed', reason }, victim.planned.agent.graceMs);
}
