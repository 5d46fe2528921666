import assert from 'node:assert/strict';
import { alerts, type Thresholds } from '../../../../src/agents/monitoring-agent/alerts.ts';
import { judge } from '../../../../src/agents/monitoring-agent/check-endpoint.ts';
import type { Endpoint } from '../../../../src/agents/monitoring-agent/endpoint.ts';
import type { EndpointTry } from '../../../../src/agents/monitoring-agent/endpoint-try.ts';
import { type Overview, overview, type Sample } from '../../../../src/agents/monitoring-agent/watch.ts';
import { monitoringAgent } from '../../../../src/builtin/monitoring-agent.ts';

const { thresholds } = monitoringAgent.parameters.parse({});
const gib = 1024 ** 3;

const calm: Overview = {
  cores: 4,
  load1m: 1,
  loadPerCore: 0.25,
  cpuBusyShare: 1,
  memoryTotal: 16 * gib,
  memoryUsedShare: 0.9,
  diskFree: 10 * gib,
  diskFreeShare: 0.05,
  queueDepth: 100,
  engineBytes: gib,
  held: [{ agent: 'a', reason: 'r', seconds: 300 }],
};
const unknown: Overview = {
  cores: 0,
  load1m: null,
  loadPerCore: null,
  cpuBusyShare: null,
  memoryTotal: 0,
  memoryUsedShare: null,
  diskFree: null,
  diskFreeShare: null,
  queueDepth: null,
  engineBytes: null,
  held: null,
};
const endpoint: Endpoint = {
  kind: 'http',
  name: 'app',
  written: 'http://localhost:1/',
  url: new URL('http://localhost:1/'),
  addresses: [],
  timeoutMs: 1,
  expectStatus: null,
  expectText: null,
  maxMs: 10,
};
const good = (latencyMs: number): EndpointTry => ({ latencyMs, status: 200, failure: null });
const bad: EndpointTry = { latencyMs: null, status: null, failure: 'nothing listens there' };

function rules(seen: Partial<Overview>, changed: Partial<Thresholds> = {}): string[] {
  return alerts({ ...calm, ...seen }, [], { ...thresholds, ...changed }).map(({ rule }) => rule);
}

describe('alerts', () => {
  it('raises none at the thresholds, and none of what is not known', () => {
    assert.deepEqual(rules({}), []);
    assert.deepEqual(alerts(unknown, [], thresholds), []);
  });

  it('raises each beyond its threshold, unless that is null', () => {
    const beyond: readonly (readonly [Partial<Overview>, string, Partial<Thresholds>])[] = [
      [{ loadPerCore: 2.01 }, 'alert-load', { load_per_core: null }],
      [{ memoryUsedShare: 0.901 }, 'alert-memory', { memory_used: null }],
      [{ engineBytes: gib + 1 }, 'alert-memory', { engine_memory: null }],
      [{ diskFreeShare: 0.049 }, 'alert-disk', { disk_free: null }],
      [{ queueDepth: 101 }, 'alert-queue', { queue_depth: null }],
      [{ held: [{ agent: 'a', reason: '', seconds: 301 }] }, 'alert-hold', { hold_seconds: null }],
    ];
    for (const [seen, rule, off] of beyond) {
      assert.deepEqual(rules(seen), [rule]);
      assert.deepEqual(rules(seen, off), []);
    }
  });

  it('takes a share of the disk for none of its business where there is plenty, and a size as it is', () => {
    assert.deepEqual(rules({ diskFreeShare: 0.01, diskFree: 60 * gib }), []);
    assert.deepEqual(rules({ diskFree: 60 * gib }, { disk_free: 61 * gib }), ['alert-disk']);
    assert.deepEqual(rules({ diskFree: 60 * gib }, { disk_free: 59 * gib }), []);
  });

  it('takes an endpoint for down when more than half of the tries failed, and for slow by its median', () => {
    const verdicts = (...tries: EndpointTry[]) =>
      alerts(calm, [judge(endpoint, tries)], thresholds).map(({ rule }) => rule);
    assert.deepEqual(verdicts(good(1), good(2), bad), []);
    assert.deepEqual(verdicts(good(1), bad), []);
    assert.deepEqual(verdicts(good(1), bad, bad), ['endpoint-down']);
    assert.deepEqual(verdicts(bad), ['endpoint-down']);
    assert.deepEqual(verdicts(good(11), good(12), good(1)), ['endpoint-slow']);
    assert.deepEqual(verdicts(good(10), good(900), good(1)), []);
    const [down] = alerts(calm, [judge(endpoint, [bad])], thresholds);
    assert.equal(down?.message, 'app is down: nothing listens there (1 of 1 try failed)');
    assert.equal(down?.written, 'http://localhost:1/');
  });

  it('goes by medians, and by the last of what changes slowly', () => {
    const sample = (used: number, load: number, queueDepth: number | null): Sample => ({
      atMs: 0,
      load1m: load,
      cpu: { busy: 10 * load, all: 100 * load },
      cpuBusyShare: null,
      memoryTotal: 100,
      memoryAvailable: 100 - used,
      diskFree: 20,
      diskSize: 80,
      engine:
        queueDepth === null
          ? null
          : { queueDepth, residentBytes: null, activeRuns: null, running: null, held: [] },
    });
    const seen = overview([sample(10, 1, 5), sample(99, 2, 500), sample(25, 3, null)], 2);
    assert.deepEqual(
      [seen.memoryUsedShare, seen.load1m, seen.loadPerCore, seen.queueDepth, seen.diskFreeShare, seen.held],
      [0.25, 3, 1.5, 252.5, 0.25, null],
    );
    assert.equal(seen.cpuBusyShare, 0.1);
  });
});
