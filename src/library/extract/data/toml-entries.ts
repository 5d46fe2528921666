import type { SourceLines } from '../source-lines.ts';
import { type DataEntry, mostEntries } from './data-entry.ts';
import { plainValue } from './yaml-entries.ts';

type Draft = { -readonly [K in keyof DataEntry]: DataEntry[K] };

/**
 * The entries of a text of TOML or of settings in its manner (`.ini`, `.env`), by its lines: tables and their keys, and
 * keys in front of the first table.
 */
export function tomlEntries(lines: SourceLines, deepest: number): DataEntry[] {
  const entries: Draft[] = [];
  let table: Draft | null = null;
  let key: Draft | null = null;
  /** The quotes that end a text of several lines. */
  let quotes: string | null = null;
  let last = 0;
  for (let line = 1; line <= lines.count && entries.length < mostEntries; line++) {
    if (lines.indent(line) === -1) continue;
    const written = lines.line(line);
    if (quotes !== null) {
      if (written.includes(quotes)) quotes = null;
    } else if (!/^\s*[#;]/.test(written)) {
      const start = written.slice(0, 1000);
      const name = /^\s*\[{1,2}\s*([^\]]{1,200}?)\s*\]{1,2}\s*(?:#.*)?$/.exec(start)?.[1];
      const [, own, value = ''] =
        /^\s{0,20}(?:export\s+)?([\w."'/-]{1,200})\s*[=:]\s*(.*)$/.exec(start) ?? [];
      if (name !== undefined) {
        end(last);
        table = begin(name, line, 1, null);
      } else if (own !== undefined && (table === null || deepest > 1)) {
        if (key !== null) key.endLine = last;
        key = begin(own, line, table === null ? 1 : 2, plainValue(value));
        quotes = /^("""|''')/.exec(value)?.[1] ?? null;
        if (quotes !== null && value.slice(3).includes(quotes)) quotes = null;
      }
    }
    last = line;
  }
  end(last);
  return entries;

  function begin(name: string, line: number, depth: number, value: string | null): Draft {
    const entry: Draft = { key: name, item: false, line, endLine: line, depth, value };
    entries.push(entry);
    return entry;
  }

  function end(line: number): void {
    if (key !== null) key.endLine = Math.max(key.line, line);
    if (table !== null) table.endLine = Math.max(table.line, line);
    key = null;
  }
}
