import type { Json } from '../common/json.ts';
import type { Journal } from '../journal/journal.ts';
import { ActiveRun } from '../kernel/active-run.ts';
import type { EarlierExecution, Submission } from '../kernel/scheduler/scheduler-event.ts';
import type { LaunchedBy } from '../model/debug.ts';
import type { RunDefinition } from '../model/definition.ts';
import type { PlannedExecution, RunOptions } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import { limitsOn, thisMachine } from '../pipeline/machine.ts';

/** What a run is made of before the kernel takes it. */
export interface RunParts {
  readonly runId: string;
  readonly definition: RunDefinition;
  readonly plan: Plan;
  readonly params: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly options: RunOptions;
  /** One for each of `plan.executions`. */
  readonly executionIds: readonly string[];
  readonly earlier: readonly (EarlierExecution | undefined)[];
  /** When it started for the first time, ms. */
  readonly startedAt: number;
  /** The debugger that starts it; null where none does. */
  readonly debugger: LaunchedBy | null;
}

export function activeRunOf(parts: RunParts): ActiveRun {
  const { runId: id, plan, definition, params, secrets, executionIds } = parts;
  return new ActiveRun({ id, plan, definition, params, secrets, executionIds });
}

export function submissionOf(parts: RunParts, journal: Journal): Submission {
  const breakers = new Map<string, { failures: number; lastFailureAt: number }>();
  for (const { name, breaker } of parts.definition.agents) {
    if (!breaker) continue;
    const { count, lastAt } = journal.failuresInARow(name);
    breakers.set(name, { failures: count, lastFailureAt: lastAt === null ? 0 : Date.parse(lastAt) });
  }
  return {
    runId: parts.runId,
    plan: parts.plan,
    executionIds: parts.executionIds,
    options: parts.options,
    clusters: parts.definition.clusters,
    limits: limitsOn(thisMachine(), parts.definition.limits),
    startedAt: parts.startedAt,
    earlier: parts.earlier,
    breakers,
    debug: parts.debugger,
  };
}

/** The executions of a plan with their ids; `only` picks some. */
export function plannedExecutions(
  parts: Pick<RunParts, 'plan' | 'executionIds'>,
  only: (index: number) => boolean = () => true,
): PlannedExecution[] {
  return parts.plan.executions
    .filter(({ index }) => only(index))
    .map(({ index, stage, agent }) => ({
      executionId: parts.executionIds[index] ?? '',
      stage: parts.plan.stages[stage]?.definition.name ?? '',
      agent: agent.name,
    }));
}
