import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { robustSummary } from '../../analysis/robust-summary.ts';
import type { EngineState, EngineWatch } from './engine-state.ts';
import { busyShare, type MachineSample, machineSample } from './machine-sample.ts';

/** What was seen at one moment. */
export interface Sample extends MachineSample {
  /** Milliseconds since the watch began. */
  readonly atMs: number;
  /** Of the processors since the sample before, 0 to 1; null in the first one. */
  readonly cpuBusyShare: number | null;
  readonly engine: EngineState | null;
}

/** What was seen all in all; null is what is not known. */
export interface Overview {
  readonly cores: number;
  readonly load1m: number | null;
  readonly loadPerCore: number | null;
  readonly cpuBusyShare: number | null;
  readonly memoryTotal: number;
  readonly memoryUsedShare: number | null;
  readonly diskFree: number | null;
  readonly diskFreeShare: number | null;
  readonly queueDepth: number | null;
  readonly engineBytes: number | null;
  /** Of the last sample, the longest held first. */
  readonly held: EngineState['held'];
}

/** Samples that are taken at the most; with more, the time between them grows. */
const mostSamples = 2000;

/** A timer that is set for longer goes off at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Takes samples for a while; at least one. */
export async function watch(
  workspace: string,
  { durationMs, intervalMs }: { readonly durationMs: number; readonly intervalMs: number },
  engine: EngineWatch,
  onSample: (share: number) => void,
): Promise<readonly Sample[]> {
  const started = performance.now();
  const step = Math.max(intervalMs, durationMs / mostSamples);
  const samples: Sample[] = [];
  for (;;) {
    const atMs = performance.now() - started;
    const [machine, state] = await Promise.all([machineSample(workspace), engine.look()]);
    const cpuBusyShare = busyShare(samples.at(-1)?.cpu ?? null, machine.cpu);
    samples.push({ ...machine, atMs: Math.round(atMs), cpuBusyShare, engine: state });
    onSample(durationMs === 0 ? 1 : Math.min(1, atMs / durationMs));
    const next = samples.length * step;
    if (next > durationMs) return samples;
    await sleep(Math.min(longestTimerMs, Math.max(0, next - (performance.now() - started))));
  }
}

/**
 * The samples as one: medians, so that a moment is no alarm; of what changes slowly, and of what is held, the last.
 *
 * @param cores logical processors
 */
export function overview(samples: readonly Sample[], cores: number = cpus().length): Overview {
  const last = samples.at(-1);
  const load1m = last?.load1m ?? null;
  const { diskFree = null, diskSize = null } = last ?? {};
  const used = samples.map(({ memoryAvailable, memoryTotal }) =>
    memoryAvailable === null || memoryTotal === 0 ? null : 1 - memoryAvailable / memoryTotal,
  );
  return {
    cores,
    load1m,
    loadPerCore: load1m === null || cores === 0 ? null : load1m / cores,
    cpuBusyShare: busyShare(samples[0]?.cpu ?? null, last?.cpu ?? null),
    memoryTotal: last?.memoryTotal ?? 0,
    memoryUsedShare: median(used),
    diskFree,
    diskFreeShare: diskFree === null || !diskSize ? null : diskFree / diskSize,
    queueDepth: median(samples.map(({ engine }) => engine?.queueDepth ?? null)),
    engineBytes: median(samples.map(({ engine }) => engine?.residentBytes ?? null)),
    held: last?.engine?.held?.toSorted((a, b) => b.seconds - a.seconds) ?? null,
  };
}

function median(values: readonly (number | null)[]): number | null {
  return robustSummary(values.filter((value) => value !== null))?.median ?? null;
}
