import type { Json } from '../../common/json.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { type Expression, parseExpression } from '../../pipeline/expression.ts';

/** A message of a log point: texts, and expressions in braces. `{{` and `}}` are braces themselves. */
export type LogMessage = (scope: Readonly<Record<string, unknown>>) => string;

/** Reads the message of a log point; the error says which expression in it cannot be read. */
export function parseLogMessage(text: string): Result<LogMessage, string> {
  const parts = partsOfLogMessage(text);
  if (!parts.ok) return parts;
  return ok((scope) =>
    parts.value.map((part) => (typeof part === 'string' ? part : shown(part, scope))).join(''),
  );
}

/** The texts and the expressions of a log point's message, in their order. */
export function partsOfLogMessage(text: string): Result<readonly (string | Expression)[], string> {
  const parts: (string | Expression)[] = [];
  let plain = '';
  for (let at = 0; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    if (two === '{{' || two === '}}') {
      plain += two[0];
      at += 1;
    } else if (text[at] === '{') {
      const end = endOfExpression(text, at + 1);
      if (end === null) return err(`the brace at ${at + 1} is not closed`);
      const expression = parseExpression(text.slice(at + 1, end));
      if (!expression.ok) return err(`{${text.slice(at + 1, end)}}: ${expression.error.message}`);
      parts.push(plain, expression.value);
      plain = '';
      at = end;
    } else plain += text[at];
  }
  parts.push(plain);
  return ok(parts);
}

/** The brace that closes an expression: braces within it, and in its texts, are its own. */
function endOfExpression(text: string, from: number): number | null {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return null;
}

function shown(expression: Expression, scope: Readonly<Record<string, unknown>>): string {
  const value = expression.evaluate(scope);
  return value.ok ? textOf(value.value) : `{${expression.text}: ${value.error}}`;
}

/** A value as a message shows it. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
