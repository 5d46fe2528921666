import { err, ok, type Result } from '../common/result.ts';
import { parseExpression } from '../pipeline/expression.ts';
import { scalarPlaces } from '../pipeline/scalar-places.ts';
import type { YamlNode } from '../pipeline/yaml-node.ts';
import type { ConditionPlace } from './occurrence.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';
import { isPlain, quoted } from './written-name.ts';

/** The edits that put another name into a condition, at each of some of its places; else why it cannot stand there. */
export function conditionEdits(
  text: string,
  node: YamlNode,
  conditions: readonly ConditionPlace[],
  name: string,
): Result<readonly TextEdit[], string> {
  const expression = conditions[0]?.expression ?? '';
  const style = text[node.start] === '"' || text[node.start] === "'" ? (text[node.start] as '"' | "'") : null;
  const inner = conditions.map((condition) => referenceEdit(condition, name, style));
  const changed = applyEdits(expression, inner);
  const parsed = parseExpression(changed);
  if (!parsed.ok) return err(parsed.error.message);
  const needsQuotes =
    style === null &&
    isPlain(expression) &&
    !isPlain(changed) &&
    text[node.start] !== '|' &&
    text[node.start] !== '>';
  const places = scalarPlaces(text, node);
  const exact = inner.map((edit) => ({ ...places(edit.start, edit.end), text: encoded(edit.text, style) }));
  const isExact = exact.every(({ start, end }) => start > node.start || end < node.end);
  if (!needsQuotes && isExact) return ok(exact);
  return ok([
    {
      start: node.start,
      end: node.end,
      text: quoted(changed, changed.includes('\n') ? '"' : (style ?? "'")),
    },
  ]);
}

/** What a reference becomes, within the text of its condition. */
function referenceEdit(
  { expression, reference, before, behind }: ConditionPlace,
  name: string,
  style: '"' | "'" | null,
): TextEdit {
  const full = before + name + behind;
  const { offset, end, form } = reference;
  if (form !== 'member') {
    const quote = expression[offset] === "'" ? "'" : '"';
    return { start: offset, end, text: literal(full, quote) };
  }
  if (/^[A-Za-z_]\w*$/.test(full) && !celWords.has(full)) return { start: offset, end, text: full };
  const dot = expression.lastIndexOf('.', offset - 1);
  const optional = expression.slice(dot, offset).includes('?');
  // Quotes that need no escape in the file.
  const text = `[${optional ? '?' : ''}${literal(full, style === '"' ? "'" : '"')}]`;
  return { start: dot, end, text };
}

/** Words that cannot be the name of a member. */
const celWords: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
);

/** A text as an expression writes it. */
function literal(value: string, quote: '"' | "'"): string {
  return quote + value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}

/** A part of an expression as it stands within the quotes of its scalar. */
function encoded(part: string, style: '"' | "'" | null): string {
  if (style === '"') return JSON.stringify(part).slice(1, -1);
  return style === "'" ? part.replaceAll("'", "''") : part;
}
