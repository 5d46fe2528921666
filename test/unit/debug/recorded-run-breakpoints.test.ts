import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../src/common/errors.ts';
import { ReplayBreakpoints } from '../../../src/debug/replay-breakpoints.ts';
import type { TimelinePlace } from '../../../src/debug/timeline.ts';
import { evaluateInScope } from '../../../src/kernel/debug/evaluate-in-scope.ts';
import type { ExceptionFilter } from '../../../src/model/debug.ts';
import { atAgent, atStage } from '../../harness/debugged-run.ts';

const stage = (name: string, at: number): TimelinePlace => ({
  kind: 'stage',
  stage: name,
  at,
  evaluateAt: at,
});
const start = (agent: string, at: number, attempt = 1): TimelinePlace => ({
  kind: 'start',
  stage: 's',
  agent,
  executionId: agent,
  attempt,
  isRetry: attempt > 1,
  at,
  evaluateAt: at + 1,
});
const end = (agent: string, at: number, ...filters: ExceptionFilter[]): TimelinePlace => ({
  kind: 'end',
  stage: 's',
  agent,
  executionId: agent,
  attempt: 1,
  failure: { filters, reason: `${agent} went wrong` },
  at,
  evaluateAt: at,
});

const places: readonly TimelinePlace[] = [
  stage('s', 1),
  start('a', 2),
  end('a', 3, 'retried'),
  start('a', 4, 2),
  end('a', 5, 'failed'),
  start('b', 6),
  start('a', 7, 3),
  stage('t', 8),
  start('a', 9, 4),
  { kind: 'run', status: 'failed', reason: null, last: null, at: 10, evaluateAt: 10 },
];

/** Evaluates in a scope that knows when it was asked for; notes what was asked. */
function evaluator() {
  const asked: string[] = [];
  return {
    asked,
    evaluate: async (place: TimelinePlace, expression: string) => {
      asked.push(`${place.evaluateAt}: ${expression}`);
      const attempt = place.kind === 'start' || place.kind === 'end' ? place.attempt : 1;
      return evaluateInScope(expression, { outputs: { a: { n: place.evaluateAt } }, attempt }).value;
    },
  };
}

function breakpointsOf(settings: Partial<ConstructorParameters<typeof ReplayBreakpoints>[1]>) {
  const { asked, evaluate } = evaluator();
  const given = { breakpoints: [], exceptions: [], ...settings };
  return { asked, breakpoints: new ReplayBreakpoints('session', given, evaluate) };
}

/** The places that stop, by index. */
async function stopsOf(breakpoints: ReplayBreakpoints): Promise<number[]> {
  const stops: number[] = [];
  for (const index of places.keys())
    if ((await breakpoints.judge(places, index)).pause !== null) stops.push(index);
  return stops;
}

