import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { JsonObject } from '../common/json.ts';
import type { AgentDefinition, AgentProgram, RetryPolicy } from '../model/definition.ts';
import type { AgentEntry } from './agent-schema.ts';
import { normalFolder } from './workspace-path.ts';

/** What holds for an agent without `retry`: one attempt. */
const noRetry: RetryPolicy = {
  attempts: 1,
  backoffMs: 1000,
  factor: 2,
  maxMs: 30_000,
  jitter: true,
  on: ['failed', 'timed_out'],
};

/** An agent of the file as the engine runs it. */
export function agentOf(
  name: string,
  entry: AgentEntry,
  program: AgentProgram,
  parameters: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>>,
): AgentDefinition {
  const builtin = program.kind === 'builtin' ? builtinAgents.get(program.name) : undefined;
  return {
    name,
    description: entry.description ?? builtin?.description ?? null,
    program,
    // What was read from YAML without numbers that are not finite is JSON.
    with: parameters as JsonObject,
    cwd: entry.cwd === undefined ? null : normalFolder(entry.cwd),
    timeoutMs: entry.timeout ?? null,
    graceMs: entry.grace,
    priority: entry.priority,
    retry: retryOf(entry),
    breaker: entry.breaker ? { failures: entry.breaker.failures, cooldownMs: entry.breaker.cooldown } : null,
    resources: entry.resources ?? { cpu: 0, memory: 0 },
    locks: entry.locks.map((lock) => (typeof lock === 'string' ? { name: lock, slots: 1 } : lock)),
    env,
    inputs: entry.inputs,
    outputs: entry.outputs,
    cache: entry.cache,
    compensate: entry.compensate ?? null,
    debug: { wait: entry.debug?.wait ?? false, port: entry.debug?.port ?? null },
  };
}

function retryOf({ retry }: AgentEntry): RetryPolicy {
  if (!retry) return noRetry;
  const { attempts, factor, jitter, on } = retry;
  return { attempts, backoffMs: retry.backoff, factor, maxMs: retry.max, jitter, on };
}
