import { isUtf8 } from 'node:buffer';
import { errorMessage } from '../common/errors.ts';
import { type AgentMessage, agentMessageSchema } from './message.ts';
import { maxMessageBytes, messagePrefix } from './message-prefix.ts';

/** What a line of standard output is. */
export type ParsedLine =
  | { readonly kind: 'plain' }
  | { readonly kind: 'message'; readonly message: AgentMessage }
  /** It begins like a message and is none; `reason` completes "malformed message: …". */
  | { readonly kind: 'malformed'; readonly reason: string };

const prefix = Buffer.from(messagePrefix);
const carriageReturn = 13;
const plain: ParsedLine = { kind: 'plain' };
const knownTypes: ReadonlySet<unknown> = new Set(
  agentMessageSchema.options.map((option) => option.shape.type.value),
);

/** Deeper values are refused: whoever reads them later walks them recursively. */
const maxDepth = 100;

/** Reads one line, given without its newline (a carriage return at its end is ignored). */
export function parseMessage(line: Buffer): ParsedLine {
  if (line.length < prefix.length || prefix.compare(line, 0, prefix.length) !== 0) return plain;
  const length = line[line.length - 1] === carriageReturn ? line.length - 1 : line.length;
  if (length > maxMessageBytes) return malformed(`it has more than ${maxMessageBytes} bytes`);
  const body = line.subarray(prefix.length);
  if (!isUtf8(body)) return malformed('it is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    return malformed(`it is not JSON (${errorMessage(error)})`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return malformed('it is not a JSON object');
  }
  const type = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return malformed('it has no "type"');
  if (!knownTypes.has(type)) return malformed(`its type ${JSON.stringify(type)} is not known`);
  if (deeperThan(value, maxDepth)) return malformed(`it is nested more than ${maxDepth} levels deep`);
  const parsed = agentMessageSchema.safeParse(value);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue && issue.path.length > 0 ? `"${issue.path.join('.')}" of ` : '';
  return malformed(`${where}${type}: ${issue?.message ?? 'wrong'}`);
}

function malformed(reason: string): ParsedLine {
  return { kind: 'malformed', reason };
}

/** Without recursion: the value may be nested as deep as 64 KiB of brackets allow. */
function deeperThan(value: unknown, limit: number): boolean {
  let level: object[] = value !== null && typeof value === 'object' ? [value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const below: object[] = [];
    for (const part of level) {
      for (const child of Object.values(part)) {
        if (child !== null && typeof child === 'object') below.push(child);
      }
    }
    level = below;
  }
  return false;
}
