import { visit } from 'jsonc-parser';
import { type ColumnMeaning, readHeader } from './column-meaning.ts';
import { ColumnValues } from './column-values.ts';
import type { Domain } from './domain.ts';
import type { NameReader } from './name-meaning.ts';

/** What the values of a JSON file are, by their keys. */
export interface JsonColumns {
  readonly columns: readonly ColumnMeaning[];
  /** Of the keys that have bounds, with the place of the first value outside. */
  readonly values: readonly { readonly values: ColumnValues; readonly column: number }[];
}

const key = /"([^"\\\n]{1,120})"\s*:/g;

/** Whether a key of a JSON text means something to the packs. */
export function mentionsColumns(text: string, domain: Domain, names: NameReader): boolean {
  const seen = new Set<string>();
  for (const [, name = ''] of text.matchAll(key)) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (readHeader(name, domain, names) !== null) return true;
  }
  return false;
}

/** Reads the numbers of a JSON text, or of one with an object a line, by their keys. Throws RangeError where it is too deep. */
export function readJson(text: string, byLine: boolean, domain: Domain, names: NameReader): JsonColumns {
  const meanings = new Map<string, ColumnMeaning | null>();
  const values = new Map<string, { values: ColumnValues; column: number }>();
  const read = (part: string, firstLine: number) => {
    // The key that each open object or list belongs to.
    const open: string[] = [];
    let property = '';
    visit(part, {
      onObjectBegin: () => {
        open.push(property);
        property = '';
      },
      onObjectEnd: () => {
        property = open.pop() ?? '';
      },
      onArrayBegin: () => {
        open.push(property);
      },
      onArrayEnd: () => {
        property = open.pop() ?? '';
      },
      onObjectProperty: (name) => {
        property = name;
      },
      onLiteralValue: (value, _offset, _length, line, character) => {
        if (typeof value !== 'number' || property === '') return;
        let meaning = meanings.get(property);
        if (meaning === undefined) {
          meaning = readHeader(property, domain, names);
          meanings.set(property, meaning);
        }
        if (!meaning?.bounds) return;
        let column = values.get(property);
        if (column === undefined) {
          column = { values: new ColumnValues(meaning, domain.missingValues), column: 0 };
          values.set(property, column);
        }
        const before = column.values.outside;
        column.values.take(value, firstLine + line);
        if (before === 0 && column.values.outside === 1) column.column = character + 1;
      },
    });
  };
  if (byLine) for (const [at, line] of text.split('\n').entries()) read(line, at + 1);
  else read(text, 1);
  return {
    columns: [...meanings.values()].filter((meaning) => meaning !== null),
    values: [...values.values()],
  };
}
