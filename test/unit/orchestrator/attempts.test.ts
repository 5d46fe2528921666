import assert from 'node:assert/strict';
import type { DodecaEvent, EventBody } from '../../../src/model/event.ts';
import { attemptsOf } from '../../../src/orchestrator/attempts.ts';
import { attempt, ref } from '../journal/sample-events.ts';

/** Events a second apart. */
function recorded(bodies: readonly EventBody[]): DodecaEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    seq: index + 1,
    at: `2026-01-01T00:00:${String(index).padStart(2, '0')}.000Z`,
  }));
}

function told(bodies: readonly EventBody[]): unknown[] {
  return attemptsOf(recorded(bodies)).map((one) => [
    one.attempt,
    one.startedAt.slice(17, 19),
    one.status,
    one.durationMs,
    one.exitCode,
    one.reason,
  ]);
}

const own = (number: number) => ref('A', 's/a', number);
const retrying = (number: number): EventBody => ({
  type: 'execution.retrying',
  ...own(number),
  status: 'timed_out',
  exitCode: null,
  signal: 'SIGKILL',
  durationMs: 7,
  delayMs: 10,
  reason: 'took longer than 5 ms',
});

describe('attemptsOf', () => {
  it('lists each attempt with its own end, and the one that runs without', () => {
    const [starting, started] = attempt('A', 's/a', 'failed');
    const [again, , finished] = attempt('A', 's/a', 'failed', { number: 2, durationMs: 9 });
    const [third] = attempt('A', 's/a', 'failed', { number: 3 });
    assert.ok(starting && started && again && finished && third);
    const first = [1, '02', 'timed_out', 7, null, 'took longer than 5 ms'];
    const second = [2, '04', 'failed', 9, 1, null];
    assert.deepEqual(told([{ type: 'execution.queued', ...own(0) }, starting, started, retrying(1)]), [
      first,
    ]);
    assert.deepEqual(
      told([{ type: 'execution.queued', ...own(0) }, starting, started, retrying(1), again, finished, third]),
      [first, second, [3, '06', 'running', null, null, null]],
    );
    assert.equal(attemptsOf(recorded([starting, retrying(1)]))[0]?.signal, 'SIGKILL');
  });

  it('lists none of an execution that never began, and leaves an ended one alone', () => {
    const [starting, , cancelled] = attempt('A', 's/a', 'cancelled');
    assert.ok(starting && cancelled);
    assert.deepEqual(told([]), []);
    assert.deepEqual(told([{ type: 'execution.queued', ...own(0) }, cancelled]), []);
    // It was cancelled while it waited for its second attempt.
    assert.deepEqual(told([starting, retrying(1), cancelled]), [
      [1, '00', 'timed_out', 7, null, 'took longer than 5 ms'],
    ]);
  });
});
