import assert from 'node:assert/strict';
import {
  BreakpointTable,
  type BreakpointTarget,
  type Resolved,
  type WantedBreakpoint,
} from '../../../src/debug/breakpoint-table.ts';

const at = (line: number, rules: Partial<WantedBreakpoint> = {}): WantedBreakpoint => {
  return { wanted: { line, column: null }, condition: null, hitCondition: null, logMessage: null, ...rules };
};

/** Every line is that of a stage of `p`, moved to the next even one. */
function evenLines(wanted: WantedBreakpoint['wanted']): Resolved {
  if (!('line' in wanted)) return { target: null, message: 'no line' };
  const line = wanted.line + (wanted.line % 2);
  const target: BreakpointTarget = { pipeline: 'p', place: { kind: 'stage', stage: `s${line}` } };
  return { target, range: { start: { line, column: 3 }, end: { line, column: 5 } } };
}

const nowhere = (): Resolved => ({ target: null, message: 'not here' });

describe('the breakpoints of a client', () => {
  it('keep their ids while they stop at the same place, whatever is set beside them', () => {
    const table = new BreakpointTable();
    const [first] = table.setSource('f', [at(3)], evenLines);
    assert.equal(first?.range?.start.line, 4, 'it was moved');
    // The client asks for it where it was moved to.
    const again = table.setSource('f', [at(1), at(4)], evenLines);
    assert.deepEqual(
      again.map(({ id }) => id),
      [2, first?.id],
    );
    const conditional = table.setSource('f', [at(4, { condition: 'attempt > 1' })], evenLines);
    assert.equal(conditional[0]?.id, 3, 'another condition makes another breakpoint');
  });

  it('have ids of their own where two stop at one place', () => {
    const table = new BreakpointTable();
    const ids = table.setSource('f', [at(3), at(4)], evenLines).map(({ id }) => id);
    assert.deepEqual(ids, [1, 2]);
    assert.deepEqual(
      table.setSource('f', [at(4), at(4)], evenLines).map(({ id }) => id),
      [1, 2],
    );
  });

  it('say what is wrong with a condition, a hit count or a log message, and stop nowhere then', () => {
    const table = new BreakpointTable();
    const set = table.setSource(
      'f',
      [
        at(2, { condition: 'outputs.' }),
        at(2, { condition: '1 + 1' }),
        at(2, { condition: 'metric.a > 1' }),
        at(2, { hitCondition: 'often' }),
        at(2, { hitCondition: '% 0' }),
        at(2, { logMessage: 'attempt {attempt' }),
        at(2, { logMessage: '{nothing}' }),
      ],
      evenLines,
    );
    assert.deepEqual(
      set.map(({ target }) => target),
      set.map(() => null),
    );
    const [syntax, type, name, hits, third, brace, unknown] = set.map(({ message }) => message ?? '');
    assert.match(syntax ?? '', /^the condition is wrong: /);
    assert.match(type ?? '', /must give true or false, not int/);
    assert.match(name ?? '', /`metric` is not known here: did you mean `metrics`\?/);
    assert.match(hits ?? '', /^the hit count is wrong: .*>= 3/);
    assert.match(third ?? '', /^the hit count is wrong/);
    assert.match(brace ?? '', /^the log message is wrong: .*not closed/);
    assert.match(unknown ?? '', /^the log message is wrong: .*`nothing` is not known/);
    assert.deepEqual(table.settings('p').breakpoints, []);
  });

  it('take conditions, hit counts and log messages that are right', () => {
    const table = new BreakpointTable();
    const rules = [
      { condition: 'outputs.a.n > 1 && attempt == 1' },
      ...['3', '>= 3', '>3', '== 3', '<3', '<= 3', '% 3'].map((hitCondition) => ({ hitCondition })),
      { logMessage: 'n is {outputs.a.n}, {{not this}}, {{"k": 1}["k"]}' },
    ];
    const set = table.setSource(
      'f',
      rules.map((one) => at(2, one)),
      evenLines,
    );
    assert.deepEqual(
      set.map(({ message }) => message),
      rules.map(() => null),
    );
  });

  it('concern only runs of their pipeline', () => {
    const table = new BreakpointTable();
    table.setSource('f', [at(2)], evenLines);
    const anywhere: Resolved = {
      target: { pipeline: null, place: { kind: 'agent', agent: 'a', stage: null } },
      range: null,
    };
    table.setFunctions([{ ...at(0), wanted: { name: 'a' } }], () => anywhere);
    const placesIn = (pipeline: string) =>
      table.settings(pipeline).breakpoints.map(({ place }) => place.kind);
    assert.deepEqual(placesIn('p'), ['stage', 'agent']);
    assert.deepEqual(placesIn('q'), ['agent']);
    assert.deepEqual(
      table.settings('p').breakpoints.map(({ isFunction }) => isFunction),
      [false, true],
    );
  });

  it('are replaced source by source', () => {
    const table = new BreakpointTable();
    table.setSource('f', [at(2)], evenLines);
    table.setSource('g', [at(4)], evenLines);
    table.setSource('f', [], evenLines);
    assert.deepEqual(
      table.settings('p').breakpoints.map(({ id }) => id),
      [2],
    );
    assert.equal(table.find(1), null);
    assert.equal(table.find(2)?.source, 'g');
  });

  it('tell which of them have changed when they are looked at again', () => {
    const table = new BreakpointTable();
    table.setSource('f', [at(2)], nowhere);
    table.setSource('g', [at(4)], evenLines);
    const changed = table.resolveAgain((_source, wanted) => evenLines(wanted), nowhere);
    assert.deepEqual(
      changed.map(({ id, target }) => [id, target?.place]),
      [[1, { kind: 'stage', stage: 's2' }]],
    );
    assert.deepEqual(
      table.resolveAgain((_source, wanted) => evenLines(wanted), nowhere),
      [],
    );
  });
});
