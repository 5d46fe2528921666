import { reportFolder, reportText } from '../report-file.ts';
import { bySelfTime, type FunctionTime } from './function-profile.ts';
import type { Measurement } from './measurement.ts';
import type { Suggestion } from './suggest-commands.ts';

export const reportName = 'performance-profiler.json';
export const speedscopeName = 'profile.speedscope.json';

/** Where the report is, relative to the workspace. */
export const reportPath = `${reportFolder}/${reportName}`;

/** Functions that the report has at the most. */
const mostFunctions = 500;

/** What the fields of the report mean; the report carries it, so that it can be read by itself. */
const about = {
  command: 'what was timed; null: nothing was run, since with.command is not set',
  runs: 'each timed run without the profiler: wall time and CPU time (user + system) in milliseconds, peak resident memory in bytes; null is not measured',
  measured_by: 'where CPU time and memory come from',
  profile:
    'one more run, under the profiler: seconds is the time in all functions together, of which shares are; charged is the time in a function of the workspace and in what it called outside of the workspace, however deep',
  functions:
    'at most 500, those with the most time in themselves; seconds; line is where the function begins',
  regression:
    'the median of this run against the medians of earlier runs: a regression is above median + k × 1.4826 × MAD of their logarithms, k for 1 false alarm in 100, and above with.min_change; limit_ms is that limit',
  suggestions: 'commands that could be profiled, found by names alone',
  speedscope: `${reportFolder}/${speedscopeName} shows the profile in https://www.speedscope.app`,
};

/** The report as JSON text. */
export function profilerReport(
  measurement: Measurement | null,
  suggestions: readonly Suggestion[],
  spots: readonly FunctionTime[],
): string {
  const profile = measurement?.profile?.profile ?? null;
  const judgement = measurement?.judgement;
  const head = {
    about,
    command: measurement?.command ?? null,
    kind: measurement?.profiled.kind ?? null,
    failure: measurement?.timing.failed?.failure ?? null,
    measured_by: measurement?.timing.method ?? null,
    warmup: measurement?.timing.warmup ?? null,
    profile: profile && {
      method: profile.method,
      seconds: round(profile.seconds),
      stacks: profile.stacksAre,
    },
    no_profile: measurement?.profiled.unprofiled ?? measurement?.profile?.failure ?? null,
    regression: judgement && {
      verdict: judgement.verdict,
      earlier_runs: judgement.earlier,
      earlier_median_ms: judgement.earlierMedian,
      ratio: judgement.ratio,
      limit_ms: judgement.limit,
      no_history: measurement.noHistory,
    },
  };
  return reportText(head, {
    runs: (measurement?.timing.runs ?? []).map(({ wallMs, cpuMs, peakRssBytes }) => ({
      wall_ms: round(wallMs),
      cpu_ms: cpuMs,
      peak_rss_bytes: peakRssBytes,
    })),
    hot_spots: spots.map(functionRow),
    functions: profile === null ? [] : bySelfTime(profile).slice(0, mostFunctions).map(functionRow),
    suggestions,
  });
}

function functionRow({ name, path, file, line, self, total, charged, calls }: FunctionTime): object {
  return {
    name,
    path,
    file,
    line,
    self: round(self),
    total: round(total),
    charged: charged === null ? null : round(charged),
    calls,
  };
}

function round(value: number): number {
  return Number(value.toFixed(6));
}
