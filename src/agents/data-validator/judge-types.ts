import { cellKind, isWordOrDecorated } from './cell-kind.ts';
import type { ColumnProfile } from './column-profile.ts';
import { isMissingAmongNumbers, missingMarker } from './missing.ts';
import { quoted, sharePercent } from './quoted.ts';
import type { Suspicion } from './suspicion.ts';
import type { Cell, Table } from './table.ts';

/** Fewer values say nothing about what is usual. */
const fewestValues = 20;
/** The share of the values of a column that are of its type. */
const usualShare = 0.95;
/** Short words that stand often in a column of whole numbers are names beside numbers, as `X` beside chromosome 1. */
const fewestRecurrences = 3;

/** Values of another type than the rest of a column. */
export function judgeTypes(table: Table, at: number, profile: ColumnProfile): Suspicion | null {
  return table.typed ? typedDrift(table, at, profile) : writtenDrift(table, at, profile);
}

/** In CSV: words among numbers. Numbers among words are words. */
function writtenDrift(table: Table, at: number, profile: ColumnProfile): Suspicion | null {
  const { kinds, texts } = profile;
  const missing = total(profile.missingAmongNumbers);
  const values = profile.present - missing;
  if (values < fewestValues || kinds.number < usualShare * values || kinds.number === values) return null;
  const isOdd = (cell: Cell): boolean =>
    typeof cell === 'string' &&
    missingMarker(cell) === null &&
    !isMissingAmongNumbers(cell) &&
    cellKind(cell, false, table.decimalComma) === 'text' &&
    isWordOrDecorated(cell);
  const odd = [...texts].filter(([text]) => isOdd(text));
  const count = odd.reduce((sum, [, times]) => sum + times, 0);
  if (count === 0 || isCoded(profile, odd)) return null;
  return {
    rule: 'type-drift',
    column: at,
    count,
    matches: ({ cells }) => isOdd(cells[at]),
    message: ({ cells }) =>
      `${quoted(cells[at])} among numbers (${sharePercent(kinds.number, values)} are numbers)`,
  };
}

function isCoded({ numbers }: ColumnProfile, odd: readonly (readonly [string, number])[]): boolean {
  return (
    numbers.integers === numbers.count &&
    odd.every(([text, times]) => /^\s*[A-Za-z]{1,2}\s*$/.test(text) && times >= fewestRecurrences)
  );
}

const kindNames = { number: 'numbers', text: 'texts', boolean: 'true or false' } as const;
type Scalar = keyof typeof kindNames;

/** In JSON and YAML: texts among numbers and the like. Where lists or objects stand too, the field is meant to be many things. */
function typedDrift(table: Table, at: number, profile: ColumnProfile): Suspicion | null {
  const { kinds } = profile;
  const values = profile.present;
  if (values < fewestValues || kinds.nested > 0) return null;
  const counts: Record<Scalar, number> = {
    number: kinds.number,
    boolean: kinds.boolean,
    text: kinds.text + kinds.date,
  };
  const usual = (Object.keys(counts) as Scalar[]).find((kind) => counts[kind] >= usualShare * values);
  if (usual === undefined || counts[usual] === values) return null;
  const isOdd = (cell: Cell): boolean => {
    if (missingMarker(cell) !== null) return false;
    return scalarOf(cell as Exclude<Cell, null | undefined>, table) !== usual;
  };
  return {
    rule: 'type-drift',
    column: at,
    count: values - counts[usual],
    matches: ({ cells }) => isOdd(cells[at]),
    message: ({ cells }) =>
      `${kindOfOne(cells[at])} ${quoted(cells[at])} among ${kindNames[usual]} (${sharePercent(counts[usual], values)} are)`,
  };
}

function scalarOf(cell: Exclude<Cell, null | undefined>, table: Table): Scalar | 'nested' {
  const kind = cellKind(cell, true, table.decimalComma);
  return kind === 'date' ? 'text' : kind;
}

function kindOfOne(cell: Cell): string {
  return typeof cell === 'string' ? 'the text' : typeof cell === 'boolean' ? 'the truth value' : 'the number';
}

export function total(counts: ReadonlyMap<unknown, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
