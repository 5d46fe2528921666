import { emit } from '../../agent-protocol/emit.ts';
import type { RegressionJudgement } from '../../analysis/regression.ts';
import { type RobustSummary, robustSummary } from '../../analysis/robust-summary.ts';
import type { ProfiledCommand } from './profiled-command.ts';
import type { MeasuredRun, ResourceMeter } from './resource-meter.ts';
import type { ProfileOutcome } from './take-profile.ts';

/** The timed runs of a command. */
export interface Timing {
  readonly method: string;
  readonly warmup: number;
  readonly runs: readonly MeasuredRun[];
  /** The first run that failed, which ends the timing; null where all went well. */
  readonly failed: MeasuredRun | null;
}

/** All that was found out about a command. */
export interface Measurement {
  readonly command: string;
  readonly profiled: ProfiledCommand;
  readonly timing: Timing;
  /** Null where the command cannot be profiled, or failed. */
  readonly profile: ProfileOutcome | null;
  readonly judgement: RegressionJudgement;
  /** Why there is no history, for people; null where it could be read. */
  readonly noHistory: string | null;
}

export interface TimingRequest {
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly runs: number;
  readonly warmup: number;
}

/** Times a command without its profiler, which would slow it down. */
export async function timeCommand(
  command: ProfiledCommand,
  { cwd, timeoutMs, runs, warmup }: TimingRequest,
  meter: ResourceMeter,
): Promise<Timing> {
  const done: MeasuredRun[] = [];
  const timing = { method: meter.method, warmup };
  for (let run = 0; run < warmup + runs; run++) {
    const message = run < warmup ? `warm-up ${run + 1} of ${warmup}` : `run ${run - warmup + 1} of ${runs}`;
    emit({ type: 'progress', percent: Math.round((100 * run) / (warmup + runs + 1)), message });
    const result = await meter.run({ ...command, cwd, timeoutMs });
    if (result.failure !== null) return { ...timing, runs: [], failed: result };
    if (run >= warmup) done.push(result);
  }
  return { ...timing, runs: done, failed: null };
}

/** Figures of the timed runs; null where a figure was not measured. */
export interface TimingFigures {
  readonly wall: RobustSummary | null;
  readonly cpu: RobustSummary | null;
  /** Bytes. */
  readonly peakRss: number | null;
}

export function timingFigures({ runs }: Timing): TimingFigures {
  const memories = runs.map(({ peakRssBytes }) => peakRssBytes).filter((bytes) => bytes !== null);
  return {
    wall: robustSummary(runs.map(({ wallMs }) => wallMs)),
    cpu: robustSummary(runs.map(({ cpuMs }) => cpuMs).filter((ms) => ms !== null)),
    peakRss: memories.length === 0 ? null : Math.max(...memories),
  };
}
