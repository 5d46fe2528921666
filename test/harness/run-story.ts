import assert from 'node:assert/strict';
import type { DodecaEvent, EventOf, EventType } from '../../src/model/event.ts';

/** The events of one type, in order. */
export function eventsOf<T extends EventType>(events: readonly DodecaEvent[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}

/** The last event of a run, which must be its end. */
export function endOf(events: readonly DodecaEvent[]): EventOf<'run.finished'> {
  const last = events.at(-1);
  assert.equal(last?.type, 'run.finished');
  return last as EventOf<'run.finished'>;
}

/** How the executions of a run ended, as `stage/agent status`, in the order of the plan. */
export function endings(events: readonly DodecaEvent[]): string[] {
  return endOf(events).executions.map(({ stage, agent, status }) => `${stage}/${agent} ${status}`);
}

/** Why an execution ended as it did. */
export function reasonOf(events: readonly DodecaEvent[], agent: string): string | null {
  const execution = endOf(events).executions.find((one) => one.agent === agent);
  assert.ok(execution, `no execution of ${agent}`);
  return execution.reason;
}

/** The places of an agent's start and end in the record. */
export function spanOf(events: readonly DodecaEvent[], agent: string): { start: number; end: number } {
  const start = eventsOf(events, 'execution.starting').find((event) => event.agent === agent);
  const end = eventsOf(events, 'execution.finished').find((event) => event.agent === agent);
  assert.ok(start && end, `${agent} did not run from beginning to end`);
  return { start: start.seq, end: end.seq };
}

/** The most executions that ran at once, counting from the intent to the end of an attempt. */
export function mostAtOnce(events: readonly DodecaEvent[]): number {
  const running = new Set<string>();
  let most = 0;
  for (const event of events) {
    if (event.type === 'execution.starting') running.add(event.executionId);
    if (event.type === 'execution.finished' || event.type === 'execution.retrying')
      running.delete(event.executionId);
    most = Math.max(most, running.size);
  }
  return most;
}

/** The record of a workspace has every number from 1 on, once, in order, and never goes back in time. */
export function assertGapless(events: readonly DodecaEvent[]): void {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
  );
  for (const [index, { at }] of events.entries()) assert.ok(at >= (events[index - 1]?.at ?? ''), at);
}
