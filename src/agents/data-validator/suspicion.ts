import type { RuleOf } from '../../builtin/builtin-agent.ts';
import type { dataValidator } from '../../builtin/data-validator.ts';
import type { TableRow } from './table.ts';

export type DataRule = RuleOf<typeof dataValidator>;

/** Something that the profile of a table shows to be wrong, and how to find where. */
export interface Suspicion {
  readonly rule: DataRule;
  /** The column, from 0; -1 for rows as a whole. */
  readonly column: number;
  /** How many places there are. */
  readonly count: number;
  /** Whether a row is one of the places; asked for every row in order, so that it may remember rows. */
  matches(row: TableRow): boolean;
  /** What is wrong, by the first place; without the column and how often. */
  message(first: TableRow): string;
  /** What the text of a place should be, where that is known and safe. */
  repair?(written: string): string | null;
}
