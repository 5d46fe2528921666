import { visit } from 'jsonc-parser';
import { lineStarts } from '../../common/line-starts.ts';
import type { FoundTable } from './find-json-tables.ts';
import { cellsOf } from './object-table.ts';
import type { CellPlace, Table, TableRow } from './table.ts';
import { rangeBetween, type TextRange } from './text-range.ts';

/** A list of objects in a JSON file. */
export class JsonTable implements Table {
  readonly path: string;
  readonly name: string;
  readonly typed = true;
  readonly decimalComma = false;
  readonly columns: readonly string[];
  readonly #found: FoundTable;
  readonly #text: string;

  /** @param text of the whole file */
  constructor(path: string, text: string, found: FoundTable) {
    this.path = path;
    this.name = jsonPath(found.path);
    this.columns = found.columns;
    this.#found = found;
    this.#text = text;
  }

  async read(show: (row: TableRow) => boolean): Promise<void> {
    for (const [index, row] of this.#found.rows.entries()) {
      if (!show({ index, cells: cellsOf(row, this.columns) })) return;
    }
  }

  async locate(places: readonly CellPlace[]): Promise<readonly TextRange[]> {
    const { path, within } = this.#found;
    const wanted = places.map(({ row, cell }) => {
      const own = [...path, row.index, ...within];
      const field = this.columns[cell];
      return { row: keyOf(own), cell: keyOf(cell < 0 || field === undefined ? own : [...own, field]) };
    });
    const spans = findSpans(this.#text, new Set(wanted.flatMap(({ row, cell }) => [row, cell])));
    const starts = lineStarts(this.#text);
    return wanted.map(({ row, cell }) => {
      const span = spans.get(cell) ?? spans.get(row) ?? { from: 0, to: 0 };
      return rangeBetween(this.#text, starts, span.from, span.to);
    });
  }
}

/** A path as people write it: `$.countries[3].name`. */
export function jsonPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return /^[A-Za-z_]\w*$/.test(part) ? `${text}.${part}` : `${text}[${JSON.stringify(part)}]`;
  }, '$');
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the values at some paths are written; of an object or a list only where it begins. */
export function findSpans(text: string, wanted: ReadonlySet<string>): Map<string, Span> {
  const spans = new Map<string, Span>();
  const keep = (path: readonly (string | number)[], from: number, to: number): void => {
    const key = keyOf(path);
    if (wanted.has(key)) spans.set(key, { from, to });
  };
  try {
    visit(text, {
      onLiteralValue: (_value, offset, length, _line, _column, path) => keep(path(), offset, offset + length),
      onObjectBegin: (offset, _length, _line, _column, path) => keep(path(), offset, offset + 1),
      onArrayBegin: (offset, _length, _line, _column, path) => keep(path(), offset, offset + 1),
    });
  } catch (error) {
    // What is nested too deeply for the scanner has no place but the file.
    if (!(error instanceof RangeError)) throw error;
  }
  return spans;
}

export function keyOf(path: readonly (string | number)[]): string {
  return path.join('\u0000');
}
