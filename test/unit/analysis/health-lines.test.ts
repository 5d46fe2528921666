import assert from 'node:assert/strict';
import { healthLines, points } from '../../../src/analysis/health-lines.ts';
import { healthScore } from '../../../src/analysis/health-score.ts';

const known = [
  { part: 'syntax', weight: 20, agent: 'smoke_tester' },
  { part: 'tests', weight: 25, agent: 'test_runner' },
];

describe('health lines', () => {
  it('show the score, part by part, and what was not measured', () => {
    const score = healthScore([
      {
        agent: 'smoke_tester',
        part: 'syntax',
        weight: 20,
        score: 100,
        basis: '128 of 128 files can be read',
      },
      { agent: 'mine', part: 'energy', weight: 2.5, score: 99.99, basis: '' },
    ]);
    assert.deepEqual(healthLines(score, known), [
      'Health: 99.9 of 100 (2 of 3 parts measured)',
      '  part    score  weight  contribution  basis',
      '  syntax  100.0      20          88.8  128 of 128 files can be read',
      '  energy   99.9     2.5          11.1  mine',
      '  tests       –      25             –  not measured (test_runner)',
    ]);
  });

  it('name in brief what was not measured on one line', () => {
    assert.deepEqual(healthLines(healthScore([]), known, { brief: true }), [
      'Health: not measured (0 of 2 parts measured)',
      '  part  score  weight  contribution  basis',
      '  not measured: syntax, tests',
    ]);
  });

  it('say that nothing was measured', () => {
    assert.deepEqual(healthLines(healthScore([])), ['Health: not measured (0 of 0 parts measured)']);
    assert.deepEqual(healthLines(healthScore([]), known), [
      'Health: not measured (0 of 2 parts measured)',
      '  part    score  weight  contribution  basis',
      '  syntax      –      20             –  not measured (smoke_tester)',
      '  tests       –      25             –  not measured (test_runner)',
    ]);
  });

  it('round a score down, so that only a whole one is 100', () => {
    const cases: [number, string][] = [
      [100, '100.0'],
      [99.97, '99.9'],
      [83.3, '83.3'],
      [0.7 * 100, '70.0'],
      [0, '0.0'],
    ];
    for (const [score, text] of cases) assert.equal(points(score), text);
  });
});
