import assert from 'node:assert/strict';
import { earlierRuns, mediansOf } from '../../../../src/agents/performance-profiler/earlier-runs.ts';
import { fakeEngine } from '../fake-engine.ts';

const told = (runId: string, value: unknown) => ({ runId, at: '2026-01-01T00:00:00Z', value });

describe('earlier runs', () => {
  it('takes the medians of the same command, the latest first', () => {
    const commands = [told('c', 'x'), told('b', 'other'), told('b', 'x'), told('a', 'x'), told('0', null)];
    const samples = [
      told('c', [3, 1, 2]),
      told('b', [100]),
      told('b', [10, 30]),
      told('a', [5, 'x', null, -1]),
      told('0', null),
      told('lost', [7]),
    ];
    assert.deepEqual(mediansOf('x', commands, samples), [2, 20, 5]);
    assert.deepEqual(mediansOf('y', commands, samples), []);
  });

  it('asks the engine for its own agent', async () => {
    const engine = await fakeEngine({
      'history/values': ({ name }) => [told('a', name === 'command' ? 'x' : [1, 2, 3])],
    });
    try {
      assert.deepEqual(await earlierRuns('x', 30, engine.env), { medians: [2], failure: null });
      assert.deepEqual(engine.asked, [
        {
          method: 'history/values',
          params: { kind: 'output', name: 'command', agent: 'profiler', limit: 30 },
        },
        {
          method: 'history/values',
          params: { kind: 'output', name: 'samples', agent: 'profiler', limit: 30 },
        },
      ]);
    } finally {
      await engine.close();
    }
  });

  it('knows nothing where there is no engine, or one that tells nothing', async () => {
    assert.match((await earlierRuns('x', 30, {})).failure ?? '', /no engine/);
    const gone = { DODECA_SOCKET: '/nowhere/engine.sock', DODECA_TOKEN: 'token' };
    assert.match((await earlierRuns('x', 30, gone)).failure ?? '', /no engine/);
    for (const answers of [{}, { 'history/values': () => 'nonsense' }, { 'history/values': () => [{}] }]) {
      const engine = await fakeEngine(answers);
      try {
        const { medians, failure } = await earlierRuns('x', 30, engine.env);
        assert.deepEqual(medians, []);
        assert.match(failure ?? '', /did not tell/);
      } finally {
        await engine.close();
      }
    }
  });
});
