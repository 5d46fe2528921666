import { healthPartOf, healthScore } from '../analysis/health-score.ts';
import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { Journal } from '../journal/journal.ts';
import type { AgentDefinition } from '../model/definition.ts';
import type { HealthReport } from '../model/report.ts';

/**
 * The health of a workspace: what every agent told of it in the last of its executions that ran to an end.
 *
 * @param agents those of the definition; null where it is wrong
 */
export function healthOf(journal: Journal, agents: readonly AgentDefinition[] | null): HealthReport {
  const told = journal.latestValues({ kind: 'output', name: 'health' });
  const { score, parts } = healthScore(
    told.flatMap(({ agent, value }) => {
      const part = healthPartOf(value);
      return part === null ? [] : [{ agent, ...part }];
    }),
  );
  const measured = new Set(parts.map(({ part }) => part));
  // A built-in agent that another one replaces by its name measures nothing here.
  const unmeasured = (agents ?? []).flatMap(({ name, program }) => {
    const health = program.kind === 'builtin' ? builtinAgents.get(program.name)?.health : null;
    return !health || measured.has(health.part)
      ? []
      : [{ part: health.part, weight: health.weight, agent: name }];
  });
  return { score, parts, unmeasured };
}
