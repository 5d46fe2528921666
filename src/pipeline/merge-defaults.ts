import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { AgentDefinition, ClusterDefinition, Definition } from '../model/definition.ts';
import { agentSchema } from './agent-schema.ts';
import { agentOf } from './resolve-agent.ts';

/** The pipelines of the default definition that exist beside those of every other definition: those of its phases. */
export const commonPipelines: ReadonlySet<string> = new Set([
  'setup',
  'define',
  'measure_identify',
  'measure_execute',
  'analyze',
  'improve',
  'control',
]);

/** The built-in agents as they are where nothing is declared. */
export function undeclaredAgents(): AgentDefinition[] {
  return Array.from(builtinAgents.values(), ({ name, parameters }) =>
    agentOf(name, agentSchema.parse({}), { kind: 'builtin', name }, parameters.parse({}), {}),
  );
}

/**
 * A definition with all that exists undeclared: what it declares under the same name replaces that. Agents and
 * pipelines of the file come first, in its order; clusters and phases keep the places of those they replace.
 */
export function mergeDefaults(declared: Definition, defaults: Definition): Definition {
  const claimed = new Set(declared.clusters.flatMap((cluster) => cluster.agents));
  const clusters = defaults.clusters.map((cluster): ClusterDefinition => {
    return { ...cluster, agents: cluster.agents.filter((agent) => !claimed.has(agent)) };
  });
  return {
    ...declared,
    agents: appended(declared.agents, undeclaredAgents(), (agent) => agent.name),
    clusters: replaced(clusters, declared.clusters, (cluster) => cluster.id),
    phases: replaced(defaults.phases, declared.phases, (phase) => phase.id),
    pipelines: appended(
      declared.pipelines,
      defaults.pipelines.filter((pipeline) => commonPipelines.has(pipeline.name)),
      (pipeline) => pipeline.name,
    ),
  };
}

function appended<T>(first: readonly T[], others: readonly T[], key: (item: T) => string): T[] {
  const known = new Set(first.map(key));
  return [...first, ...others.filter((item) => !known.has(key(item)))];
}

function replaced<T>(defaults: readonly T[], declared: readonly T[], key: (item: T) => string): T[] {
  const merged = new Map(defaults.map((item) => [key(item), item]));
  for (const item of declared) merged.set(key(item), item);
  return [...merged.values()];
}
