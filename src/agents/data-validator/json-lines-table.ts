import { join } from 'node:path';
import { lineStarts } from '../../common/line-starts.ts';
import { textPieces } from './data-text.ts';
import type { ByteInspection } from './inspect-bytes.ts';
import { findSpans, keyOf } from './json-table.ts';
import { areShared, cellsOf, isPlainObject, type PlainObject } from './object-table.ts';
import type { CellPlace, Table, TableRow } from './table.ts';
import { rangeBetween, type TextRange } from './text-range.ts';

/** Characters of a line above which it is no object. */
const longestLine = 4 * 1024 * 1024;

interface LineRow extends TableRow {
  readonly line: number;
  readonly text: string;
}

/** A file with an object on each line. */
export class JsonLinesTable implements Table {
  readonly path: string;
  readonly name = '';
  readonly typed = true;
  readonly decimalComma = false;
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #inspection: ByteInspection;

  constructor(workspace: string, path: string, inspection: ByteInspection, columns: readonly string[]) {
    this.path = path;
    this.#file = join(workspace, path);
    this.#inspection = inspection;
    this.columns = columns;
  }

  async read(show: (row: TableRow) => boolean): Promise<void> {
    let index = 0;
    for (const { text, line } of textLines(this.#file, this.#inspection)) {
      const row = parseRow(text);
      if (row === null) continue;
      const shown: LineRow = { index: index++, cells: cellsOf(row, this.columns), line, text };
      if (!show(shown)) return;
    }
  }

  async locate(places: readonly CellPlace[]): Promise<readonly TextRange[]> {
    return places.map(({ row, cell }) => {
      const { text, line } = row as LineRow;
      const key = keyOf(cell < 0 ? [] : [this.columns[cell] ?? '']);
      const span = findSpans(text, new Set([key])).get(key) ?? { from: 0, to: 1 };
      const range = rangeBetween(text, lineStarts(text), span.from, span.to);
      return { ...range, line, endLine: line };
    });
  }
}

/** Lines that are no JSON: how many, and the first of them. */
export interface BrokenLines {
  readonly count: number;
  readonly line: number;
}

/** The table that a file of JSON Lines is; null where its lines are no objects with fields in common. */
export function openJsonLines(
  workspace: string,
  path: string,
  inspection: ByteInspection,
): { table: JsonLinesTable | null; broken: BrokenLines } {
  const counts = new Map<string, number>();
  let rows = 0;
  let broken: BrokenLines = { count: 0, line: 0 };
  for (const { text, line } of textLines(join(workspace, path), inspection)) {
    const row = parseRow(text);
    if (row === null && !isJson(text)) {
      broken = { count: broken.count + 1, line: broken.count === 0 ? line : broken.line };
    } else if (row !== null) {
      rows += 1;
      for (const field of Object.keys(row)) {
        if (counts.size < 1000 || counts.has(field)) counts.set(field, (counts.get(field) ?? 0) + 1);
      }
    }
  }
  const table = areShared(counts, rows)
    ? new JsonLinesTable(workspace, path, inspection, [...counts.keys()])
    : null;
  return { table, broken };
}

function parseRow(text: string): PlainObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The lines of a file that are not empty, from 1. A line that is too long counts, and is not shown. */
function* textLines(
  file: string,
  inspection: ByteInspection,
): Generator<{ readonly text: string; readonly line: number }> {
  let rest = '';
  let skipping = false;
  let line = 1;
  for (const piece of textPieces(file, inspection)) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (!skipping && text.trim() !== '') yield { text, line };
      skipping = false;
      line += 1;
    }
    if (rest.length > longestLine) {
      rest = '';
      skipping = true;
    }
  }
  if (!skipping && rest.trim() !== '') yield { text: rest, line };
}
