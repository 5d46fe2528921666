import type { FindingFix } from '../../model/event.ts';
import type { DataRule } from './suspicion.ts';

/** Something wrong in a data file, with all that is known of it. */
export interface DataProblem {
  readonly rule: DataRule;
  readonly path: string;
  /** Where in the file the table is: `$.countries`; empty where the file is the table. */
  readonly table: string;
  /** Names of the columns at fault; none where rows or the whole file are. */
  readonly columns: readonly string[];
  /** How many places there are. */
  readonly count: number;
  /** The first of them. */
  readonly places: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
  readonly fix?: FindingFix | undefined;
}
