import type { RunDefinition, StageDefinition } from '../model/definition.ts';
import type { Plan, PlanExecution, PlanStage } from '../model/plan.ts';
import { topologicalOrder } from './graph/topological-order.ts';
import { median } from './median.ts';

/** Expected milliseconds of an agent in a stage, or null where there is no history. */
export type ExpectedDuration = (stage: string, agent: string) => number | null;

/**
 * Makes a pipeline ready to run. A stage without `needs` follows the stage above it; the others follow what they
 * name. Linear in executions plus `needs`. The definition was checked before: what it names exists, and nothing
 * waits for itself.
 */
export function buildPlan(run: RunDefinition, durations: ExpectedDuration): Plan {
  const { pipeline } = run;
  const agents = new Map(run.agents.map((agent) => [agent.name, agent]));
  const after = stageDependencies(pipeline.stages);
  const before: number[][] = pipeline.stages.map(() => []);
  after.forEach((needs, stage) => {
    for (const need of needs) before[need]?.push(stage);
  });
  const placed: Placed[] = [];
  const stages = pipeline.stages.map((definition, index): PlanStage => {
    const executions = definition.agents.map((name) => {
      const agent = agents.get(name);
      if (!agent) throw new Error(`the run has no agent ${JSON.stringify(name)}`);
      const expectedMs = durations(definition.name, name);
      return placed.push({ index: placed.length, stage: index, agent, expectedMs }) - 1;
    });
    const strict = definition.needs !== null;
    return { index, definition, executions, after: after[index] ?? [], strict, before: before[index] ?? [] };
  });
  const remaining = remainingPaths(stages, placed);
  const executions = placed.map((execution): PlanExecution => {
    return { ...execution, remaining: remaining[execution.index] as number };
  });
  return { pipeline: pipeline.name, stages, executions };
}

type Placed = Omit<PlanExecution, 'remaining'>;

/** For each stage the stages that must have ended before it starts, each once. */
export function stageDependencies(
  stages: readonly Pick<StageDefinition, 'name' | 'needs'>[],
): readonly (readonly number[])[] {
  const indices = new Map(stages.map((stage, index) => [stage.name, index]));
  return stages.map((stage, index) => {
    if (stage.needs === null) return index === 0 ? [] : [index - 1];
    const needs = new Set<number>();
    for (const name of stage.needs) {
      const need = indices.get(name);
      if (need === undefined) throw new Error(`the pipeline has no stage ${JSON.stringify(name)}`);
      needs.add(need);
    }
    return [...needs];
  });
}

/** The longest way from the start of each execution to the end of the plan. */
function remainingPaths(stages: readonly PlanStage[], executions: readonly Placed[]): Float64Array {
  const known = executions.flatMap(({ expectedMs }) => (expectedMs === null ? [] : [expectedMs]));
  const assumed = known.length === 0 ? 1 : median(known);
  const remaining = new Float64Array(executions.length);
  const ofStage = new Float64Array(stages.length);
  const order = topologicalOrder(stages.map((stage) => stage.before));
  if (order.length < stages.length) throw new Error('stages of the pipeline wait for each other');
  for (let at = order.length - 1; at >= 0; at--) {
    const stage = stages[order[at] as number] as PlanStage;
    let rest = 0;
    for (const next of stage.before) rest = Math.max(rest, ofStage[next] as number);
    let longest = rest;
    for (let place = stage.executions.length - 1; place >= 0; place--) {
      const index = stage.executions[place] as number;
      const own = executions[index]?.expectedMs ?? assumed;
      remaining[index] = own + (stage.definition.parallel ? rest : longest);
      longest = Math.max(longest, remaining[index] as number);
    }
    ofStage[stage.index] = longest;
  }
  return remaining;
}
