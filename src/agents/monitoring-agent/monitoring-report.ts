import { reportFolder, reportText } from '../report-file.ts';
import type { Alert } from './alerts.ts';
import type { EndpointCheck } from './check-endpoint.ts';
import type { Overview, Sample } from './watch.ts';

export const reportName = 'monitoring.json';

/** Where the report is, relative to the workspace. */
export const reportPath = `${reportFolder}/${reportName}`;

/** What the fields of the report mean; the report carries it, so that it can be read by itself. */
const about = {
  overview: 'medians of the samples; load, disk and what is held are those of the last one',
  samples:
    'in their order: at_ms since the watch began; cpu_busy_share since the sample before; memory and disk in bytes; queue_depth, running and engine_bytes as the engine says',
  null: 'what this system, or the engine, does not tell',
  endpoints:
    'latency_ms is the median of the tries that went well, connecting included; down: more than half of the tries failed',
  disk_free_share: 'free for this user / (free for this user + taken), as df does it',
};

/** The report as JSON text. */
export function monitoringReport(
  seen: Overview,
  samples: readonly Sample[],
  checks: readonly EndpointCheck[],
  alerts: readonly Alert[],
  noEngine: string | null,
): string {
  const head = {
    about,
    overview: {
      processors: seen.cores,
      load_1m: seen.load1m,
      load_per_core: seen.loadPerCore,
      cpu_busy_share: seen.cpuBusyShare,
      memory_total_bytes: seen.memoryTotal,
      memory_used_share: seen.memoryUsedShare,
      disk_free_bytes: seen.diskFree,
      disk_free_share: seen.diskFreeShare,
      queue_depth: seen.queueDepth,
      engine_memory_bytes: seen.engineBytes,
    },
    no_engine: noEngine,
  };
  return reportText(head, {
    alerts: alerts.map(({ rule, message }) => ({ rule, message })),
    endpoints: checks.map(({ endpoint, tries, isDown, isSlow, latencyMs }) => ({
      name: endpoint.name,
      down: isDown,
      slow: isSlow,
      latency_ms: latencyMs,
      tries: tries.map((one) => ({ latency_ms: one.latencyMs, status: one.status, failure: one.failure })),
    })),
    held: (seen.held ?? []).map(({ agent, reason, seconds }) => ({ agent, reason, seconds })),
    samples: samples.map((sample) => ({
      at_ms: sample.atMs,
      load_1m: sample.load1m,
      cpu_busy_share: sample.cpuBusyShare,
      memory_available_bytes: sample.memoryAvailable,
      disk_free_bytes: sample.diskFree,
      queue_depth: sample.engine?.queueDepth ?? null,
      running: sample.engine?.running ?? null,
      engine_bytes: sample.engine?.residentBytes ?? null,
    })),
  });
}
