import { nearest } from '../common/nearest.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { Definition, PipelineDefinition } from '../model/definition.ts';
import { listed } from './suggest.ts';

const agentPrefix = 'agent:';
const clusterPrefix = 'cluster:';

/**
 * The pipeline that is meant: a declared one, or, where none has that very name, one made for a single agent
 * (`agent:NAME`) or for the agents of a cluster at once (`cluster:ID`).
 */
export function targetPipeline(definition: Definition, target: string): Result<PipelineDefinition, string> {
  const declared = definition.pipelines.find(({ name }) => name === target);
  if (declared) return ok(declared);
  if (target.startsWith(agentPrefix)) return agentPipeline(definition, target);
  if (target.startsWith(clusterPrefix)) return clusterPipeline(definition, target);
  return err(unknownPipeline(definition, target));
}

function agentPipeline(definition: Definition, target: string): Result<PipelineDefinition, string> {
  const name = target.slice(agentPrefix.length);
  const agent = definition.agents.find((candidate) => candidate.name === name);
  if (agent) return ok(pipelineOf(target, agent.description, agent.name, [agent.name]));
  const names = definition.agents.map((candidate) => candidate.name);
  return err(unknown('agent', name, names, agentPrefix));
}

function clusterPipeline(definition: Definition, target: string): Result<PipelineDefinition, string> {
  const id = target.slice(clusterPrefix.length);
  const cluster = definition.clusters.find((candidate) => candidate.id === id);
  if (!cluster) {
    const ids = definition.clusters.map((candidate) => candidate.id);
    return err(unknown('cluster', id, ids, clusterPrefix));
  }
  const agents = [...new Set(cluster.agents)];
  if (agents.length === 0) return err(`cluster \`${id}\` has no agents, so there is nothing to run`);
  return ok(pipelineOf(target, cluster.name, id, agents));
}

/** One stage, whose agents run together. */
function pipelineOf(
  name: string,
  description: string | null,
  stage: string,
  agents: readonly string[],
): PipelineDefinition {
  const rules = { critical: false, allowFailure: false, needs: null, when: null };
  return { name, description, params: [], stages: [{ name: stage, agents, parallel: true, ...rules }] };
}

function unknownPipeline(definition: Definition, name: string): string {
  const names = definition.pipelines.map((pipeline) => pipeline.name);
  if (definition.agents.some((agent) => agent.name === name)) {
    return unknown('pipeline', name, [name], agentPrefix);
  }
  if (definition.clusters.some(({ id }) => id === name)) {
    return unknown('pipeline', name, [name], clusterPrefix);
  }
  return unknown('pipeline', name, names, '');
}

function unknown(kind: string, name: string, known: readonly string[], prefix: string): string {
  const meant = nearest(name, known);
  const hint = meant === undefined ? `there are ${listed(known)}` : `did you mean \`${prefix}${meant}\`?`;
  return `there is no ${kind} \`${name}\`: ${hint}`;
}
