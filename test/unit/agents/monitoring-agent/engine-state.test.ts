import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSystems, watchEngine } from '../../../../src/agents/monitoring-agent/engine-state.ts';
import { fakeEngine } from '../fake-engine.ts';

const systems = {
  orchestrator: { uptimeMs: 1000, clients: 2, activeRuns: 1 },
  kernel: {
    slots: { limit: 4, inUse: 4 },
    running: 4,
    queued: 7,
    held: [
      { agent: 'load', stage: 'a', runId: 'r', cause: 'lock', reason: 'waits for a lock', sinceMs: 90_000 },
    ],
    locks: [],
  },
  journal: { bytes: 10, events: 5 },
  metrics: { engineResidentBytes: 1e8, queueDepth: 8, holdMs: { count: 1, median: 5, max: 9 } },
};

describe('state of the engine', () => {
  it('reads what the engine tells', () => {
    assert.deepEqual(readSystems(systems), {
      queueDepth: 8,
      residentBytes: 1e8,
      activeRuns: 1,
      running: 4,
      held: [{ agent: 'load', reason: 'waits for a lock', seconds: 90 }],
    });
  });

  it('takes lists for numbers, times for durations, and null for what is missing or has another form', () => {
    const now = 1_800_000_000_000;
    const held = [{ agent: 'x', sinceMs: now - 5000 }];
    assert.deepEqual(readSystems({ kernel: { running: [1, 2], queued: [], held }, metrics: 'none' }, now), {
      queueDepth: 0,
      residentBytes: null,
      activeRuns: null,
      running: 2,
      held: [{ agent: 'x', reason: '', seconds: 5 }],
    });
    const nothing = { queueDepth: null, residentBytes: null, activeRuns: null, running: null, held: null };
    assert.deepEqual(readSystems({}), nothing);
    assert.deepEqual(readSystems({ kernel: null, metrics: { queueDepth: 'x' } }), nothing);
    for (const none of [null, 7, 'x', undefined]) assert.equal(readSystems(none), null);
  });

  it('reads anything', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (kernel, metrics) => {
        readSystems({ kernel, metrics });
        readSystems({ kernel: { held: kernel, queued: metrics }, metrics: { queueDepth: kernel } });
      }),
    );
  });

  it('asks a real socket, and says why there is nothing', async () => {
    const engine = await fakeEngine({ 'engine/systems': () => systems });
    try {
      const watch = await watchEngine(engine.env);
      assert.equal((await watch.look())?.queueDepth, 8);
      assert.equal(watch.failure, null);
      watch.close();
    } finally {
      await engine.close();
    }
    const older = await fakeEngine({});
    try {
      const watch = await watchEngine(older.env);
      assert.equal(await watch.look(), null);
      assert.match(watch.failure ?? '', /no method engine\/systems/);
      assert.equal(await watch.look(), null);
      assert.equal(older.asked.length, 1);
      watch.close();
    } finally {
      await older.close();
    }
    assert.match((await watchEngine({})).failure ?? '', /started by hand/);
  });
});
