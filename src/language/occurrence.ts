import type { ExpressionReference } from '../pipeline/expression.ts';
import type { Span, YamlNode } from '../pipeline/yaml-node.ts';

/** What has a name in a definition, and can be gone to. */
export interface DefinitionSymbol {
  readonly kind: 'agent' | 'cluster' | 'pipeline' | 'stage' | 'parameter';
  readonly name: string;
  /** The pipeline to which a stage or a parameter belongs; null for the others. */
  readonly pipeline: string | null;
}

/** A place where something is named. */
export interface Occurrence extends Span {
  readonly symbol: DefinitionSymbol;
  readonly declares: boolean;
  /** Where the name is read by a condition; null where it stands in YAML itself. */
  readonly condition: ConditionPlace | null;
}

export interface ConditionPlace {
  /** The text of the condition, and the scalar that holds it. */
  readonly expression: string;
  readonly node: YamlNode;
  readonly reference: ExpressionReference;
  /** What stands before and behind the name within the reference: `stage/` or `/agent`. */
  readonly before: string;
  readonly behind: string;
}

export function isSameSymbol(a: DefinitionSymbol, b: DefinitionSymbol): boolean {
  return a.kind === b.kind && a.name === b.name && a.pipeline === b.pipeline;
}
