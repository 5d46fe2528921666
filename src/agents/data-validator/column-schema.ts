import type { ColumnProfile } from './column-profile.ts';
import { missingOf } from './judge-missing.ts';
import { total } from './judge-types.ts';

/** What a column holds, as the report says it. */
export interface ColumnSchema {
  readonly name: string;
  /** `integer`, `number`, `date`, `boolean`, `text`, `nested`, `empty`, or several with `|`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly missing: number;
  /** Null where there are too many to count. */
  readonly distinct: number | null;
  /** Of numbers. */
  readonly min?: number;
  readonly max?: number;
  readonly median?: number;
}

/** The share of the values that a type must have to be named beside others. */
const namedShare = 0.05;

export function columnSchemas(columns: readonly ColumnProfile[]): ColumnSchema[] {
  return columns.map((column) => {
    const missing = total(missingOf(column));
    const { numbers } = column;
    const least = numbers.lowest[0];
    const sorted = numbers.sorted();
    return {
      name: column.name,
      type: typeOf(column),
      nullable: missing > 0,
      missing,
      distinct: column.allValues ? column.values.size : null,
      ...(least === undefined
        ? {}
        : { min: least, max: numbers.highest[0] ?? least, median: sorted[sorted.length >> 1] ?? least }),
    };
  });
}

function typeOf({ kinds, present, numbers }: ColumnProfile): string {
  if (present === 0) return 'empty';
  const named = Object.entries(kinds)
    .filter(([, count]) => count > namedShare * present)
    .sort((a, b) => b[1] - a[1])
    .map(([kind]) =>
      kind === 'number' && numbers.count > 0 && numbers.integers === numbers.count ? 'integer' : kind,
    );
  return named.join('|');
}
