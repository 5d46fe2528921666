import type { Analysis } from '../pipeline/analyze-definition.ts';
import type { Span } from '../pipeline/yaml-node.ts';

/** Something that can be run or looked at, above the line that declares it. */
export interface Lens {
  readonly span: Span;
  readonly action: 'run' | 'debug' | 'plan';
  readonly kind: 'pipeline' | 'agent' | 'cluster';
  readonly name: string;
}

/** What stands above pipelines, agents and clusters that have agents. */
export function lensesOf({ outline }: Analysis): readonly Lens[] {
  const agents = outline.agents.flatMap(({ name, key }) => runAndDebug(key, 'agent', name));
  const clusters = outline.clusters
    .filter(({ agents: own }) => own.length > 0)
    .flatMap(({ name, key }) => runAndDebug(key, 'cluster', name));
  const pipelines = outline.pipelines.flatMap(({ name, key }): Lens[] => [
    ...runAndDebug(key, 'pipeline', name),
    { span: key, action: 'plan', kind: 'pipeline', name },
  ]);
  return [...agents, ...clusters, ...pipelines].sort((a, b) => a.span.start - b.span.start);
}

function runAndDebug(span: Span, kind: Lens['kind'], name: string): Lens[] {
  return (['run', 'debug'] as const).map((action) => ({ span, action, kind, name }));
}
