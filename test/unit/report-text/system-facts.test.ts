import assert from 'node:assert/strict';
import { clusterSystems } from '../../../src/model/definition.ts';
import type { SystemsReport } from '../../../src/model/systems-report.ts';
import { systemFacts } from '../../../src/report-text/system-facts.ts';
import { idleSystems } from '../../harness/empty-reports.ts';

const idle: SystemsReport = {
  orchestrator: {
    pid: 7,
    version: '1',
    startedAt: '2026-01-01T00:00:00.000Z',
    uptimeMs: 61_000,
    clients: 2,
    activeRuns: 1,
    runs: 9,
  },
  ...idleSystems,
};

const lines = (system: (typeof clusterSystems)[number], report = idle) =>
  systemFacts(system, report).map(([name, text]) => `${name}: ${text}`);

describe('systemFacts', () => {
  it('has something to say of every system, also of one that does nothing', () => {
    for (const system of clusterSystems) assert.ok(lines(system).length > 0, system);
    assert.deepEqual(lines('orchestrator'), [
      'runs: 1 active, 9 recorded',
      'clients: 2',
      'uptime: 1 min 01 s, process 7',
    ]);
    assert.deepEqual(lines('kernel'), [
      'slots: 0 of 8 in use',
      'resources: 0 of 2 cores, 0 B of 1 KiB declared',
      'queue: empty',
    ]);
    assert.deepEqual(lines('journal').slice(1), ['runs: none yet', 'integrity: sound']);
    assert.equal(lines('metrics').at(-1), 'holds: nothing started yet');
  });

  it('says what is held and why, and who holds which lock', () => {
    const held = { runId: 'r', stage: 's', agent: 'a', cause: 'lock', reason: 'waits for db', sinceMs: 1500 };
    const kernel = {
      ...idle.kernel,
      queued: 2,
      running: 1,
      held: [held, { ...held, agent: 'b', cause: null, reason: null }] as SystemsReport['kernel']['held'],
      locks: [{ lock: 'db', slots: 1, holders: ['s/c'], waiting: ['s/d'] }],
    };
    assert.deepEqual(lines('kernel', { ...idle, kernel }).slice(2), [
      'queue: 2 waiting, 1 running',
      's/a: waits for db, for 1.5 s',
      's/b: waits for its turn, for 1.5 s',
      'lock db: held by s/c; waiting: s/d',
    ]);
  });
});
