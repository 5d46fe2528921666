import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { LiveArea } from '../../../src/cli/reporters/live-area.ts';
import { PrettyReporter } from '../../../src/cli/reporters/pretty-reporter.ts';
import type { DodecaEvent, EventBody } from '../../../src/model/event.ts';

/** A stream that looks like a terminal of a width, or like none. */
class Screen extends PassThrough {
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(columns: number | null) {
    super();
    this.isTTY = columns !== null;
    this.columns = columns ?? 0;
  }

  get area(): LiveArea {
    return new LiveArea(this as unknown as NodeJS.WriteStream);
  }

  get text(): string {
    return String(this.read() ?? '');
  }
}

const ref = { runId: 'R', executionId: 'E1', stage: 'analysis', agent: 'cryo', attempt: 1 };
const planned = [
  { executionId: 'E1', stage: 'analysis', agent: 'cryo' },
  { executionId: 'E2', stage: 'report', agent: 'write' },
];
const options = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
} as const;

function eventsOf(...bodies: EventBody[]): DodecaEvent[] {
  return bodies.map((body, index) => ({ seq: index + 1, at: '2026-01-01T00:00:00.000Z', ...body }));
}

const wholeRun = eventsOf(
  {
    type: 'run.started',
    runId: 'R',
    pipeline: 'p',
    params: {},
    definition: 'h',
    options,
    executions: planned,
  },
  { type: 'execution.held', ...ref, attempt: 0, cause: 'memory', reason: 'needs 2 GiB' },
  { type: 'execution.starting', ...ref, reason: null },
  {
    type: 'execution.finding',
    ...ref,
    path: 'a.csv',
    line: 3,
    column: null,
    severity: 'warning',
    rule: 'gap',
    message: 'a gap',
  },
  {
    type: 'execution.finished',
    ...ref,
    status: 'failed',
    exitCode: 3,
    signal: null,
    durationMs: 1234,
    reason: 'exit code 3',
  },
  {
    type: 'execution.finished',
    ...ref,
    executionId: 'E2',
    stage: 'report',
    agent: 'write',
    attempt: 0,
    status: 'skipped',
    exitCode: null,
    signal: null,
    durationMs: 0,
    reason: 'needs analysis, which failed',
  },
  {
    type: 'run.finished',
    runId: 'R',
    pipeline: 'p',
    status: 'failed',
    durationMs: 1300,
    reason: 'analysis/cryo failed',
    executions: [
      {
        executionId: 'E1',
        stage: 'analysis',
        agent: 'cryo',
        status: 'failed',
        attempts: 1,
        exitCode: 3,
        durationMs: 1234,
        reason: 'exit code 3',
      },
      {
        executionId: 'E2',
        stage: 'report',
        agent: 'write',
        status: 'skipped',
        attempts: 0,
        exitCode: null,
        durationMs: 0,
        reason: 'needs analysis, which failed',
      },
    ],
  },
);

describe('pretty reporter', () => {
  it('prints a run line by line where there is no terminal', () => {
    const screen = new Screen(null);
    const reporter = new PrettyReporter(screen.area);
    for (const event of wholeRun) reporter.onEvent(event);
    reporter.end();
    assert.equal(
      stripVTControlCharacters(screen.text),
      [
        'p  2 executions  run R',
        '  ‖ analysis/cryo  needs 2 GiB',
        '  ▶ analysis/cryo',
        '  ✗ analysis/cryo  1.2 s  1 finding  exit code 3',
        '  ○ report/write  needs analysis, which failed',
        '',
        '  ✗  analysis/cryo  failed           1.2 s  1 finding, exit code 3',
        '  ○  report/write   skipped                 needs analysis, which failed',
        '',
        '  Findings',
        '  a.csv:3  warning  a gap (cryo: gap)',
        '',
        '  ✗ p failed in 1.3 s (analysis/cryo failed): 1 failed, 1 skipped; 1 finding   run R',
        '',
      ].join('\n'),
    );
  });
});

describe('live area', () => {
  it('redraws in place below what stays, and cuts what is wider than the screen', () => {
    const screen = new Screen(10);
    const { area } = screen;
    area.draw(['one', 'a line that is too long']);
    assert.equal(screen.text, 'one\na line t…\n');
    area.print('stays');
    assert.equal(screen.text, '\u001b[2A\u001b[0Jstays\none\na line t…\n');
    area.draw([]);
    assert.equal(screen.text, '\u001b[2A\u001b[0J');
    area.draw([]);
    assert.equal(screen.text, '');
  });
});
