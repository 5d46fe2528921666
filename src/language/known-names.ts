import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { Definition } from '../model/definition.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { defaultDefinition } from '../pipeline/analyze-definition.ts';
import { commonPipelines } from '../pipeline/merge-defaults.ts';
import { entryOf, itemsOf, textOf } from '../pipeline/yaml-node.ts';

/** What exists in every definition without being declared, by its kind. */
export interface BuiltinNames {
  readonly agent: ReadonlySet<string>;
  readonly cluster: ReadonlySet<string>;
  readonly phase: ReadonlySet<string>;
  readonly pipeline: ReadonlySet<string>;
}

let defaults: Definition | null = null;
let builtin: BuiltinNames | null = null;

/** The definition that every other one inherits from. */
export function inherited(): Definition {
  defaults ??= defaultDefinition();
  return defaults;
}

export function builtinNames(): BuiltinNames {
  const { clusters, phases } = inherited();
  builtin ??= {
    agent: new Set(builtinAgents.keys()),
    cluster: new Set(clusters.map(({ id }) => id)),
    phase: new Set(phases.map(({ id }) => id)),
    pipeline: commonPipelines,
  };
  return builtin;
}

/** Every name of one kind that may be mentioned: declared ones first. */
export function namesOf({ outline }: Analysis, kind: keyof BuiltinNames): readonly string[] {
  const declared = {
    agent: outline.agents,
    cluster: outline.clusters,
    phase: outline.phases,
    pipeline: outline.pipelines,
  };
  return [...new Set([...declared[kind].map(({ name }) => name), ...builtinNames()[kind]])];
}

/** Every lock that an agent names. */
export function lockNames({ outline }: Analysis): readonly string[] {
  const names = outline.agents.flatMap(({ node }) =>
    itemsOf(entryOf(node, 'locks')?.node).map(
      (item) => textOf(item) ?? textOf(entryOf(item, 'name')?.node) ?? '',
    ),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}
