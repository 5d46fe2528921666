import type { SourceLines } from '../source-lines.ts';
import { type DataEntry, longestTold, mostEntries } from './data-entry.ts';

type Draft = { -readonly [K in keyof DataEntry]: DataEntry[K] };

const keyed =
  /^(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s#:[\]{}"'-](?:[^:#]|:(?=\S)){0,200}?))\s{0,9}:(?:\s+(.*))?$/;

/**
 * The entries of a text of YAML, read by its lines and their indentation.
 *
 * @param deepest depth of entries that are told; 1 is the top
 */
export function yamlEntries(lines: SourceLines, deepest: number): DataEntry[] {
  const entries: Draft[] = [];
  /** The entries around a line, the outermost first, and how far each is indented. */
  const open: { readonly entry: Draft; readonly indent: number; items: number }[] = [];
  let topItems = 0;
  /** A text in lines of its own reaches as far as they are indented more than this; -1 outside of one. */
  let scalar = -1;
  let last = 1;
  const close = (isOver: (indent: number, item: boolean) => boolean): void => {
    for (let one = open.at(-1); one !== undefined && isOver(one.indent, one.entry.item); one = open.at(-1)) {
      one.entry.endLine = last;
      open.pop();
    }
  };
  const add = (key: string, item: boolean, line: number, indent: number, value: string | null): void => {
    if (open.length >= deepest || entries.length >= mostEntries) return;
    const entry: Draft = { key, item, line, endLine: line, depth: open.length + 1, value };
    entries.push(entry);
    open.push({ entry, indent, items: 0 });
  };
  for (let line = 1; line <= lines.count; line++) {
    let indent = lines.indent(line);
    if (indent === -1) continue;
    if (scalar >= 0 && indent > scalar) {
      last = line;
      continue;
    }
    scalar = -1;
    const start = lines.start(line);
    let sign = lines.text.charCodeAt(start + indent);
    if (sign === 35) continue;
    let written = lines.text.slice(start + indent, lines.end(line));
    if (indent === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(written)) {
      close(() => true);
      topItems = 0;
      continue;
    }
    // Items may stand as far left as the key that they belong to.
    while (sign === 45 && /^-(?:\s|$)/.test(written)) {
      const own = indent;
      close((other, item) => other > own || (other === own && item));
      const outer = open.at(-1);
      const place = outer === undefined ? topItems++ : outer.items++;
      if (open.length < deepest) add(`[${place}]`, true, line, indent, null);
      const inner = /^-\s*/.exec(written)?.[0].length ?? 1;
      indent += inner;
      written = written.slice(inner);
      sign = written.charCodeAt(0);
    }
    const match = keyed.exec(written.length > 500 ? written.slice(0, 500) : written);
    if (match !== null) {
      const own = indent;
      close((other) => other >= own);
      const value = match[4] ?? '';
      add(match[1] ?? match[2] ?? match[3] ?? '', false, line, indent, plainValue(value));
      if (/^[|>][+-]?\d?[+-]?\s*(?:#.*)?$/.test(value)) scalar = indent;
    }
    last = line;
  }
  close(() => true);
  return entries;
}

/** A text of one line, without quotes and comment. */
export function plainValue(written: string): string | null {
  const value = written.replace(/\s+#.*$/, '').trim();
  if (value === '' || value.length > longestTold || /^[|>&*![{]/.test(value)) return null;
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
