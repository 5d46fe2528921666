import type {
  AgentDefinition,
  ClusterDefinition,
  PipelineDefinition,
  RunDefinition,
  StageDefinition,
} from '../../src/model/definition.ts';
import type { Plan } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/pipeline/build-plan.ts';

/** An agent with every field at its default: a shell command that does nothing. */
export function agentOf(name: string, changes: Partial<AgentDefinition> = {}): AgentDefinition {
  return {
    name,
    description: null,
    program: { kind: 'shell', command: 'true' },
    with: {},
    cwd: null,
    timeoutMs: null,
    graceMs: 5000,
    priority: 3,
    retry: {
      attempts: 1,
      backoffMs: 1000,
      factor: 2,
      maxMs: 30_000,
      jitter: false,
      on: ['failed', 'timed_out'],
    },
    breaker: null,
    resources: { cpu: 0, memory: 0 },
    locks: [],
    env: {},
    inputs: [],
    outputs: [],
    cache: false,
    compensate: null,
    debug: { wait: false, port: null },
    ...changes,
  };
}

/** A stage that starts at once; its agents run one after another. */
export function stageOf(
  name: string,
  agents: readonly string[],
  changes: Partial<StageDefinition> = {},
): StageDefinition {
  return {
    name,
    agents,
    parallel: false,
    critical: false,
    allowFailure: false,
    needs: [],
    when: null,
    ...changes,
  };
}

/** What a run needs of a definition, with defaults for all that a test does not care about. */
export function runDefinitionOf(
  agents: readonly AgentDefinition[],
  stages: readonly StageDefinition[],
  changes: { pipeline?: Partial<PipelineDefinition>; clusters?: readonly ClusterDefinition[] } & Partial<
    Pick<RunDefinition, 'env' | 'redact' | 'limits' | 'cache'>
  > = {},
): RunDefinition {
  return {
    pipeline: { name: 'p', description: null, params: [], stages, ...changes.pipeline },
    agents,
    clusters: changes.clusters ?? [],
    env: changes.env ?? {},
    redact: changes.redact ?? [],
    limits: changes.limits ?? {},
    cache: changes.cache ?? { maxBytes: 2 ** 31, ttlMs: null, eviction: 'lru' },
  };
}

/** A plan of these agents and stages, without history. */
export function planOf(agents: readonly AgentDefinition[], stages: readonly StageDefinition[]): Plan {
  return buildPlan(runDefinitionOf(agents, stages), () => null);
}
