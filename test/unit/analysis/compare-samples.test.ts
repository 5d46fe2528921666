import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareSamples, mannWhitneyProbabilities } from '../../../src/analysis/compare-samples.ts';
import { seededNormal } from './seeded-normal.ts';

const samples = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 25 });

/** Two numbers that are the same but for rounding. */
function close(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) assert.equal(actual, expected);
  else assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${actual} is not ${expected}`);
}

describe('compare samples', () => {
  it('counts the Mann–Whitney distribution out', () => {
    const counts = (m: number, n: number, all: number) =>
      [...mannWhitneyProbabilities(m, n)].map((probability) => Math.round(probability * all));
    assert.deepEqual(counts(2, 2, 6), [1, 1, 2, 1, 1]);
    assert.deepEqual(counts(3, 2, 10), [1, 1, 2, 2, 2, 1, 1]);
    assert.deepEqual(counts(1, 4, 5), [1, 1, 1, 1, 1]);
    // P(U ≤ 23) of 10 and 10 is the tabled 0.0216 (one-sided), P(U ≤ 24) is above 0.025.
    const tail = [...mannWhitneyProbabilities(10, 10)].slice(0, 24).reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(tail - 0.0216) < 0.0001, String(tail));
  });

  it('gives the interval of the tables', () => {
    const a = [1, 2, 3, 4].map(Math.exp);
    const b = [0, 0.1, 0.2, 0.3].map(Math.exp);
    const result = compareSamples(a, b);
    // 4 and 4: only the outermost pairs, with 1 - 2/70.
    close(result?.confidence ?? null, 1 - 2 / 70);
    close(result?.low ?? null, Math.exp(0.7));
    close(result?.high ?? null, Math.exp(4));
    assert.equal(result?.differs, true);
  });

  it('has no interval where the samples are too small, and no answer where they are none', () => {
    const result = compareSamples([1, 2, 3], [4, 5, 6]);
    assert.deepEqual(
      [result?.low, result?.high, result?.confidence, result?.differs],
      [null, null, null, false],
    );
    assert.equal(result?.ratio, 0.4);
    for (const bad of [[], [0], [-1], [Number.NaN], [Number.POSITIVE_INFINITY]]) {
      assert.equal(compareSamples(bad, [1]), null);
      assert.equal(compareSamples([1], bad), null);
    }
  });

  it('holds the ratio in its interval, turns round with its samples, and scales with them', () => {
    fc.assert(
      fc.property(samples, samples, fc.double({ min: 0.01, max: 100, noNaN: true }), (a, b, factor) => {
        const forth = compareSamples(a, b);
        const back = compareSamples(b, a);
        const scaled = compareSamples(
          a.map((value) => value * factor),
          b,
        );
        assert.ok(forth !== null && back !== null && scaled !== null);
        close(back.ratio, 1 / forth.ratio);
        close(back.low, forth.high === null ? null : 1 / forth.high);
        close(scaled.ratio, forth.ratio * factor);
        close(scaled.low, forth.low === null ? null : forth.low * factor);
        if (forth.low === null || forth.high === null) return;
        assert.ok(forth.low <= forth.ratio && forth.ratio <= forth.high);
        assert.ok((forth.confidence ?? 0) >= 0.95);
      }),
    );
  });

  it('sees no difference between a sample and itself', () => {
    fc.assert(
      fc.property(samples, (a) => {
        const result = compareSamples(a, a);
        close(result?.ratio ?? null, 1);
        assert.equal(result?.differs, false);
      }),
    );
  });

  it('covers the true ratio as often as it says', () => {
    for (const [m, n] of [
      [5, 5],
      [10, 10],
      [41, 41],
    ] as const) {
      const normal = seededNormal(7);
      const trials = m * n > 1600 ? 400 : 2000;
      let covered = 0;
      for (let trial = 0; trial < trials; trial++) {
        const a = Array.from({ length: m }, () => 2 * Math.exp(0.1 * normal()));
        const b = Array.from({ length: n }, () => Math.exp(0.1 * normal()));
        const result = compareSamples(a, b);
        if ((result?.low ?? 0) <= 2 && 2 <= (result?.high ?? 0)) covered += 1;
      }
      assert.ok(covered / trials > 0.93, `${m} and ${n}: ${covered} of ${trials}`);
    }
  });
});
