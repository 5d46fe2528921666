import type { Span } from '../pipeline/yaml-node.ts';
import type { TextEdit } from './text-edit.ts';

/** Whether YAML reads these characters as this very text where they stand without quotes, also within brackets. */
export function isPlain(text: string): boolean {
  if (
    /^(?:true|false|null|~|[-+]?(?:\.inf|\d[\d_]*\.?\d*(?:e[-+]?\d+)?|\.\d+|0[xo][\da-f]+)|\.nan)$/i.test(
      text,
    )
  )
    return false;
  return /^[\p{L}\p{N}_./\\(+][^\p{Cc}\u2028\u2029\ufeff:#,[\]{}]*$/u.test(text) && text === text.trim();
}

/** A text in quotes, as YAML reads it. */
export function quoted(text: string, quote: '"' | "'"): string {
  return quote === '"' ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

/** A name in the manner in which another one was written: quotes stay, and come where they are needed. */
export function writtenName(name: string, before = ''): string {
  const style = before[0];
  if (style === '"' || style === "'") return quoted(name, style);
  return isPlain(name) ? name : quoted(name, '"');
}

/** A name in place of another one, in quotes where that one was or where it needs them. */
export function nameEdit(text: string, { start, end }: Span, name: string): TextEdit {
  const before = text.slice(start, end);
  // A block scalar ends with its line.
  const lineEnd = /\r?\n$/.exec(before)?.[0] ?? '';
  return { start, end, text: writtenName(name, before) + lineEnd };
}
