import { formatDuration, plural } from '../common/text.ts';
import type { PlanReport } from '../model/report.ts';
import { table } from './table.ts';

/** A plan for people: what would run, in which order, and how long it takes by the record. */
export function planLines(report: PlanReport): string[] {
  const { executions, levels, criticalPath, widestLevel, redundantNeeds, estimate } = report;
  const rows = levels.flatMap((stages, level) =>
    executions
      .filter(({ stage }) => stages.includes(stage))
      .map(({ stage, agent, needs, expectedMs }) => [
        `  ${level + 1}`,
        `${stage}/${agent}`,
        expectedMs === null ? 'never ran' : formatDuration(expectedMs),
        needs.length === 0 ? '' : `after ${needs.join(', ')}`,
      ]),
  );
  const known = `${estimate.knownExecutions} of ${plural(executions.length, 'execution')} known`;
  const duration = criticalPath.expectedMs === null ? '' : `, ${formatDuration(criticalPath.expectedMs)}`;
  return [
    `${report.pipeline}  ${plural(executions.length, 'execution')} in ${plural(levels.length, 'level')}`,
    ...table(rows),
    '',
    `  critical path  ${criticalPath.stages.join(' → ')}${duration}`,
    `  widest level   ${widestLevel.level + 1}, ${plural(widestLevel.executions, 'execution')}`,
    estimate.makespanMs === null
      ? '  estimate       none: the pipeline has not run yet'
      : `  estimate       ${formatDuration(estimate.makespanMs)}, one after another ${formatDuration(estimate.sequentialMs ?? 0)} (${known})`,
    ...redundantNeeds.map(
      ({ stage, need }) => `  ${stage} need not name ${need}: another of its needs implies it`,
    ),
  ];
}
