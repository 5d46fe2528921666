import type { AgentDefinition } from '../../../../src/model/definition.ts';

/** An agent that declares nothing but what is given. */
export function sampleAgent(given: Partial<AgentDefinition> = {}): AgentDefinition {
  return {
    name: 'a',
    description: null,
    program: { kind: 'shell', command: 'make' },
    with: {},
    cwd: null,
    timeoutMs: null,
    graceMs: 5000,
    priority: 5,
    retry: { attempts: 1, backoffMs: 0, factor: 2, maxMs: 0, jitter: false, on: [] },
    breaker: null,
    resources: { cpu: 0, memory: 0 },
    locks: [],
    env: {},
    inputs: [],
    outputs: [],
    cache: true,
    compensate: null,
    debug: { wait: false, port: null },
    ...given,
  };
}

export const noInput = { with: {}, params: {}, outputs: {} };
