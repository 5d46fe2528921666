import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparisonLines, pairExecutions } from '../../../src/report-text/compare-runs.ts';
import { localTime } from '../../../src/report-text/local-time.ts';
import { executionOf, runOf } from './run-reports.ts';

/** Lines whose columns are not lined up; the heading has none on its left. */
const spaced = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/^ {3,}/, '').replace(/(\S) {2,}/g, '$1  '));

describe('two runs side by side', () => {
  it('tell what is different of the runs, then of every execution', () => {
    const before = runOf(
      [executionOf('lint', 'a'), executionOf('test', 'b', { status: 'failed', exitCode: 3 })],
      {
        status: 'failed',
        params: { depth: 2, old: true },
      },
    );
    const after = runOf(
      [
        executionOf('lint', 'a', { durationMs: 1500, startedAt: null }),
        executionOf('test', 'b', { attempts: 2, findings: { error: 1, warning: 1, info: 0 } }),
        executionOf('test', 'new', { status: 'skipped', durationMs: 0, attempts: 0, exitCode: null }),
      ],
      { runId: 'R2', durationMs: 1000, definition: 'other', params: { depth: 3 } },
    );
    const at = localTime(before.startedAt);
    assert.deepEqual(spaced(comparisonLines(before, after)), [
      'before  after',
      'run  R1  R2',
      'pipeline  p  p',
      `started  ${at}  ${at}`,
      'status  failed  succeeded',
      'duration  2.0 s  1.0 s (−50 %)',
      'definition  another  another',
      '  depth  2  3',
      '  old  true  not given',
      '',
      'Ended differently',
      '  test/b  failed, 1.0 s, exit code 3  →  succeeded, 1.0 s, 2 attempts, 2 findings (+0 %)',
      '  test/new  not there  →  skipped',
      '',
      'Ended alike',
      '  lint/a  succeeded, 1.0 s  →  succeeded, 1.5 s (+50 %)',
    ]);
  });

  it('say so where everything ended alike', () => {
    const lines = comparisonLines(runOf([executionOf('s', 'a')]), runOf([executionOf('s', 'a')]));
    assert.ok(lines.includes('Every execution ended alike.'));
    assert.ok(lines.some((line) => /^definition +the same$/.test(line)));
  });
});

describe('pairs of executions', () => {
  const place = fc.tuple(fc.constantFrom('a', 'b', 'a/b'), fc.constantFrom('c', 'b/c', '"', 'd'));
  const executions = fc
    .uniqueArray(place, { selector: (names) => JSON.stringify(names) })
    .map((places) => places.map(([stage, agent]) => executionOf(stage, agent)));

  it('hold every execution of both runs once, each beside that of its stage and agent', () => {
    fc.assert(
      fc.property(executions, executions, (before, after) => {
        const pairs = pairExecutions(runOf(before), runOf(after));
        const both = (one: 'before' | 'after') => pairs.flatMap((pair) => pair[one] ?? []);
        assert.deepEqual(new Set(both('before')), new Set(before));
        assert.equal(both('before').length, before.length);
        assert.deepEqual(both('after'), after);
        for (const { stage, agent, before: one, after: other } of pairs) {
          assert.ok(one ?? other);
          for (const found of [one, other]) {
            if (found) assert.deepEqual([found.stage, found.agent], [stage, agent]);
          }
        }
        const places = pairs.map(({ stage, agent }) => JSON.stringify([stage, agent]));
        assert.equal(new Set(places).size, pairs.length);
      }),
    );
  });

  it('keep the order of the later run, and put behind it what is gone', () => {
    fc.assert(
      fc.property(executions, executions, (before, after) => {
        const pairs = pairExecutions(runOf(before), runOf(after));
        assert.deepEqual(
          pairs.slice(0, after.length).map((pair) => pair.after),
          after,
        );
        const gone = pairs.slice(after.length).map((pair) => pair.before);
        assert.deepEqual(
          gone,
          before.filter((execution) => gone.includes(execution)),
        );
      }),
    );
  });

  it('of one run with itself are of equals', () => {
    fc.assert(
      fc.property(executions, (own) => {
        for (const { before, after } of pairExecutions(runOf(own), runOf(own))) assert.equal(before, after);
      }),
    );
  });
});