describe('breakpoints in the record of a run', () => {
  it('stop at stages and at every attempt of an agent, and say which was hit', async () => {
    const { breakpoints, asked } = breakpointsOf({
      breakpoints: [atStage('t', 1), atAgent('a', 2), atAgent('b', 3, { isFunction: true })],
    });
    assert.deepEqual(await stopsOf(breakpoints), [1, 3, 5, 6, 7, 8]);
    assert.deepEqual((await breakpoints.judge(places, 5)).pause, {
      reason: 'function breakpoint',
      breakpoints: [{ session: 'session', id: 3 }],
      text: null,
    });
    assert.deepEqual(asked, [], 'there is nothing to evaluate');
  });

  it('ask the conditions as they were then, once for each place', async () => {
    const { breakpoints, asked } = breakpointsOf({
      breakpoints: [atAgent('a', 1, { condition: 'outputs.a.n > 4.0 && attempt < 4' })],
    });
    assert.deepEqual(await stopsOf(breakpoints), [3, 6]);
    assert.deepEqual(await stopsOf(breakpoints), [3, 6]);
    assert.deepEqual(
      asked.map((text) => text.split(':')[0]),
      ['3', '5', '8', '10'],
    );
  });

  it('stop where a condition cannot be evaluated, and say why', async () => {
    const { breakpoints } = breakpointsOf({
      breakpoints: [atAgent('b', 1, { condition: 'outputs.nobody.n > 1' })],
    });
    const { pause } = await breakpoints.judge(places, 5);
    assert.match(pause?.text ?? '', /outputs\.nobody\.n > 1 cannot be evaluated: no such key: nobody/);
  });

  it('count hits from the beginning of the record, whichever way one comes', async () => {
    const settings = {
      breakpoints: [
        atAgent('a', 1, { hitCondition: '% 2' }),
        atAgent('a', 2, { condition: 'attempt > 1', hitCondition: '== 2' }),
      ],
    };
    assert.deepEqual(await stopsOf(breakpointsOf(settings).breakpoints), [3, 6, 8]);
    const { breakpoints } = breakpointsOf(settings);
    const hit: (number | undefined)[] = [];
    for (const index of [8, 6, 3, 1])
      hit.push((await breakpoints.judge(places, index)).pause?.breakpoints.length);
    assert.deepEqual(hit, [1, 1, 1, undefined]);
  });

  it('tell what log points say, and do not stop at them', async () => {
    const log = atAgent('a', 1, { logMessage: 'attempt {attempt}: {outputs.a.n}, {outputs.x} {{so}}' });
    const { breakpoints } = breakpointsOf({ breakpoints: [log] });
    assert.deepEqual(await stopsOf(breakpoints), []);
    const { logs } = await breakpoints.judge(places, 3);
    assert.deepEqual(logs, [log]);
    assert.equal(
      await breakpoints.message(log, places[3] as TimelinePlace),
      'attempt 2: 5, {outputs.x: no such key: x} {so}',
    );
  });

  it('catch failures by filter and condition', async () => {
    const filters = (...exceptions: (readonly [ExceptionFilter, string | null])[]) =>
      stopsOf(
        breakpointsOf({ exceptions: exceptions.map(([filter, condition]) => ({ filter, condition })) })
          .breakpoints,
      );
    assert.deepEqual(await filters(), []);
    assert.deepEqual(await filters(['failed', null]), [4]);
    assert.deepEqual(await filters(['failed', null], ['retried', null]), [2, 4]);
    assert.deepEqual(await filters(['timed_out', null]), []);
    assert.deepEqual(await filters(['retried', 'attempt == 1'], ['failed', 'attempt == 7']), [2]);
    const { breakpoints } = breakpointsOf({ exceptions: [{ filter: 'failed', condition: null }] });
    assert.deepEqual((await breakpoints.judge(places, 4)).pause, {
      reason: 'exception',
      breakpoints: [],
      text: 'a went wrong',
      failure: 'failed',
    });
  });

  it('refuse what cannot be read, and hand on what goes wrong otherwise', async () => {
    const refused = { code: 'bad-breakpoint' };
    assert.throws(() => breakpointsOf({ breakpoints: [atAgent('a', 1, { condition: 'a +' })] }), refused);
    assert.throws(
      () => breakpointsOf({ breakpoints: [atAgent('a', 1, { hitCondition: 'often' })] }),
      refused,
    );
    assert.throws(() => breakpointsOf({ breakpoints: [atAgent('a', 1, { logMessage: '{1 +}' })] }), refused);
    assert.throws(() => breakpointsOf({ exceptions: [{ filter: 'failed', condition: '(' }] }), refused);
    const settings = { breakpoints: [atAgent('a', 1, { condition: 'true' })], exceptions: [] };
    const lost = new ReplayBreakpoints('session', settings, () =>
      Promise.reject(new UserError('engine-unreachable', 'gone')),
    );
    await assert.rejects(lost.judge(places, 1), { code: 'engine-unreachable' });
  });

  it('mean the same in whatever order one asks', async () => {
    const breakpoint = fc.record({
      place: fc.constantFrom(atAgent('a').place, atAgent('b').place, atStage('t').place),
      condition: fc.constantFrom(null, 'attempt > 1', 'outputs.a.n > 5.0', 'outputs.x.y'),
      hitCondition: fc.constantFrom(null, '2', '== 1', '% 2'),
      logMessage: fc.constantFrom(null, null, 'said'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(breakpoint, { maxLength: 4 }),
        fc.shuffledSubarray([...places.keys()], { minLength: places.length }),
        async (wanted, order) => {
          const settings = {
            breakpoints: wanted.map((one, index) => ({ ...atAgent('a', index), ...one })),
          };
          const forwards = breakpointsOf(settings).breakpoints;
          const anyhow = breakpointsOf(settings).breakpoints;
          const found = new Map<number, unknown>();
          for (const index of order) found.set(index, await anyhow.judge(places, index));
          for (const index of places.keys())
            assert.deepEqual(found.get(index), await forwards.judge(places, index), `place ${index}`);
        },
      ),
      { numRuns: 200 },
    );
  });
});
