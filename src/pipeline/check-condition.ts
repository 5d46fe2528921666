import type { AnalysisContext } from './analysis-context.ts';
import type { DeclaredPipeline, DeclaredStage } from './definition-outline.ts';
import { type ExpressionReference, parseExpression } from './expression.ts';
import { shownName } from './name-rule.ts';
import { entriesOf, entryOf, textOf } from './yaml-node.ts';

/** Tells what is wrong with the condition of a stage. */
export function checkCondition(
  context: AnalysisContext,
  pipeline: DeclaredPipeline,
  stage: DeclaredStage,
): void {
  const { problems, suggestions } = context;
  const node = entryOf(stage.node, 'when')?.node;
  const text = textOf(node);
  if (node === undefined || text === undefined || text === '') return;
  const places = problems.placesWithin(node);
  const expression = parseExpression(text);
  if (!expression.ok) {
    const { offset, end, message, ...about } = expression.error;
    const place = places(offset, end);
    problems.error('bad-expression', place, `\`when\` cannot be read: ${message}`, about);
    return;
  }
  const { type, references } = expression.value;
  if (type !== 'bool' && type !== 'dyn') {
    problems.error(
      'bad-expression',
      node,
      `\`when\` must give true or false; this gives a value of type ${type}`,
    );
  }
  for (const reference of references) {
    const names = namesOf(reference, pipeline);
    if (reference.form === 'asked' || names === null || names.has(reference.name)) continue;
    const meant = suggestions.of(reference.name, names);
    const message = `\`${reference.root}\` has no \`${shownName(reference.name)}\` in this pipeline${meant.hint}`;
    problems.warning('unknown-reference', places(reference.offset, reference.end), message, meant);
  }
}

const namesByPipeline = new WeakMap<DeclaredPipeline, ReadonlyMap<string, ReadonlySet<string>>>();

/** What may stand behind a variable in a pipeline; null where anything may. */
function namesOf({ root }: ExpressionReference, pipeline: DeclaredPipeline): ReadonlySet<string> | null {
  let known = namesByPipeline.get(pipeline);
  if (!known) {
    const agents = new Set<string>();
    for (const stage of pipeline.stages) {
      for (const agent of stage.agents) agents.add(agent.name).add(`${stage.name}/${agent.name}`);
    }
    const params = new Set(Array.from(entriesOf(entryOf(pipeline.node, 'params')?.node), ([name]) => name));
    const status = new Set(pipeline.stages.map((stage) => stage.name));
    known = new Map([
      ['outputs', agents],
      ['metrics', agents],
      ['inputs', agents],
      ['params', params],
      ['status', status],
    ]);
    namesByPipeline.set(pipeline, known);
  }
  return known.get(root) ?? null;
}
