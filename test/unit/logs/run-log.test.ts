import assert from 'node:assert/strict';
import { foldLog } from '../../../src/logs/fold-log.ts';
import { type OutputTail, renderRunLog } from '../../../src/logs/render-run-log.ts';
import { RunLog } from '../../../src/logs/run-log.ts';
import type { DodecaEvent, EventBody, ExecutionRef } from '../../../src/model/event.ts';

const options = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
} as const;

/** A run that tells what happens in it. */
class Story {
  readonly log = new RunLog();
  #seq = 0;

  tell(body: EventBody): void {
    this.#seq += 1;
    this.log.apply({ ...body, seq: this.#seq, at: new Date(this.#seq * 1000).toISOString() } as DodecaEvent);
  }

  start(...executions: readonly string[]): void {
    const planned = executions.map((name) => ref(name));
    this.tell({
      type: 'run.started',
      runId: 'r',
      pipeline: 'p',
      params: {},
      definition: 'd',
      options,
      executions: planned,
    });
    for (const one of planned) this.tell({ ...one, type: 'execution.queued' });
  }

  begin(name: string, attempt = 1): void {
    this.tell({ ...ref(name, attempt), type: 'execution.starting', reason: null });
  }

  end(name: string, status: 'succeeded' | 'failed', reason: string | null = null): void {
    const exitCode = status === 'failed' ? 1 : 0;
    this.tell({
      ...ref(name),
      type: 'execution.finished',
      status,
      exitCode,
      signal: null,
      durationMs: 1500,
      reason,
    });
  }

  text(outputs: Readonly<Record<string, OutputTail>> = {}): string {
    return renderRunLog(this.log, {
      outputs: new Map(Object.entries(outputs)),
      time: (ms) => `${ms / 1000} s`,
    }).text;
  }
}

/** `stage/agent`, whose execution is of the same name. */
function ref(name: string, attempt = 1): ExecutionRef {
  const [stage = '', agent = ''] = name.split('/');
  return { runId: 'r', executionId: name, stage, agent, attempt };
}

describe('the log of a run', () => {
  it('tells stages and executions in the order in which they began, and all that they told', () => {
    const story = new Story();
    story.start('a/x', 'b/y', 'b/z', 'c/w');
    story.tell({ type: 'stage.started', runId: 'r', stage: 'b' });
    story.begin('b/z');
    story.tell({ ...ref('b/z'), type: 'execution.metric', name: 'loss', value: 3.5, unit: 'kg' });
    story.tell({ ...ref('b/z'), type: 'execution.log', level: 'warning', message: 'hot' });
    story.tell({ ...ref('b/z'), type: 'execution.log', level: 'info', message: 'not said twice' });
    const at = { path: 'x.py', line: 3, column: 7, severity: 'error', rule: 'E1' } as const;
    story.tell({ ...ref('b/z'), type: 'execution.finding', ...at, message: 'two\nlines' });
    story.tell({
      ...{ ...ref('b/z'), type: 'execution.retrying', status: 'failed', exitCode: 1, signal: null },
      ...{ durationMs: 5, delayMs: 5, reason: 'exit code 1' },
    });
    story.begin('b/z', 2);
    story.tell({ type: 'stage.started', runId: 'r', stage: 'a' });
    story.begin('a/x');
    story.end('a/x', 'failed', 'exit code 1');
    story.tell({ type: 'stage.finished', runId: 'r', stage: 'a', status: 'failed', reason: 'x failed' });
    const outputs = { 'b/z': { lines: ['one', '', 'warning: hot'], cut: true } };
    assert.equal(
      story.text(outputs),
      [
        '── run · p · running · 1 s ──',
        '   r',
        '',
        '── stage · b · running · 6 s ──',
        '  ─ z · running · 13 s · attempt 2',
        '    · metric loss = 3.5 kg',
        '    · attempt 1 failed: exit code 1',
        '    … what was printed before: b/z',
        '    one',
        '    ',
        '    warning: hot',
        '  ─ y · queued',
        '',
        '── stage · a · failed · 14 s · x failed ──',
        '  ─ x · failed · 15 s · 1.5 s · exit code 1',
        '',
        '── stage · c · queued ──',
        '  ─ w · queued',
        '',
      ].join('\n'),
    );
  });

  it('ends with the findings and what came of it', () => {
    const story = new Story();
    story.start('a/x');
    story.begin('a/x');
    const at = { path: 'x.py', column: null, severity: 'info', rule: null } as const;
    story.tell({ ...ref('a/x'), type: 'execution.finding', ...at, line: null, message: 'look' });
    for (let n = 0; n < 60; n++) {
      story.tell({ ...ref('a/x'), type: 'execution.finding', ...at, line: 2, message: `${n}` });
    }
    story.end('a/x', 'succeeded');
    const summary = {
      ...ref('a/x'),
      status: 'succeeded',
      attempts: 1,
      exitCode: 0,
      durationMs: 1500,
      reason: null,
    } as const;
    story.tell({
      ...{
        type: 'run.finished',
        runId: 'r',
        pipeline: 'p',
        status: 'succeeded',
        durationMs: 2000,
        reason: null,
      },
      executions: [summary],
    });
    const lines = story.text().split('\n');
    assert.equal(lines[5], '    ! x.py:1 info: look');
    assert.equal(lines[6], '    ! x.py:2 info: 0');
    assert.deepEqual(lines.slice(-4), [
      '    ! … and 11 findings more',
      '',
      '── p succeeded in 2.0 s: 1 succeeded; 61 findings ──',
      '',
    ]);
  });

  it('says where the names of executions stand', () => {
    const story = new Story();
    story.start('a/x', 'a/y');
    story.begin('a/x');
    const outputs = new Map([['a/x', { lines: ['  ─ not a heading'], cut: true }]]);
    const { text, mentions } = renderRunLog(story.log, { outputs, time: String });
    const lines = text.split('\n');
    assert.deepEqual(
      mentions.map(
        ({ line, start, end, stage, agent }) => `${lines[line]?.slice(start, end)} ${stage}/${agent}`,
      ),
      ['x a/x', 'a/x a/x', 'y a/y'],
    );
    const folded = foldLog(lines).map(({ start, end }) => `${lines[start]?.trim()} +${end - start}`);
    assert.deepEqual(folded, [
      '── run · p · running · 1000 ── +2',
      '── stage · a · queued ── +4',
      `─ x · running · 4000 +2`,
    ]);
  });

  it('begins anew with what runs again', () => {
    const story = new Story();
    story.start('a/x');
    story.begin('a/x');
    story.tell({ ...ref('a/x'), type: 'execution.metric', name: 'loss', value: 1, unit: null });
    story.end('a/x', 'failed', 'exit code 1');
    story.tell({
      type: 'run.resumed',
      runId: 'r',
      pipeline: 'p',
      definition: 'd',
      options,
      executions: [ref('a/x')],
    });
    story.tell({ ...ref('a/x'), type: 'execution.queued' });
    assert.ok(!story.text().includes('loss'));
    assert.match(story.text(), /─ x · queued\n$/);
  });

  it('shows the output of what failed, then of what runs, then of what began last', () => {
    const story = new Story();
    story.start('a/1', 'a/2', 'a/3', 'a/4', 'a/5');
    for (const name of ['a/1', 'a/2', 'a/3', 'a/4']) story.begin(name);
    story.end('a/2', 'succeeded');
    story.end('a/4', 'succeeded');
    story.end('a/3', 'failed');
    const shown = (most: number) => story.log.withOutput(most).map(({ executionId }) => executionId);
    assert.deepEqual(shown(9), ['a/1', 'a/2', 'a/3', 'a/4']);
    assert.deepEqual(shown(3), ['a/3', 'a/1', 'a/4']);
  });

  it('keeps the last messages of one that says very much', () => {
    const story = new Story();
    story.start('a/x');
    story.begin('a/x');
    for (let n = 0; n < 80; n++) {
      story.tell({
        ...ref('a/x'),
        type: 'execution.artifact',
        path: `out/${n}`,
        kind: n === 79 ? 'report' : null,
      });
    }
    const lines = story.text().split('\n');
    assert.ok(lines.includes('    · 30 earlier messages'));
    assert.ok(lines.includes('    · artifact out/30'));
    assert.ok(lines.includes('    · artifact out/79 (report)'));
  });
});
