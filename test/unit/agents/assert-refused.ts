import assert from 'node:assert/strict';
import { readParameters } from '../../../src/agents/run-agent.ts';
import type { BuiltinAgent } from '../../../src/builtin/builtin-agent.ts';
import { isUserError } from '../../../src/common/errors.ts';
import { runAgentProcess } from './agent-process.ts';

/** Parameters that an agent refuses, and what the whole message is, or matches. */
export type Refusal = readonly [parameters: object, message: string | RegExp];

/**
 * Checks that an agent refuses parameters, each in one line. The first of them are given to its process, which ends
 * with exit code 2 and has said the message and nothing else; the others only to the function by which it reads them.
 */
export async function assertRefused(
  agent: BuiltinAgent,
  workspace: string,
  refusals: readonly [Refusal, ...Refusal[]],
): Promise<void> {
  const messages = refusals.map(([parameters, expected]) => {
    const message = refusalOf(agent, parameters);
    const about = JSON.stringify(parameters);
    if (typeof expected === 'string') assert.equal(message, expected, about);
    else assert.match(message, expected, about);
    assert.doesNotMatch(message, /[\r\n]/, about);
    return message;
  });
  const run = await runAgentProcess(agent.name.replaceAll('_', '-'), workspace, refusals[0][0]);
  assert.deepEqual([run.exitCode, run.errors], [2, `${messages[0]}\n`]);
}

/** What an agent says of parameters that it refuses; fails where it takes them. */
function refusalOf(agent: BuiltinAgent, parameters: object): string {
  try {
    readParameters(agent, JSON.parse(JSON.stringify(parameters)));
  } catch (error) {
    if (!isUserError(error)) throw error;
    assert.equal(error.code, 'parameter.invalid');
    return error.message;
  }
  assert.fail(`${agent.name} takes ${JSON.stringify(parameters)}`);
}
