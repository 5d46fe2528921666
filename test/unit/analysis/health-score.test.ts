import assert from 'node:assert/strict';
import fc from 'fast-check';
import { healthPartOf, healthScore, type MeasuredPart } from '../../../src/analysis/health-score.ts';

function part(name: string, score: number | null, weight = 10, agent = `${name}_agent`): MeasuredPart {
  return { agent, part: name, weight, score, basis: '' };
}

const anyScore = fc.double({ min: 0, max: 100, noNaN: true });
const anyPart: fc.Arbitrary<MeasuredPart> = fc.record({
  agent: fc.constantFrom('a', 'b', 'c'),
  part: fc.constantFrom('tests', 'syntax', 'docs', 'data', 'quality'),
  weight: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 30, noNaN: true })),
  score: anyScore,
  basis: fc.constantFrom('', 'one', 'two'),
});
const anyParts = fc.array(anyPart, { maxLength: 12 });

describe('health score', () => {
  it('is the weighted mean of the parts', () => {
    const { score, parts } = healthScore([part('a', 100, 20), part('b', 50, 10), part('c', 0, 10)]);
    assert.equal(score, 62.5);
    assert.deepEqual(
      parts.map(({ part, share, contribution, agents }) => [part, share, contribution, agents]),
      [
        ['a', 0.5, 50, ['a_agent']],
        ['b', 0.25, 12.5, ['b_agent']],
        ['c', 0.25, 0, ['c_agent']],
      ],
    );
  });

  it('is null where nothing was measured, and where nothing has a weight', () => {
    assert.deepEqual(healthScore([]), { score: null, parts: [] });
    assert.deepEqual(healthScore([part('a', null), part('b', Number.NaN)]), { score: null, parts: [] });
    const weightless = healthScore([part('a', 80, 0)]);
    assert.equal(weightless.score, null);
    assert.deepEqual(weightless.parts[0]?.share, 0);
  });

  it('takes a part that two agents tell as one, each counting alike', () => {
    const { score, parts } = healthScore([
      { agent: 'jest', part: 'tests', weight: 20, score: 90, basis: '9 of 10' },
      { agent: 'pytest', part: 'tests', weight: 10, score: 60, basis: '6 of 10' },
      part('syntax', 0, 15),
    ]);
    assert.equal(score, 37.5);
    assert.deepEqual(parts[1], {
      part: 'tests',
      agents: ['jest', 'pytest'],
      weight: 15,
      score: 75,
      basis: '9 of 10; 6 of 10',
      share: 0.5,
      contribution: 37.5,
    });
  });

  it('lies between the least and the greatest of its parts', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const { score, parts: scored } = healthScore(parts);
        const counted = parts.filter(
          ({ part }) => (scored.find((one) => one.part === part)?.weight ?? 0) > 0,
        );
        if (score === null) return assert.equal(counted.length, 0);
        const scores = counted.map(({ score }) => score ?? Number.NaN);
        assert.ok(score >= Math.min(...scores) && score <= Math.max(...scores));
      }),
    );
  });

  it('is the same with a part that was not measured', () => {
    const unmeasured = fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(anyParts, anyPart, unmeasured, fc.nat(), (parts, more, score, at) => {
        const place = at % (parts.length + 1);
        const added = parts.toSpliced(place, 0, { ...more, score });
        assert.deepEqual(healthScore(added), healthScore(parts));
      }),
    );
  });

  it('does not depend on the order', () => {
    const shuffled = anyParts.chain((parts) =>
      fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })),
    );
    fc.assert(
      fc.property(shuffled, ([parts, other]) => {
        assert.deepEqual(healthScore(other), healthScore(parts));
      }),
    );
  });

  it('has shares that make a whole, and contributions that make the score', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const { score, parts: scored } = healthScore(parts);
        if (score === null) return;
        const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);
        assert.ok(Math.abs(total(scored.map(({ share }) => share)) - 1) < 1e-9);
        assert.ok(Math.abs(total(scored.map(({ contribution }) => contribution)) - score) < 1e-9);
      }),
    );
  });

  it('does not fall when a part rises', () => {
    fc.assert(
      fc.property(anyParts, fc.nat(), anyScore, (parts, at, score) => {
        const index = at % Math.max(parts.length, 1);
        const raised = parts.map((part, i) =>
          i === index ? { ...part, score: Math.max(score, part.score ?? 0) } : part,
        );
        const [before, after] = [healthScore(parts).score, healthScore(raised).score];
        assert.ok((after ?? 0) >= (before ?? 0) - 1e-9);
      }),
    );
  });
});

describe('a part of the health as it is told', () => {
  it('is read with what is missing filled in', () => {
    const cases: [unknown, unknown][] = [
      [
        { part: 'tests', weight: 20, score: 93.5, basis: '128 of 137' },
        { part: 'tests', weight: 20, score: 93.5, basis: '128 of 137' },
      ],
      [
        { part: ' tests\n', score: 120, other: 1 },
        { part: 'tests', weight: 10, score: 100, basis: '' },
      ],
      [
        { part: 'x', score: -0.5, weight: -1, basis: 7 },
        { part: 'x', weight: 10, score: 0, basis: '' },
      ],
      [
        { part: 'x', score: -0, weight: 0, basis: 'a\u001b[31m\tb' },
        { part: 'x', weight: 0, score: 0, basis: 'a [31m b' },
      ],
      [
        { part: 'x', score: 1, weight: Number.NaN },
        { part: 'x', weight: 10, score: 1, basis: '' },
      ],
    ];
    for (const [told, read] of cases) assert.deepEqual(healthPartOf(told), read);
  });

  it('is refused without a part or a number', () => {
    for (const told of [
      null,
      undefined,
      83,
      '83',
      [],
      {},
      { part: 'tests' },
      { score: 80 },
      { part: '', score: 80 },
      { part: ' \n', score: 80 },
      { part: 'tests', score: '80' },
      { part: 'tests', score: null },
      { part: 'tests', score: Number.NaN },
      { part: 'tests', score: Number.POSITIVE_INFINITY },
    ])
      assert.equal(healthPartOf(told), null, JSON.stringify(told));
  });

  it('is never outside of its bounds, whatever was told', () => {
    const lenient = fc.record(
      {
        part: fc.oneof(fc.string(), fc.anything()),
        score: fc.oneof(fc.double(), fc.anything()),
        weight: fc.oneof(fc.double(), fc.anything()),
        basis: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), lenient), (told) => {
        const read = healthPartOf(told);
        if (read === null) return;
        assert.ok(read.score >= 0 && read.score <= 100 && read.weight >= 0);
        assert.ok(read.part !== '' && read.part.length <= 100 && read.basis.length <= 500);
        assert.doesNotMatch(read.part + read.basis, /[\p{Cc}\u2028\u2029]/u);
        assert.deepEqual(healthPartOf(read), read);
      }),
    );
  });
});
