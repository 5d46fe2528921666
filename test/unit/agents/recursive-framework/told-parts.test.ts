import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AgentInput } from '../../../../src/agent-protocol/input.ts';
import { toldParts } from '../../../../src/agents/recursive-framework/told-parts.ts';

const health = (part: string, score: number): { health: { part: string; score: number } } => ({
  health: { part, score },
});

describe('parts that agents told', () => {
  it('are read once an agent, under its plain name', () => {
    const { parts, unreadable } = toldParts({
      tests: health('tests', 90),
      'check/tests': health('tests', 10),
      'a/b/tests': health('tests', 20),
      'team/lint': health('lint', 80),
      'check/team/lint': health('lint', 0),
      silent: { rows: 3 },
      broken: { health: 80 },
      empty: { health: null },
    });
    assert.deepEqual(
      parts.map(({ agent, part, score }) => [agent, part, score]),
      [
        ['tests', 'tests', 90],
        ['team/lint', 'lint', 80],
      ],
    );
    assert.deepEqual(unreadable, ['broken']);
  });

  it('are read from any input without a fault', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (outputs) => {
        toldParts(outputs as AgentInput['outputs']);
      }),
    );
  });
});
