import assert from 'node:assert/strict';
import type { PlanReport } from '../../../src/model/report.ts';
import { planLines } from '../../../src/report-text/plan-lines.ts';

const known: PlanReport = {
  pipeline: 'p',
  definition: 'h',
  levels: [['lint'], ['test', 'docs']],
  executions: [
    { stage: 'lint', agent: 'a', needs: [], expectedMs: 1500 },
    { stage: 'test', agent: 'b', needs: ['lint'], expectedMs: 400 },
    { stage: 'docs', agent: 'c', needs: ['lint'], expectedMs: null },
  ],
  criticalPath: { stages: ['lint', 'test'], expectedMs: 1900 },
  widestLevel: { level: 1, executions: 2 },
  widestAntichain: ['test', 'docs'],
  redundantNeeds: [{ stage: 'docs', need: 'x' }],
  estimate: { makespanMs: 1900, sequentialMs: 2100, knownExecutions: 2 },
};

describe('a plan', () => {
  it('is told level by level, with what is known of its time', () => {
    assert.deepEqual(planLines(known), [
      'p  3 executions in 2 levels',
      '  1  lint/a  1.5 s',
      '  2  test/b  400 ms     after lint',
      '  2  docs/c  never ran  after lint',
      '',
      '  critical path  lint → test, 1.9 s',
      '  widest level   2, 2 executions',
      '  estimate       1.9 s, one after another 2.1 s (2 of 3 executions known)',
      '  docs need not name x: another of its needs implies it',
    ]);
  });

  it('says that there is no estimate before the first run', () => {
    const lines = planLines({
      ...known,
      criticalPath: { stages: ['lint', 'test'], expectedMs: null },
      estimate: { makespanMs: null, sequentialMs: null, knownExecutions: 0 },
    });
    assert.ok(lines.includes('  critical path  lint → test'));
    assert.ok(lines.includes('  estimate       none: the pipeline has not run yet'));
  });
});
