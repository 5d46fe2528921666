import type { performanceProfiler } from '../../builtin/performance-profiler.ts';
import { definitionPlace } from '../definition-place.ts';
import type { AgentContext } from '../run-agent.ts';
import type { FunctionProfile, FunctionTime } from './function-profile.ts';
import { type Measurement, timingFigures } from './measurement.ts';
import { placeInWorkspace } from './place-in-workspace.ts';
import { reportPath } from './profiler-report.ts';
import { milliseconds, shortName, signed } from './profiler-summary.ts';

/** What the profiler works with. */
export type Context = AgentContext<typeof performanceProfiler>;

/** Tells the hot spots as findings. */
export function tellSpots(
  { findings }: Context,
  profile: FunctionProfile,
  spots: readonly FunctionTime[],
): void {
  const percent = (seconds: number): string => `${((100 * seconds) / profile.seconds).toFixed(1)} %`;
  for (const { name, path, line, self, total, charged } of spots) {
    if (path === null || charged === null) continue;
    const share = percent(charged);
    const parts = [`${percent(self)} in itself`];
    if (charged - self >= 0.001 * profile.seconds)
      parts.push(`${percent(charged - self)} in what it calls outside of the workspace`);
    const all = `${percent(total)} with all that it calls`;
    const message = `hot spot: ${shortName(name)} takes ${share} of the profiled time (${parts.join(', ')}; ${all})`;
    findings.add({ rule: 'hot-spot', path, line: line ?? undefined, message });
  }
}

/** Tells a regression as a finding, at the script of the command, and the health where there is something to compare. */
export async function tellRegression(
  { workspace, parameters, findings, health }: Context,
  measurement: Measurement,
): Promise<void> {
  const { judgement, timing, command, profiled } = measurement;
  const wall = timingFigures(timing).wall;
  const { verdict, earlier, earlierMedian, ratio, limit } = judgement;
  if (verdict === 'not-enough-history' || !wall || earlierMedian === null || ratio === null || limit === null)
    return;
  const against = `the median of ${earlier} earlier runs, ${milliseconds(earlierMedian)}`;
  health(
    verdict === 'regression' ? 100 / ratio : 100,
    `${milliseconds(wall.median)} against ${against}: ${verdict === 'regression' ? 'a' : 'no'} regression`,
  );
  if (verdict !== 'regression') return;
  const script = profiled.script === null ? null : placeInWorkspace(workspace, profiled.script);
  const said = typeof parameters.command === 'string' ? parameters.command : null;
  const place =
    script !== null ? { path: script } : ((await definitionPlace(workspace, said)) ?? { path: reportPath });
  const message = `${command} takes ${milliseconds(wall.median)}, ${signed(ratio - 1)} against ${against}; up to ${milliseconds(limit)} would be chance`;
  findings.add({ rule: 'performance-regression', ...place, message });
}

/** Tells all figures; null is not measured. */
export function tellFigures(
  { figure }: Context,
  measurement: Measurement | null,
  spots: number | null,
): void {
  const figures = measurement && timingFigures(measurement.timing);
  const wall = figures?.wall ?? null;
  figure('command', measurement?.command ?? null);
  figure('samples', wall && (measurement?.timing.runs.map(({ wallMs }) => rounded(wallMs)) ?? null));
  figure('runs', wall?.count ?? 0);
  figure('wall_median_ms', wall && rounded(wall.median));
  figure('wall_mad_ms', wall && rounded(wall.mad));
  figure('wall_min_ms', wall && rounded(wall.min));
  figure('cpu_median_ms', figures?.cpu?.median ?? null);
  figure('peak_rss_bytes', figures?.peakRss ?? null);
  figure('hot_spots', spots);
  figure('earlier_runs', wall && (measurement?.judgement.earlier ?? 0));
  figure('regression_ratio', measurement?.judgement.ratio ?? null);
}

/** Microseconds are finer than anything that was measured. */
function rounded(ms: number): number {
  return Number(ms.toFixed(3));
}
