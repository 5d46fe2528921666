import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { DebuggeeEvent } from '../../../src/debug/debuggee.ts';
import { DebuggeeEvents } from '../../../src/debug/debuggee-events.ts';
import { exceptionBody, stoppedBody } from '../../../src/debug/stopped-event.ts';
import { currentThread, threadById, threadsOf } from '../../../src/debug/threads.ts';
import type { RunPause } from '../../../src/model/debug.ts';
import type { ExecutionView } from '../../../src/model/run-view.ts';
import type { ExecutionStatus } from '../../../src/model/status.ts';

const output = (text: string): DebuggeeEvent => ({ type: 'output', text, category: 'console' });
const textOf = (event: DebuggeeEvent): string => (event.type === 'output' ? event.text : event.type);

describe('the events of a debuggee', () => {
  it('wait for the first who listens', () => {
    const events = new DebuggeeEvents();
    const heard: string[] = [];
    events.emit(output('early'));
    const listening = events.on((event) => heard.push(textOf(event)));
    events.emit(output('late'));
    listening.dispose();
    events.emit(output('in vain'));
    assert.deepEqual(heard, ['early', 'late']);
  });

  it('keep their order behind one that is not known yet', async () => {
    const events = new DebuggeeEvents();
    const heard: string[] = [];
    let tell: (event: DebuggeeEvent | null) => void = () => undefined;
    events.on((event) => heard.push(textOf(event)));
    events.emit(output('1'));
    events.emitLater(
      new Promise((resolve) => {
        tell = resolve;
      }),
    );
    events.emit(output('3'));
    events.emitLater(Promise.resolve(null));
    events.emit(output('4'));
    await turn();
    assert.deepEqual(heard, ['1']);
    tell(output('2'));
    await turn();
    assert.deepEqual(heard, ['1', '2', '3', '4']);
  });
});

const pause = (more: Partial<RunPause> = {}): RunPause => {
  return { reason: 'step', place: null, breakpoints: [], by: 'me', text: null, ...more };
};

describe('what a client is told of a run that stands', () => {
  const me = { by: 'me', session: 'mine', threadId: 4 };

  it('is the reason in words of its own', () => {
    assert.deepEqual(stoppedBody(pause(), me), {
      reason: 'step',
      description: 'Paused after a step',
      threadId: 4,
      allThreadsStopped: true,
    });
  });

  it('is who paused it where somebody else did', () => {
    assert.equal(
      stoppedBody(pause({ by: 'VS Code (process 7)' }), me).description,
      'paused by VS Code (process 7)',
    );
  });

  it('is which of its own breakpoints were hit, whoever else has one there', () => {
    const breakpoints = [
      { session: 'other', id: 1 },
      { session: 'mine', id: 2 },
    ];
    const told = stoppedBody(pause({ reason: 'breakpoint', by: 'other', breakpoints }), me);
    assert.deepEqual([told.hitBreakpointIds, told.description], [[2], 'Paused on breakpoint']);
  });

  it('is the failure of an attempt', () => {
    const failed = exceptionBody(pause({ reason: 'exception', text: 'exit code 3', failure: 'retried' }));
    assert.deepEqual([failed.exceptionId, failed.description], ['retried', 'exit code 3']);
    assert.equal(exceptionBody(pause({ text: 'timed out', failure: 'timed_out' })).exceptionId, 'timed_out');
  });
});

describe('the threads of a run', () => {
  const executions = (...statuses: ExecutionStatus[]): ExecutionView[] =>
    statuses.map((status, index) => ({
      executionId: `E${index + 1}`,
      stage: index < 2 ? 'one' : 'two',
      agent: `a${index + 1}`,
      status,
      attempts: 0,
      startedAt: null,
      durationMs: null,
      percent: null,
      message: null,
      reason: null,
      findings: [],
      moreFindings: 0,
    }));
  const ids = (snapshot: Parameters<typeof threadsOf>[0]) => threadsOf(snapshot).map(({ id }) => id);

  it('are the executions that run or wait, and the one where it stands', () => {
    const all = executions('succeeded', 'running', 'held', 'queued', 'retrying');
    assert.deepEqual(ids({ executions: all, pause: null, pipeline: 'p' }), [2, 3, 5]);
    const place = { stage: 'two', agent: 'a4', executionId: 'E4', at: 'start' } as const;
    const snapshot = { executions: all, pause: pause({ place }), pipeline: 'p' };
    assert.deepEqual(ids(snapshot), [2, 3, 4, 5]);
    assert.equal(currentThread(snapshot).id, 4);
  });

  it('have the first execution of the stage where it stands at a stage', () => {
    const place = { stage: 'two', agent: null, executionId: null, at: 'start' } as const;
    const snapshot = {
      executions: executions('succeeded', 'running', 'queued'),
      pause: pause({ place }),
      pipeline: 'p',
    };
    assert.equal(currentThread(snapshot).name, 'two/a3');
    assert.equal(threadById(snapshot, 1)?.name, 'one/a1');
    assert.equal(threadById(snapshot, 9), null);
  });

  it('are never none: what comes next stands for the run, or what came last', () => {
    const of = (...statuses: ExecutionStatus[]) =>
      ids({ executions: executions(...statuses), pause: null, pipeline: 'p' });
    assert.deepEqual(of('succeeded', 'queued', 'queued'), [2]);
    assert.deepEqual(of('succeeded', 'failed'), [2]);
    assert.deepEqual(threadsOf({ executions: [], pause: null, pipeline: 'p' }), [
      { id: 1, name: 'p', execution: null },
    ]);
  });
});
