import type { Analysis } from '../pipeline/analyze-definition.ts';
import type { Span } from '../pipeline/yaml-node.ts';

/** Something that can be run or looked at, above the line that declares it. */
export interface Lens {
  readonly span: Span;
  readonly action: 'run' | 'plan';
  readonly kind: 'pipeline' | 'agent' | 'cluster';
  readonly name: string;
}

/** What stands above pipelines, agents and clusters that have agents. */
export function lensesOf({ outline }: Analysis): readonly Lens[] {
  const agents = outline.agents.map(
    ({ name, key }): Lens => ({ span: key, action: 'run', kind: 'agent', name }),
  );
  const clusters = outline.clusters
    .filter(({ agents: own }) => own.length > 0)
    .map(({ name, key }): Lens => ({ span: key, action: 'run', kind: 'cluster', name }));
  const pipelines = outline.pipelines.flatMap(({ name, key }): Lens[] => [
    { span: key, action: 'run', kind: 'pipeline', name },
    { span: key, action: 'plan', kind: 'pipeline', name },
  ]);
  return [...agents, ...clusters, ...pipelines].sort((a, b) => a.span.start - b.span.start);
}
