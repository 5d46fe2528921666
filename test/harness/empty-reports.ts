import type { ChangesReport } from '../../src/model/changes-report.ts';
import type { HealthReport } from '../../src/model/report.ts';
import type { EngineApiSystems } from '../../src/rpc/engine-api.ts';

/** The systems of an engine that does nothing. */
export const idleSystems: EngineApiSystems = {
  kernel: {
    slots: { limit: 8, inUse: 0 },
    cpu: { limit: 2, inUse: 0 },
    memory: { limit: 1024, inUse: 0 },
    running: 0,
    queued: 0,
    held: [],
    locks: [],
  },
  governance: { findings: { error: 0, warning: 0, info: 0 } },
  journal: { bytes: 0, events: 0, runs: 0, oldestRunAt: null, newestRunAt: null, integrity: 'sound' },
  metrics: {
    load: [0, 0, 0],
    cores: 2,
    memoryTotalBytes: 1024,
    memoryFreeBytes: 512,
    diskTotalBytes: null,
    diskFreeBytes: null,
    engineResidentBytes: 0,
    queueDepth: 0,
    holdMs: { count: 0, median: 0, max: 0 },
  },
};

/** A workspace of which nothing was measured. */
export const unmeasuredHealth: HealthReport = { score: null, parts: [], unmeasured: [] };

/** For an engine that has no record of runs. */
export function noChanges(): ChangesReport {
  throw new Error('a scripted engine has no record');
}
