import { readFileSync } from 'node:fs';
import { errorMessage, UserError } from '../common/errors.ts';
import type { JsonObject } from '../common/json.ts';
import type { AgentInput } from './input.ts';
import type { AgentMessage } from './message.ts';
import { maxMessageBytes, messagePrefix } from './message-prefix.ts';

/**
 * Says something to the engine: one line on standard output. End the program by `process.exitCode`, not by
 * `process.exit()`, which may lose what is not written yet. Throws as `formatMessage` does.
 */
export function emit(message: AgentMessage): void {
  process.stdout.write(`${formatMessage(message)}\n`);
}

/**
 * A message as a line, without its newline. Where it would be longer than a message may be, the `message` text is
 * shortened, with ` …` at its end; what has no such text throws the UserError `message.too-long`.
 */
export function formatMessage(message: AgentMessage): string {
  const line = asLine(message);
  if (fits(line)) return line;
  if ('message' in message && message.message !== undefined) {
    const text = message.message;
    const cut = (length: number): string =>
      asLine({ ...message, message: `${text.slice(0, length).toWellFormed()} …` });
    if (fits(cut(0))) return cut(longest(text.length, (length) => fits(cut(length))));
  }
  throw new UserError(
    'message.too-long',
    `a message of the type ${message.type} has ${Buffer.byteLength(line)} bytes and may have ${maxMessageBytes}: ` +
      'write what is large to a file and emit it as an artifact',
  );
}

function asLine(message: AgentMessage): string {
  return messagePrefix + JSON.stringify(message);
}

function fits(line: string): boolean {
  return Buffer.byteLength(line) <= maxMessageBytes;
}

/** The largest number up to `most` for which a test that fails from somewhere on still holds; 0 passes. */
function longest(most: number, holds: (length: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const nothing: AgentInput = { with: {}, params: {}, outputs: {} };

/**
 * What the agent was given, from the file that `DODECA_INPUT` names; empty where the variable is absent, so that an
 * agent can be started by hand. Throws the UserError `input.unreadable`.
 */
export function readInput(env: Readonly<Record<string, string | undefined>> = process.env): AgentInput {
  const path = env.DODECA_INPUT;
  if (path === undefined || path === '') return nothing;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(
      'input.unreadable',
      `the input file ${path} (DODECA_INPUT) cannot be read: ${errorMessage(error)}`,
      { cause: error },
    );
  }
  if (!isObject(value)) {
    throw new UserError('input.unreadable', `the input file ${path} (DODECA_INPUT) is not a JSON object`);
  }
  return {
    with: isObject(value.with) ? value.with : {},
    params: isObject(value.params) ? value.params : {},
    outputs: (isObject(value.outputs) ? value.outputs : {}) as AgentInput['outputs'],
  };
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
