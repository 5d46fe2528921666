import type { ParametersOf, RuleOf } from '../../builtin/builtin-agent.ts';
import type { monitoringAgent } from '../../builtin/monitoring-agent.ts';
import { formatBytes, formatDuration, plural } from '../../common/text.ts';
import type { EndpointCheck } from './check-endpoint.ts';
import type { Overview } from './watch.ts';

export type Thresholds = ParametersOf<typeof monitoringAgent>['thresholds'];

/** What is not as it should be. */
export interface Alert {
  readonly rule: RuleOf<typeof monitoringAgent>;
  readonly message: string;
  /** What is meant, as the definition writes it; null where it is the machine or the engine. */
  readonly written: string | null;
}

/** On a disk with more free than this a small share is no alarm, bytes. */
const plenty = 50 * 1024 ** 3;

/** The alerts of what was seen. What is not known raises none. */
export function alerts(
  seen: Overview,
  checks: readonly EndpointCheck[],
  thresholds: Thresholds,
): readonly Alert[] {
  const found: Alert[] = [];
  const raise = (rule: Alert['rule'], message: string, written: string | null = null): void => {
    found.push({ rule, message, written });
  };
  const { load_per_core, memory_used, queue_depth, hold_seconds, engine_memory } = thresholds;
  if (load_per_core !== null && seen.loadPerCore !== null && seen.loadPerCore > load_per_core) {
    const load = `load ${seen.load1m?.toFixed(2)} on ${plural(seen.cores, 'processor')}`;
    raise(
      'alert-load',
      `${load}: ${seen.loadPerCore.toFixed(2)} each, above thresholds.load_per_core, ${load_per_core}`,
    );
  }
  if (memory_used !== null && seen.memoryUsedShare !== null && seen.memoryUsedShare > memory_used) {
    const used = `${percent(seen.memoryUsedShare)} of ${formatBytes(seen.memoryTotal)} memory in use`;
    raise('alert-memory', `${used}, above thresholds.memory_used, ${percent(memory_used)}`);
  }
  if (engine_memory !== null && seen.engineBytes !== null && seen.engineBytes > engine_memory) {
    const uses = `the engine uses ${formatBytes(seen.engineBytes)} of memory`;
    raise('alert-memory', `${uses}, above thresholds.engine_memory, ${formatBytes(engine_memory)}`);
  }
  const disk = diskAlert(seen, thresholds.disk_free);
  if (disk !== null) raise('alert-disk', disk);
  if (queue_depth !== null && seen.queueDepth !== null && seen.queueDepth > queue_depth) {
    raise(
      'alert-queue',
      `${plural(seen.queueDepth, 'agent')} waiting, above thresholds.queue_depth, ${queue_depth}`,
    );
  }
  for (const { agent, reason, seconds } of seen.held ?? []) {
    if (hold_seconds === null || seconds <= hold_seconds) continue;
    const since = `${agent} has been held back for ${formatDuration(seconds * 1000)}`;
    const why = reason === '' ? '' : ` (${reason})`;
    raise(
      'alert-hold',
      `${since}${why}, above thresholds.hold_seconds, ${formatDuration(hold_seconds * 1000)}`,
    );
  }
  return [...found, ...checks.flatMap(endpointAlerts)];
}

function diskAlert({ diskFree, diskFreeShare }: Overview, limit: number | null): string | null {
  if (limit === null || diskFree === null || diskFreeShare === null) return null;
  const free = `${formatBytes(diskFree)} (${percent(diskFreeShare)}) free on the disk of the workspace`;
  if (limit > 1)
    return diskFree < limit ? `${free}, below thresholds.disk_free, ${formatBytes(limit)}` : null;
  return diskFreeShare < limit && diskFree < plenty
    ? `${free}, below thresholds.disk_free, ${percent(limit)}`
    : null;
}

function endpointAlerts({ endpoint, tries, isDown, isSlow, latencyMs }: EndpointCheck): Alert[] {
  const { name, written, maxMs } = endpoint;
  if (isDown) {
    const bad = tries.filter(({ failure }) => failure !== null);
    const message = `${name} is down: ${bad.at(-1)?.failure} (${bad.length} of ${plural(tries.length, 'try', 'tries')} failed)`;
    return [{ rule: 'endpoint-down', message, written }];
  }
  if (!isSlow || latencyMs === null) return [];
  const message = `${name} answers in ${latencyMs.toFixed(1)} ms (median of ${plural(tries.length, 'try', 'tries')}), above its max_ms, ${maxMs}`;
  return [{ rule: 'endpoint-slow', message, written }];
}

/** `91.3 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
