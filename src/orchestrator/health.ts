import { healthPartOf, healthScore } from '../analysis/health-score.ts';
import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { Journal } from '../journal/journal.ts';
import type { HealthReport } from '../model/report.ts';

/** The health of a workspace: what every agent told of it in the last of its executions that ran to an end. */
export function healthOf(journal: Journal): HealthReport {
  const told = journal.latestValues({ kind: 'output', name: 'health' });
  const { score, parts } = healthScore(
    told.flatMap(({ agent, value }) => {
      const part = healthPartOf(value);
      return part === null ? [] : [{ agent, ...part }];
    }),
  );
  const measured = new Set(parts.map(({ part }) => part));
  const unmeasured = [...builtinAgents.values()].flatMap(({ name, health }) =>
    health === null || measured.has(health.part)
      ? []
      : [{ part: health.part, weight: health.weight, agent: name }],
  );
  return { score, parts, unmeasured };
}
