import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildPlan } from '../../../src/pipeline/build-plan.ts';
import { planReport } from '../../../src/pipeline/plan-report.ts';
import { agentOf, runDefinitionOf, stageOf } from '../../harness/definitions.ts';

const agents = ['a', 'b', 'c', 'd', 'e'].map((name) => agentOf(name));

describe('buildPlan', () => {
  it('lets a stage follow the one above it, or exactly those it names', () => {
    const run = runDefinitionOf(agents, [
      stageOf('one', ['a'], { needs: null }),
      stageOf('two', ['b', 'c'], { needs: null }),
      stageOf('three', ['d'], { needs: [] }),
      stageOf('four', ['e', 'a'], { needs: ['one', 'three', 'one'] }),
    ]);
    const plan = buildPlan(run, () => null);
    assert.deepEqual(
      plan.stages.map(({ after, before, strict, executions }) => ({ after, before, strict, executions })),
      [
        { after: [], before: [1, 3], strict: false, executions: [0] },
        { after: [0], before: [], strict: false, executions: [1, 2] },
        { after: [], before: [3], strict: true, executions: [3] },
        { after: [0, 2], before: [], strict: true, executions: [4, 5] },
      ],
    );
    assert.deepEqual(
      plan.executions.map(({ index, stage, agent }) => [index, stage, agent.name]),
      [
        [0, 0, 'a'],
        [1, 1, 'b'],
        [2, 1, 'c'],
        [3, 2, 'd'],
        [4, 3, 'e'],
        [5, 3, 'a'],
      ],
    );
  });

  const stages = [
    stageOf('one', ['a', 'b'], { needs: [] }),
    stageOf('two', ['c', 'd'], { needs: ['one'], parallel: true }),
    stageOf('three', ['e'], { needs: ['two'] }),
  ];
  const remaining = (durations: Readonly<Record<string, number>>) =>
    buildPlan(runDefinitionOf(agents, stages), (_, agent) => durations[agent] ?? null).executions.map(
      (execution) => execution.remaining,
    );

  it('counts executions where no duration is known', () => {
    assert.deepEqual(remaining({}), [4, 3, 2, 2, 1]);
  });

  it('adds up the durations of the longest way', () => {
    assert.deepEqual(remaining({ a: 100, b: 10, c: 5, d: 50, e: 1 }), [161, 61, 6, 51, 1]);
  });

  it('takes the median of the known durations for those that are not known', () => {
    assert.deepEqual(remaining({ a: 100, c: 20, d: 40 }), [220, 120, 60, 80, 40]);
  });

  it('takes the expected duration of an agent in its stage', () => {
    const run = runDefinitionOf(agents, [stageOf('x', ['a']), stageOf('y', ['a'])]);
    const plan = buildPlan(run, (stage, agent) => (stage === 'x' && agent === 'a' ? 7 : null));
    assert.deepEqual(
      plan.executions.map(({ expectedMs }) => expectedMs),
      [7, null],
    );
  });

  it('gives every execution at least what comes after it', () => {
    const anyRun = fc
      .array(
        fc.record({
          width: fc.integer({ min: 1, max: 3 }),
          parallel: fc.boolean(),
          from: fc.array(fc.nat()),
        }),
        {
          maxLength: 12,
        },
      )
      .map((shapes) =>
        runDefinitionOf(
          agents,
          shapes.map(({ width, parallel, from }, index) =>
            stageOf(`s${index}`, ['a', 'b', 'c'].slice(0, width), {
              parallel,
              needs: index === 0 ? [] : [...new Set(from.map((place) => `s${place % index}`))],
            }),
          ),
        ),
      );
    fc.assert(
      fc.property(anyRun, fc.array(fc.nat(100), { minLength: 5, maxLength: 5 }), (run, durations) => {
        const duration = (agent: string) => durations['abcde'.indexOf(agent)] ?? null;
        const plan = buildPlan(run, (_, agent) => duration(agent));
        for (const stage of plan.stages) {
          const rest = Math.max(
            0,
            ...stage.before.flatMap((next) =>
              (plan.stages[next]?.executions ?? []).map((index) => plan.executions[index]?.remaining ?? 0),
            ),
          );
          const expected = stage.executions.map(
            (index) => duration(plan.executions[index]?.agent.name ?? '') ?? 0,
          );
          stage.executions.forEach((index, place) => {
            const own = stage.definition.parallel
              ? expected[place]
              : expected.slice(place).reduce((sum, ms) => sum + ms, 0);
            assert.equal(plan.executions[index]?.remaining, (own ?? 0) + rest);
          });
        }
      }),
    );
  });

  it('plans tens of thousands of stages in a row', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => stageOf(`s${i}`, ['a'], { needs: null }));
    assert.equal(buildPlan(runDefinitionOf(agents, many), () => null).executions[0]?.remaining, 20_000);
  });
});

describe('planReport', () => {
  it('tells what would run', () => {
    const run = runDefinitionOf(agents, [
      stageOf('one', ['a'], { needs: [] }),
      stageOf('two', ['b', 'c'], { needs: ['one'], parallel: true }),
      stageOf('three', ['d', 'e'], { needs: ['one'] }),
      stageOf('four', ['a'], { needs: ['one', 'two', 'three'] }),
    ]);
    const durations: Readonly<Record<string, number>> = { a: 10, b: 100, c: 20, d: 30, e: 40 };
    const { definition, ...report } = planReport(run, (_, agent) => durations[agent] ?? null);
    assert.match(definition, /^[0-9a-f]{64}$/);
    assert.deepEqual(report, {
      pipeline: 'p',
      levels: [['one'], ['two', 'three'], ['four']],
      executions: [
        { stage: 'one', agent: 'a', needs: [], expectedMs: 10 },
        { stage: 'two', agent: 'b', needs: ['one'], expectedMs: 100 },
        { stage: 'two', agent: 'c', needs: ['one'], expectedMs: 20 },
        { stage: 'three', agent: 'd', needs: ['one'], expectedMs: 30 },
        { stage: 'three', agent: 'e', needs: ['one'], expectedMs: 40 },
        { stage: 'four', agent: 'a', needs: ['one', 'two', 'three'], expectedMs: 10 },
      ],
      criticalPath: { stages: ['one', 'two', 'four'], expectedMs: 120 },
      widestLevel: { level: 1, executions: 4 },
      widestAntichain: ['two', 'three'],
      redundantNeeds: [{ stage: 'four', need: 'one' }],
    });
  });

  it('knows no duration of the critical path without history', () => {
    const report = planReport(
      runDefinitionOf(agents, [stageOf('one', ['a']), stageOf('two', ['b', 'c'])]),
      () => null,
    );
    assert.deepEqual(report.criticalPath, { stages: ['two'], expectedMs: null });
  });
});
