import assert from 'node:assert/strict';
import type { DodecaEvent, EventBody } from '../../../src/model/event.ts';
import { noPaint } from '../../../src/report-text/paint.ts';
import { RunLines } from '../../../src/report-text/run-lines.ts';

const ref = { runId: 'R', executionId: 'E1', stage: 's', agent: 'a', attempt: 1 };
const options = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'skip',
} as const;
const begun: EventBody = {
  type: 'run.started',
  runId: 'R',
  pipeline: 'p',
  params: {},
  definition: 'h',
  options,
  executions: [ref, { executionId: 'E2', stage: 's', agent: 'b' }],
};

/** The lines that each of the events adds. */
function linesOf(everyStep: boolean, ...bodies: EventBody[]): string[][] {
  const lines = new RunLines({ paint: noPaint, everyStep });
  return bodies.map((body, index) => {
    const event: DodecaEvent = { seq: index + 1, at: '2026-01-01T00:00:00.000Z', ...body };
    return lines.take(event);
  });
}

const skipped = (executionId: string, agent: string): EventBody => ({
  type: 'execution.finished',
  ...ref,
  executionId,
  agent,
  status: 'skipped',
  exitCode: null,
  signal: null,
  durationMs: 0,
  reason: 'python3 is not there',
});

describe('the lines of a run', () => {
  const steps: EventBody[] = [
    begun,
    { type: 'execution.held', ...ref, attempt: 0, cause: 'memory', reason: 'needs 2 GiB' },
    { type: 'execution.starting', ...ref, reason: null },
    {
      type: 'execution.retrying',
      ...ref,
      status: 'failed',
      exitCode: 1,
      signal: null,
      durationMs: 5,
      delayMs: 50,
      reason: 'exit code 1, again in 50 ms',
    },
    { type: 'execution.progress', ...ref, percent: 40, message: 'half way' },
    {
      type: 'execution.compensated',
      ...ref,
      status: 'failed',
      exitCode: 2,
      reason: 'exit code 2',
    },
  ];

  it('tell every step where nothing else does', () => {
    assert.deepEqual(linesOf(true, ...steps), [
      ['p  2 executions  run R'],
      ['  ‖ s/a  needs 2 GiB'],
      ['  ▶ s/a'],
      ['  ↻ s/a  exit code 1, again in 50 ms'],
      [],
      ['  not undone: s/a, exit code 2'],
    ]);
  });

  it('leave out starts and waits where something else shows them', () => {
    const told = linesOf(false, ...steps);
    assert.deepEqual([told[1], told[2]], [[], []]);
    assert.deepEqual(told[3], ['  ↻ s/a  exit code 1, again in 50 ms']);
  });

  it('say once what is missing, however many need it', () => {
    assert.deepEqual(linesOf(true, begun, skipped('E1', 'a'), skipped('E2', 'b')).slice(1), [
      ['  ○ s/a  python3 is not there', '  Note: python3 is not there. Agents that need it are skipped.'],
      ['  ○ s/b  python3 is not there'],
    ]);
  });

  it('say that a debugger made it stand still, who did and where, and that it goes on', () => {
    const pause = { reason: 'breakpoint', breakpoints: [], by: 'VS Code' } as const;
    const place = { stage: 's', agent: 'a', executionId: 'E1', at: 'start' } as const;
    const told = linesOf(
      true,
      begun,
      { type: 'run.logged', runId: 'R', breakpoint: { session: 'x', id: 1 }, message: 'n is 3' },
      { type: 'run.paused', runId: 'R', ...pause, place, text: null },
      { type: 'run.continued', runId: 'R', by: 'VS Code', reason: null },
      { type: 'run.paused', runId: 'R', ...pause, place: { ...place, at: 'end' }, text: 'exit code 1' },
      { type: 'execution.rewound', ...ref, reason: 'restarted by VS Code', restored: [] },
      { type: 'run.continued', runId: 'R', by: 'the engine', reason: 'its debugger has been gone for 60 s' },
    );
    assert.deepEqual(told.slice(1), [
      ['  n is 3'],
      ['‖ paused by VS Code at s/a'],
      ['▸ goes on, let by VS Code'],
      ['‖ paused by VS Code after s/a: exit code 1'],
      ['  s/a: restarted by VS Code'],
      ['▸ goes on, its debugger has been gone for 60 s'],
    ]);
  });

  it('begin anew with a run that is resumed', () => {
    const resumed: EventBody = {
      type: 'run.resumed',
      runId: 'R',
      pipeline: 'p',
      definition: 'h',
      options,
      executions: [ref],
    };
    assert.deepEqual(linesOf(true, begun, resumed)[1], ['p  resumed, 1 execution  run R']);
  });
});
