import type { AgentDefinition } from '../../../../src/model/definition.ts';
import { agentOf } from '../../../harness/definitions.ts';

/** An agent whose results are kept. */
export function sampleAgent(given: Partial<AgentDefinition> = {}): AgentDefinition {
  return agentOf('a', { program: { kind: 'shell', command: 'make' }, cache: true, ...given });
}

export const noInput = { with: {}, params: {}, outputs: {} };
