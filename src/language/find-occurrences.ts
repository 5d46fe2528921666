import type { Analysis } from '../pipeline/analyze-definition.ts';
import type { Declared, DeclaredPipeline, DeclaredStage, Mention } from '../pipeline/definition-outline.ts';
import { type ExpressionReference, parseExpression } from '../pipeline/expression.ts';
import { scalarPlaces } from '../pipeline/scalar-places.ts';
import { entriesOf, entryOf, type Span, textOf } from '../pipeline/yaml-node.ts';
import { type ConditionPlace, type DefinitionSymbol, isSameSymbol, type Occurrence } from './occurrence.ts';

const found = new WeakMap<Analysis, readonly Occurrence[]>();

/** Every place where a definition names an agent, a cluster, a pipeline, a stage or a parameter, in its order. */
export function occurrencesIn(analysis: Analysis): readonly Occurrence[] {
  let occurrences = found.get(analysis);
  if (!occurrences) {
    const finder = new Finder(analysis.yaml.text);
    finder.search(analysis);
    occurrences = finder.sorted();
    found.set(analysis, occurrences);
  }
  return occurrences;
}

/** The name at an offset, or undefined. */
export function occurrenceAt(analysis: Analysis, offset: number): Occurrence | undefined {
  return occurrencesIn(analysis).find(({ start, end }) => start <= offset && offset <= end);
}

/** Where the thing that is named at an offset is named: its declaration too. */
export function occurrencesOf(analysis: Analysis, symbol: DefinitionSymbol): readonly Occurrence[] {
  return occurrencesIn(analysis).filter((occurrence) => isSameSymbol(occurrence.symbol, symbol));
}

class Finder {
  readonly #text: string;
  /** By place: what an alias repeats stands once. */
  readonly #places = new Map<string, Occurrence>();

  constructor(text: string) {
    this.#text = text;
  }

  search({ outline }: Analysis): void {
    for (const agent of outline.agents) this.#declared('agent', agent, null);
    for (const cluster of outline.clusters) {
      this.#declared('cluster', cluster, null);
      for (const agent of cluster.agents) this.#mention('agent', agent, null);
    }
    for (const phase of outline.phases) {
      for (const cluster of phase.clusters) this.#mention('cluster', cluster, null);
      if (phase.pipeline) this.#mention('pipeline', phase.pipeline, null);
    }
    for (const pipeline of outline.pipelines) {
      this.#declared('pipeline', pipeline, null);
      for (const [name, { key }] of entriesOf(entryOf(pipeline.node, 'params')?.node)) {
        this.#add({ kind: 'parameter', name, pipeline: pipeline.name }, key, true);
      }
      for (const stage of pipeline.stages) this.#stage(pipeline, stage);
    }
  }

  sorted(): readonly Occurrence[] {
    return [...this.#places.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  #stage(pipeline: DeclaredPipeline, stage: DeclaredStage): void {
    if (stage.key !== stage.node) this.#declared('stage', stage, pipeline.name);
    for (const agent of stage.agents) this.#mention('agent', agent, null);
    for (const need of stage.needs ?? []) this.#mention('stage', need, pipeline.name);
    const node = entryOf(stage.node, 'when')?.node;
    const text = textOf(node);
    const expression = node && text ? parseExpression(text) : undefined;
    if (!node || text === undefined || !expression?.ok) return;
    const places = scalarPlaces(this.#text, node);
    for (const reference of expression.value.references) {
      for (const { symbol, before, behind } of symbolsOf(reference, pipeline)) {
        const condition: ConditionPlace = { expression: text, node, reference, before, behind };
        const { start, end } = partOf(condition);
        this.#add(symbol, places(start, end), false, condition);
      }
    }
  }

  #declared(kind: DefinitionSymbol['kind'], { name, key }: Declared, pipeline: string | null): void {
    this.#add({ kind, name, pipeline }, key, true);
  }

  #mention(kind: DefinitionSymbol['kind'], { name, start, end }: Mention, pipeline: string | null): void {
    this.#add({ kind, name, pipeline }, { start, end }, false);
  }

  #add(
    symbol: DefinitionSymbol,
    { start, end }: Span,
    declares: boolean,
    condition: ConditionPlace | null = null,
  ): void {
    const key = `${start}:${end}:${symbol.kind}`;
    if (!this.#places.has(key)) this.#places.set(key, { start, end, symbol, declares, condition });
  }
}

interface Read {
  readonly symbol: DefinitionSymbol;
  readonly before: string;
  readonly behind: string;
}

/** What a condition means by `outputs.lint` or `outputs["check/lint"]`. */
function symbolsOf({ root, name }: ExpressionReference, pipeline: DeclaredPipeline): readonly Read[] {
  const plain = { before: '', behind: '' };
  const own = pipeline.name;
  if (root === 'params') return [{ symbol: { kind: 'parameter', name, pipeline: own }, ...plain }];
  if (root === 'status') return [{ symbol: { kind: 'stage', name, pipeline: own }, ...plain }];
  if (root !== 'outputs' && root !== 'metrics' && root !== 'inputs') return [];
  const agent = (of: string) => ({ kind: 'agent', name: of, pipeline: null }) as const;
  let pair: { stage: string; agent: string } | undefined;
  for (const stage of pipeline.stages) {
    for (const mention of stage.agents) {
      if (mention.name === name) return [{ symbol: agent(name), ...plain }];
      if (`${stage.name}/${mention.name}` === name) pair ??= { stage: stage.name, agent: mention.name };
    }
  }
  if (!pair) return [{ symbol: agent(name), ...plain }];
  const stage = { kind: 'stage', name: pair.stage, pipeline: own } as const;
  return [
    { symbol: stage, before: '', behind: `/${pair.agent}` },
    { symbol: agent(pair.agent), before: `${pair.stage}/`, behind: '' },
  ];
}

/** The name alone within the text of a condition; the whole literal where it is written with escapes. */
function partOf({ expression, reference, before, behind }: ConditionPlace): Span {
  const { offset, end, form, name } = reference;
  if (form === 'member') return { start: offset, end };
  if (expression.slice(offset + 1, end - 1) !== name) return { start: offset, end };
  return { start: offset + 1 + before.length, end: end - 1 - behind.length };
}
