import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deviationsAllowed, judgeRegression } from '../../../src/analysis/regression.ts';
import { seededNormal } from './seeded-normal.ts';

const times = fc.double({ min: 0.01, max: 1e6, noNaN: true });
const histories = fc.array(times, { minLength: 5, maxLength: 40 });

/**
 * The share of 4,000 new values that are called a regression: `factor` times what the earlier ones are, all with a
 * spread of `spread` (a standard deviation, as a share).
 */
function alarms(factor: number, spread: number, count: number, leastChange: number): number {
  const normal = seededNormal(11);
  let found = 0;
  for (let trial = 0; trial < 4000; trial++) {
    const earlier = Array.from({ length: count }, () => 100 * Math.exp(spread * normal()));
    const value = 100 * factor * Math.exp(spread * normal());
    if (judgeRegression(value, earlier, { leastChange }).verdict === 'regression') found += 1;
  }
  return found / 4000;
}

describe('regression', () => {
  it('judges nothing without enough history', () => {
    assert.deepEqual(judgeRegression(100, []), {
      verdict: 'not-enough-history',
      earlier: 0,
      earlierMedian: null,
      ratio: null,
      limit: null,
    });
    assert.equal(judgeRegression(900, [1, 1, 1, 1]).verdict, 'not-enough-history');
    assert.equal(judgeRegression(900, [1, 1, 1, 1, 1]).verdict, 'regression');
    assert.equal(judgeRegression(900, [1, 1, 1, 1, 1], { leastHistory: 6 }).verdict, 'not-enough-history');
    // Five are needed whatever is asked for: the limit is known from five on.
    assert.equal(judgeRegression(900, [1, 1], { leastHistory: 1 }).verdict, 'not-enough-history');
  });

  it('judges by the spread of the history, and by the smallest change', () => {
    const steady = [100, 101, 99, 100, 102, 98, 100, 101];
    const wild = [100, 130, 80, 100, 150, 70, 110, 95];
    assert.equal(judgeRegression(111, steady).verdict, 'regression');
    assert.equal(judgeRegression(109, steady, { leastChange: 0.1 }).verdict, 'no-regression');
    assert.equal(judgeRegression(109, steady).verdict, 'regression');
    assert.equal(judgeRegression(150, wild).verdict, 'no-regression');
    assert.equal(judgeRegression(50, steady).verdict, 'no-regression');
  });

  it('is not disturbed by a few wild or impossible values', () => {
    const history = [100, 101, 99, 100, 102, 98, 5000, 6000, 0.1, Number.NaN, 0, -4];
    const { earlier, verdict } = judgeRegression(125, history);
    assert.deepEqual([earlier, verdict], [9, 'regression']);
  });

  it('knows the limit of the tables, and less with more history', () => {
    assert.equal(deviationsAllowed(5), 10);
    assert.equal(deviationsAllowed(11), (4.0 + 3.7) / 2);
    assert.equal(deviationsAllowed(500), 2.8);
    for (let count = 5; count < 40; count++)
      assert.ok(deviationsAllowed(count + 1) <= deviationsAllowed(count));
  });

  it('never calls a regression what is not above all of the middle, and stays one when it gets worse', () => {
    fc.assert(
      fc.property(times, histories, fc.double({ min: 1, max: 10, noNaN: true }), (value, history, worse) => {
        const judged = judgeRegression(value, history);
        assert.ok(judged.limit !== null && judged.earlierMedian !== null);
        assert.ok(judged.limit >= judged.earlierMedian * 1.0499);
        if (judged.verdict === 'regression') {
          assert.ok(value >= judged.limit * (1 - 1e-9));
          assert.equal(judgeRegression(value * worse, history).verdict, 'regression');
        } else assert.ok(value <= judged.limit * (1 + 1e-9));
      }),
    );
  });

  it('does not depend on the order of the history', () => {
    fc.assert(
      fc.property(times, histories, (value, history) => {
        assert.deepEqual(judgeRegression(value, history), judgeRegression(value, [...history].reverse()));
      }),
    );
  });

  it('gives at most 1 false alarm in 100 by its limit alone', () => {
    for (const count of [5, 6, 7, 8, 10, 12, 15, 20, 30]) {
      const share = alarms(1, 0.05, count, 0);
      assert.ok(share < 0.016, `${count} earlier values: ${share}`);
      assert.ok(share > 0.003, `${count} earlier values: ${share}`);
    }
  });

  it('sees +20 % and +10 % in a spread of 2 %, and what is as large as the smallest change in half of the cases', () => {
    assert.ok(alarms(1.2, 0.02, 5, 0.05) > 0.55);
    assert.ok(alarms(1.2, 0.02, 10, 0.05) > 0.97);
    assert.ok(alarms(1.1, 0.02, 10, 0.05) > 0.7);
    assert.ok(alarms(1.1, 0.02, 20, 0.05) > 0.85);
    const half = alarms(1.1, 0.01, 20, 0.1);
    assert.ok(half > 0.45 && half < 0.55, String(half));
  });
});
