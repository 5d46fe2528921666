import { nearest } from '../common/nearest.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { AgentDefinition, Definition, RunDefinition } from '../model/definition.ts';
import { listed } from './suggest.ts';

/** What a run of one pipeline needs of a definition. */
export function selectRun(definition: Definition, pipelineName: string): Result<RunDefinition, string> {
  const pipeline = definition.pipelines.find(({ name }) => name === pipelineName);
  if (!pipeline) return err(unknownPipeline(definition, pipelineName));
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

function unknownPipeline(definition: Definition, name: string): string {
  const names = definition.pipelines.map((pipeline) => pipeline.name);
  const meant = nearest(name, names);
  return `there is no pipeline \`${name}\`: ${meant === undefined ? `there are ${listed(names)}` : `did you mean \`${meant}\`?`}`;
}
