import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareFindings } from '../../../src/temporal/compare-findings.ts';

const finding = fc.record({
  agent: fc.constantFrom('a', 'b', 'c'),
  path: fc.constantFrom('x', 'y'),
  rule: fc.constantFrom('r', null),
  message: fc.constantFrom('one', 'two'),
});
const side = fc.record({
  agents: fc.subarray(['a', 'b', 'c']).map((names) => new Set(names)),
  findings: fc.array(finding, { maxLength: 20 }),
});

describe('compareFindings', () => {
  it('loses none: what both runs looked for is new, gone or standing', () => {
    fc.assert(
      fc.property(side, side, (before, after) => {
        const { appeared, gone, standing } = compareFindings(before, after);
        const both = ({ agent }: { agent: string }) => before.agents.has(agent) && after.agents.has(agent);
        assert.equal(appeared.length + standing, after.findings.filter(both).length);
        assert.equal(gone.length + standing, before.findings.filter(both).length);
        assert.ok([...appeared, ...gone].every(both));
      }),
    );
  });

  it('finds nothing new and nothing gone in the same run', () => {
    fc.assert(
      fc.property(side, (run) => {
        const { appeared, gone } = compareFindings(run, run);
        assert.deepEqual([appeared, gone], [[], []]);
      }),
    );
  });

  it('is the other way round when the runs are', () => {
    fc.assert(
      fc.property(side, side, (before, after) => {
        const there = compareFindings(before, after);
        const back = compareFindings(after, before);
        assert.deepEqual(
          [there.appeared.length, there.gone.length],
          [back.gone.length, back.appeared.length],
        );
      }),
    );
  });

  it('counts what is told twice twice, and knows one again on another line', () => {
    const agents = new Set(['a']);
    const at = (line: number) => ({ agent: 'a', path: 'x', rule: 'r', message: 'm', line });
    const { appeared, gone, standing } = compareFindings(
      { agents, findings: [at(1), at(2)] },
      { agents, findings: [at(30)] },
    );
    assert.deepEqual([appeared.length, gone.length, standing], [0, 1, 1]);
  });
});
