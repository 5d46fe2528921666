import { plural } from '../common/text.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import type { Declared } from '../pipeline/definition-outline.ts';
import { shownName } from '../pipeline/name-rule.ts';
import { entryOf, type Span, textOf, type YamlNode } from '../pipeline/yaml-node.ts';
import { programOf } from './outline-facts.ts';

/** A line of the outline of a file. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'block' | 'agent' | 'cluster' | 'phase' | 'pipeline' | 'stage';
  /** The whole of it, and its name: the name is within the whole. */
  readonly span: Span;
  readonly key: Span;
  readonly children: readonly OutlineSymbol[];
}

/** Agents, clusters, phases, and pipelines with their stages. */
export function outlineSymbols({ outline, yaml }: Analysis): readonly OutlineSymbol[] {
  const root = yaml.partial ?? undefined;
  const symbol = (
    kind: OutlineSymbol['kind'],
    declared: Declared,
    detail: string,
    children: OutlineSymbol[] = [],
  ) => {
    const { name, key, node } = declared;
    // An empty name is nothing that an editor would show.
    return { name: shownName(name) || '–', detail, kind, span: around(key, node), key, children };
  };
  const block = (name: string, children: OutlineSymbol[]): OutlineSymbol[] => {
    const entry = entryOf(root, name);
    if (!entry) return [];
    const span = children.reduce((whole, child) => around(whole, child.span), around(entry.key, entry.node));
    return [{ name, detail: '', kind: 'block', span, key: entry.key, children }];
  };
  const blocks = [
    ...block(
      'agents',
      outline.agents.map((agent) => symbol('agent', agent, shownName(programOf(agent.node)))),
    ),
    ...block(
      'clusters',
      outline.clusters.map((cluster) => symbol('cluster', cluster, textAt(cluster.node, 'name'))),
    ),
    ...block(
      'phases',
      outline.phases.map((phase) => symbol('phase', phase, textAt(phase.node, 'name'))),
    ),
    ...block(
      'pipelines',
      outline.pipelines.map((pipeline) => {
        const stages = pipeline.stages.map((stage) =>
          symbol('stage', stage, stage.agents.map(({ name }) => shownName(name)).join(', ')),
        );
        return symbol(
          'pipeline',
          pipeline,
          plural(stages.length, 'stage'),
          stages.filter(({ span, key }) => holds(span, key)),
        );
      }),
    ),
  ];
  return blocks.sort((a, b) => a.span.start - b.span.start);
}

function around(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

function holds(whole: Span, part: Span): boolean {
  return whole.start <= part.start && part.end <= whole.end;
}

function textAt(node: YamlNode, key: string): string {
  return shownName(textOf(entryOf(node, key)?.node) ?? '');
}
