import type { RunDefinition } from '../model/definition.ts';
import type { Plan, PlanStage } from '../model/plan.ts';
import type { PlanReport } from '../model/report.ts';
import { buildPlan, type ExpectedDuration } from './build-plan.ts';
import { definitionHash } from './definition-hash.ts';
import { criticalPath } from './graph/critical-path.ts';
import { levels } from './graph/levels.ts';
import { redundantEdges } from './graph/transitive-reduction.ts';
import { widestAntichain } from './graph/widest-antichain.ts';
import { widestLevel } from './graph/widest-level.ts';
import { median } from './median.ts';

/** What would run, and in which order; without the estimate, which a simulation adds. On request: not linear. */
export function planReport(run: RunDefinition, durations: ExpectedDuration): Omit<PlanReport, 'estimate'> {
  const plan = buildPlan(run, durations);
  const { stages } = plan;
  const graph = stages.map((stage) => stage.before);
  const nameOf = (index: number) => stages[index]?.definition.name ?? '';
  const known = plan.executions.flatMap(({ expectedMs }) => (expectedMs === null ? [] : [expectedMs]));
  const assumed = known.length === 0 ? 1 : median(known);
  const grouped = levels(graph);
  const path = criticalPath(graph, (index) => stageWeight(plan, stages[index], assumed));
  const widest = widestLevel(grouped, (index) => stages[index]?.executions.length ?? 0);
  return {
    pipeline: plan.pipeline,
    definition: definitionHash(run),
    levels: grouped.map((level) => level.map(nameOf)),
    executions: plan.executions.map(({ stage, agent, expectedMs }) => {
      return {
        stage: nameOf(stage),
        agent: agent.name,
        needs: stages[stage]?.after.map(nameOf) ?? [],
        expectedMs,
      };
    }),
    criticalPath: { stages: path.nodes.map(nameOf), expectedMs: known.length === 0 ? null : path.weight },
    widestLevel: { level: widest.level, executions: widest.weight },
    widestAntichain: widestAntichain(graph).map(nameOf),
    redundantNeeds: redundantEdges(graph).map(([need, stage]) => {
      return { stage: nameOf(stage), need: nameOf(need) };
    }),
  };
}

/** How long a stage takes alone: the longest of its executions, or all of them one after another. */
function stageWeight(plan: Plan, stage: PlanStage | undefined, assumed: number): number {
  let weight = 0;
  for (const index of stage?.executions ?? []) {
    const own = plan.executions[index]?.expectedMs ?? assumed;
    weight = stage?.definition.parallel ? Math.max(weight, own) : weight + own;
  }
  return weight;
}
