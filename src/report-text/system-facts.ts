import { formatBytes, formatDuration, plural } from '../common/text.ts';
import type { ClusterSystem } from '../model/definition.ts';
import type { SystemsReport } from '../model/systems-report.ts';
import { localTime } from './local-time.ts';

/** One thing that there is to say of a system: what, and how it stands. */
export type SystemFact = readonly [name: string, text: string];

/** What a system of the engine does, in a few lines for people. */
export function systemFacts(system: ClusterSystem, report: SystemsReport): SystemFact[] {
  return facts[system](report);
}

const facts: { readonly [S in ClusterSystem]: (report: SystemsReport) => SystemFact[] } = {
  orchestrator: ({ orchestrator }) => [
    ['runs', `${orchestrator.activeRuns} active, ${orchestrator.runs} recorded`],
    ['clients', String(orchestrator.clients)],
    ['uptime', `${formatDuration(orchestrator.uptimeMs)}, process ${orchestrator.pid}`],
  ],
  kernel: ({ kernel }) => [
    ['slots', `${kernel.slots.inUse} of ${kernel.slots.limit} in use`],
    [
      'resources',
      `${kernel.cpu.inUse} of ${kernel.cpu.limit} cores, ${formatBytes(kernel.memory.inUse)} of ${formatBytes(kernel.memory.limit)} declared`,
    ],
    ['queue', kernel.queued === 0 ? 'empty' : `${kernel.queued} waiting, ${kernel.running} running`],
    ...kernel.held.map(
      ({ stage, agent, reason, sinceMs }): SystemFact => [
        `${stage}/${agent}`,
        `${reason ?? 'waits for its turn'}, for ${formatDuration(sinceMs)}`,
      ],
    ),
    ...kernel.locks.map(
      ({ lock, holders, waiting }): SystemFact => [
        `lock ${lock}`,
        `held by ${holders.join(', ')}${waiting.length === 0 ? '' : `; waiting: ${waiting.join(', ')}`}`,
      ],
    ),
  ],
  governance: ({ governance: { findings } }) => [
    [
      'findings',
      `${plural(findings.error, 'error')}, ${plural(findings.warning, 'warning')}, ${findings.info} info`,
    ],
  ],
  journal: ({ journal }) => [
    ['size', `${formatBytes(journal.bytes)}, ${plural(journal.events, 'event')}`],
    [
      'runs',
      journal.oldestRunAt === null
        ? 'none yet'
        : `${journal.runs}, the oldest of ${localTime(journal.oldestRunAt)}`,
    ],
    ['integrity', journal.integrity === 'not checked' ? 'not checked above 64 MiB' : journal.integrity],
  ],
  metrics: ({ metrics }) => [
    ['load', `${metrics.load.map((load) => load.toFixed(2)).join(' ')} on ${plural(metrics.cores, 'core')}`],
    [
      'memory',
      `${formatBytes(metrics.memoryFreeBytes)} of ${formatBytes(metrics.memoryTotalBytes)} free; engine ${formatBytes(metrics.engineResidentBytes)}`,
    ],
    ...(metrics.diskFreeBytes === null || metrics.diskTotalBytes === null
      ? []
      : [
          [
            'disk',
            `${formatBytes(metrics.diskFreeBytes)} of ${formatBytes(metrics.diskTotalBytes)} free`,
          ] as const,
        ]),
    ['queue depth', String(metrics.queueDepth)],
    [
      'holds',
      metrics.holdMs.count === 0
        ? 'nothing started yet'
        : `median ${formatDuration(metrics.holdMs.median)}, longest ${formatDuration(metrics.holdMs.max)}, of ${plural(metrics.holdMs.count, 'start')}`,
    ],
  ],
};
