import type { AnalysisContext } from './analysis-context.ts';
import { type DeclaredPipeline, eachOnce } from './definition-outline.ts';
import { findCycles } from './graph/find-cycles.ts';
import { topologicalOrder } from './graph/topological-order.ts';
import { shownName } from './name-rule.ts';

/** Tells stages that name what is not there, that wait for each other, and that wait for such stages. */
export function checkStageGraph(context: AnalysisContext, pipeline: DeclaredPipeline): void {
  const needs = checkedNeeds(context, pipeline);
  const inCycle = tellCycles(context, pipeline, needs);
  tellUnreachable(context, pipeline, needs, inCycle);
}

/** For each stage the stages it waits for, without those that do not exist. */
function checkedNeeds({ problems, suggestions }: AnalysisContext, { stages }: DeclaredPipeline): number[][] {
  const indices = new Map<string, number>();
  stages.forEach((stage, index) => {
    if (!indices.has(stage.name)) indices.set(stage.name, index);
  });
  const names = new Set(indices.keys());
  return stages.map((stage, index) => {
    if (stage.needs === null) return index === 0 ? [] : [index - 1];
    const found: number[] = [];
    eachOnce(stage.needs, (mention, repeated) => {
      const need = indices.get(mention.name);
      const name = shownName(mention.name);
      if (mention.name === '') return;
      if (need === undefined) {
        const meant = suggestions.of(mention.name, names, ': name a stage of this pipeline');
        problems.error('unknown-stage', mention, `there is no stage \`${name}\`${meant.hint}`, meant);
      } else if (mention.name === stage.name) {
        problems.error('self-need', mention, `the stage \`${name}\` cannot wait for itself: remove it`);
      } else if (repeated) {
        problems.warning('duplicate-need', mention, `\`${name}\` stands here twice: keep one`);
      } else found.push(need);
    });
    return found;
  });
}

function tellCycles(
  { problems }: AnalysisContext,
  { stages }: DeclaredPipeline,
  needs: readonly (readonly number[])[],
): Set<number> {
  const inCycle = new Set<number>();
  for (const cycle of findCycles(needs)) {
    for (const index of cycle) inCycle.add(index);
    const first = stages[cycle[0] ?? 0];
    const name = (index: number) => shownName(stages[index]?.name ?? '');
    const way = [...cycle, cycle[0] ?? 0].map(name).join(' → ');
    const byOrder = cycle.find((index) => stages[index]?.needs === null);
    const order =
      byOrder === undefined
        ? ''
        : `; \`${name(byOrder)}\` has no \`needs\` and so waits for \`${name(byOrder - 1)}\` above it`;
    // What it waits for within the cycle, where it says so.
    const place =
      first?.needs?.find((mention) => mention.name === stages[cycle[1] ?? -1]?.name) ?? first?.key;
    if (place) problems.error('cycle', place, `these stages wait for each other: ${way}${order}`);
  }
  return inCycle;
}

function tellUnreachable(
  { problems }: AnalysisContext,
  { stages }: DeclaredPipeline,
  needs: readonly (readonly number[])[],
  inCycle: ReadonlySet<number>,
): void {
  if (inCycle.size === 0) return;
  const before: number[][] = stages.map(() => []);
  needs.forEach((wanted, index) => {
    for (const need of wanted) before[need]?.push(index);
  });
  const starts = new Set(topologicalOrder(before));
  stages.forEach((stage, index) => {
    const blocked = (needs[index] ?? []).find((need) => !starts.has(need));
    if (starts.has(index) || inCycle.has(index) || blocked === undefined) return;
    const message = `the stage \`${shownName(stage.name)}\` can never start: it waits for \`${shownName(stages[blocked]?.name ?? '')}\``;
    problems.error('unreachable-stage', stage.key, message);
  });
}
