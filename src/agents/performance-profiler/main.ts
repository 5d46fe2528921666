import { emit } from '../../agent-protocol/emit.ts';
import { judgeRegression } from '../../analysis/regression.ts';
import { performanceProfiler } from '../../builtin/performance-profiler.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { earlierRuns } from './earlier-runs.ts';
import { hotSpots } from './function-profile.ts';
import { type Measurement, timeCommand, timingFigures } from './measurement.ts';
import { profiledCommand } from './profiled-command.ts';
import { profilerReport, reportName, speedscopeName } from './profiler-report.ts';
import { measurementSummary, suggestionSummary } from './profiler-summary.ts';
import { resourceMeter } from './resource-meter.ts';
import { speedscopeText } from './speedscope.ts';
import { commandText, splitCommand } from './split-command.ts';
import { suggestCommands } from './suggest-commands.ts';
import { takeProfile } from './take-profile.ts';
import { type Context, tellFigures, tellRegression, tellSpots } from './tell-measurement.ts';

await runAgent(performanceProfiler, async (context) => {
  const { workspace, parameters } = context;
  if (parameters.command === null) {
    const suggestions = suggestCommands(workspace);
    writeReport(workspace, reportName, profilerReport(null, suggestions, []));
    tellFigures(context, null, null);
    process.stdout.write(`${suggestionSummary(suggestions)}\n`);
    return 0;
  }
  const measurement = await measure(context, parameters.command);
  const profile = measurement.profile?.profile ?? null;
  const spots = profile === null ? [] : hotSpots(profile, parameters.min_share);
  if (profile !== null) tellSpots(context, profile, spots.slice(0, parameters.top));
  const text = profile && speedscopeText(profile, measurement.command);
  const speedscope = text && writeReport(workspace, speedscopeName, text);
  writeReport(workspace, reportName, profilerReport(measurement, [], spots));
  await tellRegression(context, measurement);
  tellFigures(context, measurement, profile === null ? null : spots.length);
  process.stdout.write(`${measurementSummary(measurement, spots.length, parameters.top, speedscope)}\n`);
  const hasRegression = measurement.judgement.verdict === 'regression';
  return measurement.timing.failed !== null || (hasRegression && parameters.fail_on_regression) ? 1 : 0;
});

async function measure(context: Context, written: string | readonly string[]): Promise<Measurement> {
  const { workspace, parameters } = context;
  const command = splitCommand(written);
  const cwd = process.cwd();
  const profiled = await profiledCommand(command, parameters.kind, workspace, cwd);
  const limits = { cwd, timeoutMs: parameters.timeout * 1000 };
  const timing = await timeCommand(profiled, { ...parameters, ...limits }, await resourceMeter());
  const wallMs = timingFigures(timing).wall?.median ?? null;
  const text = commandText(command);
  if (wallMs === null) {
    const failure = `${text}: ${timing.failed?.failure ?? 'it was not run'}`;
    emit({ type: 'log', level: 'error', message: failure });
    return {
      command: text,
      profiled,
      timing,
      profile: null,
      judgement: judgeRegression(0, []),
      noHistory: null,
    };
  }
  const { kind } = profiled;
  emit({ type: 'progress', message: kind === 'time' ? 'comparing' : 'one run under the profiler' });
  const profile =
    kind === 'time' ? null : await takeProfile({ ...profiled, kind }, { workspace, wallMs, ...limits });
  if (profile?.failure)
    emit({ type: 'log', level: 'warning', message: `${text} was not profiled: ${profile.failure}` });
  const { medians, failure } = await earlierRuns(text, parameters.history);
  const judgement = judgeRegression(wallMs, medians, {
    leastHistory: parameters.min_history,
    leastChange: parameters.min_change,
  });
  return { command: text, profiled, timing, profile, judgement, noHistory: failure };
}
