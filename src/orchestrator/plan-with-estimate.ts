import type { Journal } from '../journal/journal.ts';
import { simulatedMakespan } from '../kernel/simulation.ts';
import type { RunDefinition } from '../model/definition.ts';
import type { PlanReport } from '../model/report.ts';
import { buildPlan } from '../pipeline/build-plan.ts';
import { limitsOn, thisMachine } from '../pipeline/machine.ts';
import { median } from '../pipeline/median.ts';
import { planReport } from '../pipeline/plan-report.ts';

/** What would run, and how long it takes by the recorded durations, simulated under the limits of this machine. */
export function planWithEstimate(definition: RunDefinition, journal: Journal): PlanReport {
  const durations = journal.durations(definition.pipeline.name);
  const plan = buildPlan(definition, durations);
  const known = plan.executions.flatMap(({ expectedMs }) => (expectedMs === null ? [] : [expectedMs]));
  const report = planReport(definition, durations);
  if (known.length === 0)
    return { ...report, estimate: { makespanMs: null, sequentialMs: null, knownExecutions: 0 } };
  // What never ran is taken to be of middling length; `knownExecutions` says how far the figure can be trusted.
  const typical = median(known);
  const expected = (index: number): number => plan.executions[index]?.expectedMs ?? typical;
  const { makespanMs } = simulatedMakespan(plan, limitsOn(thisMachine(), definition.limits), expected, {
    clusters: definition.clusters,
  });
  const sequentialMs = plan.executions.reduce((sum, { index }) => sum + expected(index), 0);
  return { ...report, estimate: { makespanMs, sequentialMs, knownExecutions: known.length } };
}
