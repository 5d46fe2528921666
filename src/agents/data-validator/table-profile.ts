import { isKeyName, isTemporal } from './column-names.ts';
import { ColumnProfile } from './column-profile.ts';
import { RepeatedValues } from './repeated-values.ts';
import type { Cell, Table, TableRow } from './table.ts';
import { textHash } from './text-hash.ts';

/** Different values that are told apart in all columns of a table together. */
const mostValues = 100_000;
/** Columns that are profiled; a table with more is a matrix. */
const mostColumns = 500;

/** What is learnt of a table from all its rows. */
export interface TableProfile {
  readonly rows: number;
  readonly cells: number;
  readonly columns: readonly ColumnProfile[];
  /** Rows with another number of cells than there are columns; they are in no column. */
  readonly ragged: number;
  /** Those of them that have too many. */
  readonly long: number;
  /** Rows with the number of cells that most rows have. */
  readonly usual: number;
  /** Rows that are the names of the columns once more; they are in no column either. */
  readonly headers: number;
  readonly repeatedRows: RepeatedValues;
  /** By the column that identifies the rows. */
  readonly repeatedKeys: ReadonlyMap<number, RepeatedValues>;
}

/** Reads a table once and learns what its columns are like. */
export async function profileTable(table: Table): Promise<TableProfile> {
  const names = table.columns.slice(0, mostColumns);
  const limits = {
    distinct: Math.max(100, Math.min(10_000, Math.floor(mostValues / Math.max(names.length, 1)))),
    sample: Math.min(1, 50 / Math.max(names.length, 1)),
  };
  const columns = names.map(
    (name, at) => new ColumnProfile(name, table, limits, at === 0 || isTemporal(name)),
  );
  const repeatedRows = new RepeatedValues();
  const repeatedKeys = new Map<number, RepeatedValues>();
  for (const [at, name] of names.entries())
    if (isKeyName(name, at)) repeatedKeys.set(at, new RepeatedValues());
  let rows = 0;
  let ragged = 0;
  let long = 0;
  const widths = new Map<number, number>();
  let headers = 0;
  let cells = 0;
  await table.read((row) => {
    rows += 1;
    cells += row.cells.length;
    widths.set(row.cells.length, (widths.get(row.cells.length) ?? 0) + 1);
    if (isRagged(table, row)) {
      ragged += 1;
      if (row.cells.length > table.columns.length) long += 1;
      for (const { times } of columns) times?.interrupt();
      return true;
    }
    if (isHeader(table, row)) {
      headers += 1;
      return true;
    }
    for (const [at, column] of columns.entries()) column.add(row.cells[at]);
    repeatedRows.add(rowHash(row));
    for (const [at, keys] of repeatedKeys) {
      const key = keyHash(row.cells[at]);
      if (key !== null) keys.add(key);
    }
    return true;
  });
  const usual = [...widths.values()].reduce((most, count) => Math.max(most, count), 0);
  return { rows, cells, columns, ragged, long, usual, headers, repeatedRows, repeatedKeys };
}

/** Whether a row has other cells than its table has columns. */
export function isRagged(table: Table, { cells }: TableRow): boolean {
  return !table.typed && cells.length !== table.columns.length;
}

/** Whether a row holds the names of the columns, as where files were put one after another. */
export function isHeader({ typed, columns }: Table, { cells }: TableRow): boolean {
  return (
    !typed &&
    columns.length > 1 &&
    cells.length === columns.length &&
    cells.every((cell, at) => typeof cell === 'string' && cell.trim() === columns[at]?.trim())
  );
}

/** A number of 53 bits that tells rows apart, well enough for a first look. */
export function rowHash({ cells }: TableRow): number {
  return textHash(cells.map(cellText).join('\u001f'));
}

/** The same of a cell that identifies a row; null where it is empty. */
export function keyHash(cell: Cell): number | null {
  const text = cellText(cell).trim();
  return text === '' ? null : textHash(text);
}

let unwritable = 0;

/** A cell as a text that differs where cells differ. */
export function cellText(cell: Cell): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  try {
    return JSON.stringify(cell);
  } catch {
    // Nested too deeply to be written: it is like no other.
    unwritable += 1;
    return `\u0000${unwritable}`;
  }
}
