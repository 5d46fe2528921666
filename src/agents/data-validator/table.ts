import type { TextRange } from './text-range.ts';

/** A value of a table: in CSV a text, in JSON and YAML what is written there; undefined where there is none. */
export type Cell = string | number | boolean | bigint | object | null | undefined;

/** A row of data; the header is none. */
export interface TableRow {
  /** From 0, in the order of the file. */
  readonly index: number;
  readonly cells: readonly Cell[];
  /** The line on which it begins, from 1; absent where only a search finds it. */
  readonly line?: number;
}

/** Something with columns and rows that a file holds. */
export interface Table {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** Where in the file: a JSON path such as `$.countries`; empty where the file is the table. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Whether a cell has a type by itself, as in JSON; else all are texts. */
  readonly typed: boolean;
  /** Whether a comma may stand in a number as its decimal point. */
  readonly decimalComma: boolean;
  /** Shows every row, until the visitor answers false. It may be called more than once. */
  read(visit: (row: TableRow) => boolean): Promise<void>;
  /** Where cells are written, in the order of the question; cell -1 is the row as a whole. */
  locate(places: readonly CellPlace[]): Promise<readonly TextRange[]>;
}

/** A cell of a row. */
export interface CellPlace {
  readonly row: TableRow;
  /** Its column, from 0; -1 for the row as a whole. */
  readonly cell: number;
}

/** A row as messages name it. */
export function rowName({ line, index }: TableRow): string {
  return line === undefined ? `item ${index + 1}` : `line ${line}`;
}
