import { createHash } from 'node:crypto';
import { canonicalJson } from '../common/json.ts';
import type { RunDefinition } from '../model/definition.ts';

/**
 * SHA-256, hexadecimal, of what a run needs of a definition: 64 digits, equal for files that mean the same. What
 * has no order in the file (keys, and lists that are sets) has none here.
 */
export function definitionHash(run: RunDefinition): string {
  const unordered = {
    ...run,
    pipeline: {
      ...run.pipeline,
      params: sortedBy(run.pipeline.params, (param) => param.name),
      stages: run.pipeline.stages.map((stage) => {
        return { ...stage, needs: stage.needs && sortedBy(new Set(stage.needs), (need) => need) };
      }),
    },
    agents: sortedBy(run.agents, (agent) => agent.name).map((agent) => ({
      ...agent,
      locks: sortedBy(agent.locks, (lock) => lock.name),
      retry: { ...agent.retry, on: sortedBy(new Set(agent.retry.on), (cause) => cause) },
    })),
    clusters: sortedBy(run.clusters, (cluster) => cluster.id).map((cluster) => ({
      ...cluster,
      agents: sortedBy(new Set(cluster.agents), (agent) => agent),
    })),
    redact: sortedBy(new Set(run.redact), (pattern) => pattern),
  };
  return createHash('sha256').update(canonicalJson(unordered)).digest('hex');
}

function sortedBy<T>(items: Iterable<T>, key: (item: T) => string): T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
