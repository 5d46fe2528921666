import { ok, type Result } from '../common/result.ts';
import type { AgentDefinition, Definition, RunDefinition } from '../model/definition.ts';
import { targetPipeline } from './run-target.ts';

/** What a run of one pipeline needs of a definition; `target` is its name, `agent:NAME` or `cluster:ID`. */
export function selectRun(definition: Definition, target: string): Result<RunDefinition, string> {
  const selected = targetPipeline(definition, target);
  if (!selected.ok) return selected;
  const pipeline = selected.value;
  const named = new Set(pipeline.stages.flatMap((stage) => stage.agents));
  const all = new Map(definition.agents.map((agent) => [agent.name, agent]));
  const agents = Array.from(named, (name) => all.get(name)).filter(
    (agent): agent is AgentDefinition => agent !== undefined,
  );
  const clusters = definition.clusters
    .filter((cluster) => cluster.concurrency !== null && cluster.agents.some((agent) => named.has(agent)))
    .map((cluster) => ({ ...cluster, agents: cluster.agents.filter((agent) => named.has(agent)) }));
  const { env, redact, limits, cache } = definition;
  return ok({ pipeline, agents, clusters, env, redact, limits, cache });
}
