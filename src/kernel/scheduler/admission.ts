import { startAttempt } from './attempt.ts';
import type { Blocker, Reservation } from './capacity.ts';
import { agingMs } from './ready-queue.ts';
import { type ExecutionState, refOf, type Turn } from './scheduler-state.ts';

/** Starts whatever may start now, in order, and tells the others once what they wait for. */
export function admit(turn: Turn, arrived: readonly ExecutionState[]): void {
  const { capacity, ready } = turn.state;
  for (let started = true; started && ready.size > 0 && capacity.slots < capacity.limits.concurrency; ) {
    started = false;
    const reserved = nothingReserved();
    for (const head of ready.heads()) {
      const blocker = blockerOf(turn, head, reserved);
      if (blocker === null) {
        ready.take(head);
        startAttempt(turn, head);
        started = true;
        break;
      }
      hold(turn, head, blocker);
      if (turn.at - head.readyAt >= agingMs) reserve(reserved, head, blocker);
    }
  }
  for (const execution of arrived) {
    if (execution.phase !== 'ready' || execution.heldCause !== null) continue;
    const blocker = blockerOf(turn, execution, nothingReserved());
    hold(turn, execution, blocker ?? { cause: 'slots', reason: 'waits for its turn' });
  }
}

/** Why an execution cannot start now, or null. */
function blockerOf(turn: Turn, execution: ExecutionState, reserved: Reservation): Blocker | null {
  const { state } = turn;
  const { run, planned } = execution;
  const lacking = state.capacity.lacks(planned.agent, reserved);
  if (lacking) return lacking;
  const { maxConcurrent } = run.options;
  if (maxConcurrent !== null && run.running >= maxConcurrent)
    return { cause: 'run', reason: `this run may run ${maxConcurrent} at once, and does` };
  for (const cluster of run.clustersOf.get(planned.agent.name) ?? []) {
    if (state.capacity.inCluster(cluster.id) >= cluster.limit)
      return {
        cause: 'cluster',
        reason: `cluster ${cluster.id} may run ${cluster.limit} at once, and does`,
      };
  }
  for (const { name } of planned.agent.locks) {
    if (reserved.locks.has(name))
      return {
        cause: 'lock',
        reason: `waits for lock ${name}, kept for ${reserved.by}, which has waited longer`,
      };
    if (!state.locks.isFree(name)) {
      const holders = state.locks.holders(name).map((owner) => owner.agent);
      return { cause: 'lock', reason: `waits for lock ${name}, held by ${holders.join(', ')}` };
    }
  }
  return null;
}

/** Records what an execution waits for, when that is news. */
function hold(turn: Turn, execution: ExecutionState, blocker: Blocker): void {
  if (execution.heldCause === blocker.cause) return;
  execution.heldCause = blocker.cause;
  turn.effects.push({
    type: 'record',
    body: { type: 'execution.held', ...refOf(execution), cause: blocker.cause, reason: blocker.reason },
  });
}

function nothingReserved(): Reservation {
  return { slots: 0, cpu: 0, memory: 0, locks: new Set(), by: '' };
}

/** Sets aside what an execution needs that has waited long: later and smaller ones no longer pass it by. */
function reserve(reserved: Reservation, execution: ExecutionState, blocker: Blocker): void {
  // A limit of its own run or cluster is nobody else's: nothing is set aside for it.
  if (blocker.cause === 'run' || blocker.cause === 'cluster') return;
  const { agent } = execution.planned;
  reserved.slots += 1;
  reserved.cpu += agent.resources.cpu;
  reserved.memory += agent.resources.memory;
  for (const { name } of agent.locks) reserved.locks.add(name);
  if (reserved.by === '') reserved.by = agent.name;
}
