import { missingMarker } from './missing.ts';
import type { Cell } from './table.ts';

export type PlainObject = Readonly<Record<string, unknown>>;

/** A field is shared where at least this share of the objects has it. */
const sharedShare = 0.8;
const fewestShared = 2;
/** Objects with more different fields are maps from names to values. */
const mostFields = 200;

/** The fields of objects that make a table, in the order in which they appear; null where they share too few. */
export function sharedFields(rows: readonly PlainObject[]): string[] | null {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const field of Object.keys(row)) counts.set(field, (counts.get(field) ?? 0) + 1);
    if (counts.size > mostFields) return null;
  }
  return areShared(counts, rows.length) ? [...counts.keys()] : null;
}

/** Whether objects with fields that often have enough of them in common. */
export function areShared(counts: ReadonlyMap<string, number>, rows: number): boolean {
  const shared = [...counts.values()].filter((count) => count >= sharedShare * rows).length;
  return rows > 0 && counts.size <= mostFields && shared >= fewestShared;
}

/** An object as the cells of a row. */
export function cellsOf(row: PlainObject, columns: readonly string[]): Cell[] {
  return columns.map((column) => (Object.hasOwn(row, column) ? toCell(row[column]) : undefined));
}

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toCell(value: unknown): Cell {
  if (typeof value === 'number' && Number.isNaN(value)) return missingMarker(value);
  return typeof value === 'function' || typeof value === 'symbol' ? undefined : (value as Cell);
}
