import { statfsSync } from 'node:fs';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import { robustSummary } from '../analysis/robust-summary.ts';
import type { Journal } from '../journal/journal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { HeldExecution } from '../model/systems-report.ts';
import type { EngineApiSystems } from '../rpc/engine-api.ts';

/** Held executions that are told; all of them are counted. */
const mostHeld = 20;

/** The engine's own systems, as they are now. */
export function systemsOf(workspace: string, kernel: Kernel, journal: Journal): EngineApiSystems {
  const { limits, inUse } = kernel;
  const holds = robustSummary(journal.recentHolds());
  const disk = diskOf(workspace);
  return {
    kernel: {
      slots: { limit: limits.concurrency, inUse: inUse.slots },
      cpu: { limit: limits.cpu, inUse: inUse.cpu },
      memory: { limit: limits.memory, inUse: inUse.memory },
      running: kernel.running,
      queued: kernel.waiting,
      held: heldExecutions(kernel, journal),
      locks: kernel.locksInUse(),
    },
    governance: { findings: journal.standingFindingCounts() },
    journal: journal.figures(),
    metrics: {
      load: loadavg(),
      cores: availableParallelism(),
      memoryTotalBytes: totalmem(),
      memoryFreeBytes: freemem(),
      diskTotalBytes: disk?.total ?? null,
      diskFreeBytes: disk?.free ?? null,
      engineResidentBytes: process.memoryUsage.rss(),
      queueDepth: kernel.waiting,
      holdMs: { count: holds?.count ?? 0, median: holds?.median ?? 0, max: holds?.max ?? 0 },
    },
  };
}

function heldExecutions(kernel: Kernel, journal: Journal): HeldExecution[] {
  const now = journal.now();
  const held = kernel.held(mostHeld);
  const reasons = new Map<string, string | null>();
  for (const runId of new Set(held.map((execution) => execution.runId)))
    for (const { executionId, reason } of journal.executionsOf(runId)) reasons.set(executionId, reason);
  return held.map(({ runId, executionId, stage, agent, cause, readyAt }) => {
    const reason = cause === null ? null : (reasons.get(executionId) ?? null);
    return { runId, stage, agent, cause, reason, sinceMs: Math.max(0, now - readyAt) };
  });
}

function diskOf(folder: string): { readonly total: number; readonly free: number } | null {
  try {
    const { bsize, blocks, bavail } = statfsSync(folder);
    return { total: bsize * blocks, free: bsize * bavail };
  } catch {
    // Some file systems do not say.
    return null;
  }
}
