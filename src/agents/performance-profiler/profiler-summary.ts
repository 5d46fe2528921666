import { formatBytes, formatDuration, plural } from '../../common/text.ts';
import { bySelfTime, type FunctionProfile, leastSeconds } from './function-profile.ts';
import { type Measurement, timingFigures } from './measurement.ts';
import { reportPath } from './profiler-report.ts';
import type { Suggestion } from './suggest-commands.ts';

/** A spread (MAD / median) from which on timings are called noisy. */
const noisy = 0.1;

/** What the profiler tells people where it was given no command. */
export function suggestionSummary(suggestions: readonly Suggestion[]): string {
  const lines = ['Nothing to profile: set with.command. Nothing of the workspace was run.'];
  if (suggestions.length === 0) {
    lines.push('No script or file here is a benchmark by its name.');
  } else {
    const width = Math.max(...suggestions.map(({ command }) => command.length));
    lines.push('', 'Made to be measured, by their names:');
    for (const { command, because } of suggestions)
      lines.push(`  command: ${command.padEnd(width)}  (${because})`);
  }
  return lines.join('\n');
}

/** What the profiler tells people of a command. */
export function measurementSummary(
  measurement: Measurement,
  spots: number,
  top: number,
  speedscope: string | null,
): string {
  const { command, timing } = measurement;
  const { wall, cpu, peakRss } = timingFigures(timing);
  const lines = [command];
  if (timing.failed !== null || wall === null) {
    lines.push(`could not be timed: ${timing.failed?.failure ?? 'it was not run'}`);
    const last = timing.failed?.errors.split('\n').slice(-5) ?? [];
    lines.push(...last.filter((line) => line !== '').map((line) => `  ${line}`));
  } else {
    const spread = `${plural(wall.count, 'run')}, ${milliseconds(wall.min)} to ${milliseconds(wall.max)}, MAD ${milliseconds(wall.mad)}`;
    lines.push(
      `  wall   ${milliseconds(wall.median)}  (median of ${spread})`,
      `  CPU    ${cpu === null ? 'not measured' : `${milliseconds(cpu.median)}  (user + system, median)`}`,
      `  memory ${peakRss === null ? 'not measured' : `${formatBytes(peakRss)}  (largest resident)`}`,
      `  by ${timing.method}`,
    );
    if (wall.count >= 3 && wall.mad > noisy * wall.median)
      lines.push('  The timings vary a lot: on a busy machine they say little.');
    lines.push('', ...profileLines(measurement, spots, top), '', regressionLine(measurement));
  }
  lines.push('', `Report: ${reportPath}`);
  if (speedscope !== null) lines.push(`Profile for https://www.speedscope.app: ${speedscope}`);
  return lines.join('\n');
}

function profileLines({ profiled, profile }: Measurement, spots: number, top: number): string[] {
  if (profile === null) return [`Not profiled: ${profiled.unprofiled ?? 'there was no time for it'}.`];
  if (profile.profile === null) return [`Not profiled: ${profile.failure}.`];
  const told = profile.profile;
  const verdict =
    told.seconds < leastSeconds ? 'too short to judge by' : `${plural(spots, 'hot spot')} in the workspace`;
  return [
    `Profile: ${formatDuration(told.seconds * 1000)} in one more run, ${verdict}.`,
    `  by ${told.method}`,
    ...functionTable(told, top),
  ];
}

function functionTable(profile: FunctionProfile, top: number): string[] {
  const shown = bySelfTime(profile).slice(0, top);
  if (shown.length === 0) return [];
  const share = (seconds: number | null): string =>
    (seconds === null ? '–' : `${((100 * seconds) / profile.seconds).toFixed(1)} %`).padStart(8);
  const rows = shown.map(({ self, total, charged, name, path, file, line }) => {
    const place = file === '' ? '' : `  ${path ?? shortened(file)}${line === null ? '' : `:${line}`}`;
    return `${share(self)} ${share(total)} ${share(charged)}  ${shortName(name)}${place}`;
  });
  return [`${'self'.padStart(8)} ${'total'.padStart(8)} ${'charged'.padStart(8)}  function`, ...rows];
}

/** The name of a function; what V8 calls one may be a whole regular expression. */
export function shortName(name: string): string {
  return name.length <= 60 ? name : `${name.slice(0, 59).toWellFormed()}…`;
}

/** The end of a long path says more than its beginning. */
function shortened(file: string): string {
  return file.length <= 60 ? file : `…${file.slice(-59)}`;
}

function regressionLine({ judgement, noHistory }: Measurement): string {
  const { verdict, earlier, earlierMedian, ratio, limit } = judgement;
  if (noHistory !== null) return `Not compared with earlier runs: ${noHistory}.`;
  if (earlierMedian === null || ratio === null)
    return 'Not compared with earlier runs: not enough history (0 earlier runs of this command).';
  const beside = `${signed(ratio - 1)} against the median of ${plural(earlier, 'earlier run')}, ${milliseconds(earlierMedian)}`;
  if (verdict === 'not-enough-history' || limit === null) return `${beside}: not enough history to judge.`;
  return verdict === 'regression'
    ? `REGRESSION: ${beside}; up to ${milliseconds(limit)} would be chance.`
    : `No regression: ${beside}; up to ${milliseconds(limit)} is chance.`;
}

/** `+12.3 %`. */
export function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)} %`;
}

/** With what a time that short is worth reading by. */
export function milliseconds(ms: number): string {
  if (ms >= 10_000) return formatDuration(ms);
  return ms < 100 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
