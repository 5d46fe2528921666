import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareIterations } from '../../../../src/agents/recursive-framework/compare-iterations.ts';
import { type Iteration, newestFirst } from '../../../../src/agents/recursive-framework/iteration.ts';
import { iterationOf, mergeIterations } from '../../../../src/agents/recursive-framework/past-iterations.ts';

let clock = 0;

/** An iteration with parts of weight 10 each, later than those made before. */
function iteration(scores: Record<string, number>, weight = 10, runId = `run-${++clock}`): Iteration {
  const parts = Object.entries(scores).map(([part, score]) => ({
    agent: part,
    part,
    weight,
    score,
    basis: '',
  }));
  const made = iterationOf(runId, new Date(1_000_000 * ++clock).toISOString(), parts);
  assert.ok(made);
  return made;
}

const rules = { tolerance: 0.5, patience: 3 };

/** Compares the last of some iterations with those before it. */
function compareLast(...all: Iteration[]): ReturnType<typeof compareIterations> {
  const current = all.at(-1);
  assert.ok(current);
  return compareIterations(current, newestFirst(all.slice(0, -1)), rules);
}

describe('comparison of iterations', () => {
  it('gives the verdict by how far the score moved', () => {
    const cases: [number[], string][] = [
      [[80], 'first'],
      [[80, 80.6], 'improved'],
      [[80, 79.4], 'regressed'],
      [[80, 80.5], 'steady'],
      [[80, 80, 80], 'steady'],
      [[80, 80, 80, 80], 'converged'],
      [[80, 80.4, 80.1, 80.5], 'converged'],
      // Each step is small; together they go somewhere.
      [[80, 80.4, 80.8, 81.2], 'steady'],
      [[70, 80, 80, 80], 'steady'],
      [[70, 80, 80, 80, 80], 'converged'],
      [[80, 80, 80, 80, 90], 'improved'],
    ];
    for (const [scores, verdict] of cases)
      assert.equal(compareLast(...scores.map((a) => iteration({ a }))).verdict, verdict, String(scores));
  });

  it('tells part by part what moved, the greatest effect first', () => {
    const before = iteration({ a: 100, b: 50, c: 30 });
    const { change, parts } = compareLast(before, iteration({ a: 100, b: 41, c: 60 }));
    assert.equal(change, 7);
    assert.deepEqual(parts, [
      { part: 'c', before: 30, after: 60, effect: 10 },
      { part: 'b', before: 50, after: 41, effect: -3 },
      { part: 'a', before: 100, after: 100, effect: 0 },
    ]);
  });

  it('does not take a part that vanished or appeared for a change', () => {
    const vanished = compareLast(iteration({ a: 90, b: 10 }), iteration({ a: 90 }));
    assert.deepEqual([vanished.verdict, vanished.change, vanished.vanished], ['steady', 0, ['b']]);
    const appeared = compareLast(iteration({ a: 90 }), iteration({ a: 90, b: 10 }));
    assert.deepEqual([appeared.verdict, appeared.change, appeared.appeared], ['steady', 0, ['b']]);
    const other = compareLast(iteration({ a: 90 }), iteration({ b: 10 }));
    assert.deepEqual([other.verdict, other.change, other.before], ['first', null, null]);
  });

  it('does not take another weight for a change', () => {
    const before = iteration({ a: 100, b: 0 });
    const heavier = iterationOf('x', new Date(1e12).toISOString(), [
      { agent: 'a', part: 'a', weight: 90, score: 100, basis: '' },
      { agent: 'b', part: 'b', weight: 10, score: 0, basis: '' },
    ]);
    assert.ok(heavier);
    const { change, best } = compareLast(before, heavier);
    assert.equal(change, 0);
    assert.deepEqual([best.iteration.run_id, best.score], ['x', 90]);
  });

  it('prefers a run that measured all of the parts to a later one that did not', () => {
    const full = iteration({ a: 90, b: 80 });
    const quick = iteration({ a: 90 });
    const { before, verdict } = compareLast(full, quick, iteration({ a: 90, b: 40 }));
    assert.equal(before, full);
    assert.equal(verdict, 'regressed');
  });

  it('knows the best of the runs that measured all of the parts', () => {
    const best = iteration({ a: 95, b: 85, c: 0 });
    const partly = iteration({ a: 100 });
    const comparison = compareLast(best, partly, iteration({ a: 80, b: 80 }), iteration({ a: 81, b: 81 }));
    assert.deepEqual(comparison.best, { iteration: best, score: 90 });
    const equal = compareLast(iteration({ a: 80 }), iteration({ a: 80 }));
    assert.equal(equal.best.iteration.run_id, `run-${clock - 1}`);
  });

  const scores = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.double({ min: 0, max: 100, noNaN: true }),
    {
      minKeys: 1,
    },
  );
  const runs = fc.array(scores, { minLength: 1, maxLength: 8 });

  it('has a change that is the sum of the effects and the difference of the scores', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const iterations = all.map((scores) => iteration(scores));
        const { change, parts, best, before, verdict } = compareLast(...iterations);
        assert.equal(change === null, verdict === 'first');
        assert.ok(best.score >= (iterations.at(-1)?.score ?? 0));
        if (change === null || before === null) return;
        const mean = (values: number[]): number =>
          values.reduce((sum, value) => sum + value, 0) / values.length;
        const difference = mean(parts.map(({ after }) => after)) - mean(parts.map(({ before }) => before));
        assert.ok(Math.abs(change - difference) < 1e-9);
      }),
    );
  });

  it('is not moved by runs that measured nothing of it', () => {
    fc.assert(
      fc.property(runs, fc.nat(), (all, at) => {
        const iterations = all.map((scores) => iteration(scores));
        const foreign = iteration({ z: 50 });
        const place = at % iterations.length;
        const with_ = compareLast(
          ...iterations.toSpliced(place, 0, { ...foreign, at: iterations[place]?.at ?? '' }),
        );
        assert.deepEqual(with_, compareLast(...iterations));
      }),
    );
  });
});

describe('earlier iterations', () => {
  it('come from the record and the journal, each once, newest first, the present run left out', () => {
    const [a, b, c, now] = [1, 2, 3, 4].map((score) => iteration({ a: score }, 10, `r${score}`));
    assert.ok(a && b && c && now);
    const merged = mergeIterations([c, a], [now, { ...c, score: 99 }, b], now);
    assert.deepEqual(merged, [c, b, a]);
  });
});
