import type { ParametersOf } from '../../builtin/builtin-agent.ts';
import type { dataValidator } from '../../builtin/data-validator.ts';
import { DelimitedTable } from './delimited-table.ts';
import { describeProblems, fixOf } from './describe-problem.ts';
import { findPlaces } from './find-places.ts';
import { judgeHeader } from './judge-header.ts';
import { isIrregular } from './judge-rows.ts';
import { judgeTable } from './judge-table.ts';
import type { DataProblem } from './problem.ts';
import type { Table } from './table.ts';
import { profileTable, type TableProfile } from './table-profile.ts';

/** A table with what is wrong in it. */
export interface ValidatedTable {
  readonly table: Table;
  readonly profile: TableProfile;
  readonly problems: readonly DataProblem[];
}

/** Reads a table, once to learn what is usual in it, and once more where something is not. */
export async function validateTable(
  table: Table,
  parameters: ParametersOf<typeof dataValidator>,
): Promise<ValidatedTable> {
  const profile = await profileTable(table);
  const problems: DataProblem[] = [];
  if (table instanceof DelimitedTable) {
    problems.push(...openQuotes(table));
    if (!isIrregular(profile)) problems.push(...headerProblems(table, profile));
  }
  const located = await findPlaces(table, judgeTable(table, profile, parameters));
  problems.push(...describeProblems(table, located));
  return { table, profile, problems };
}

function headerProblems(table: DelimitedTable, profile: TableProfile): DataProblem[] {
  const { header } = table;
  if (header === null) return [];
  return judgeHeader(table, profile.columns).map(({ rule, columns, message, repair }) => {
    const ranges = columns.map((at) => table.rangeOf(header, at));
    return {
      rule,
      path: table.path,
      table: '',
      columns: columns.map((at) => header.cells[at] ?? ''),
      count: columns.length,
      places: ranges.map(({ line, column }) => ({ line, column })),
      message,
      fix: repair && fixOf(ranges, repair),
    };
  });
}

function openQuotes({ path, broken, strayQuotes }: DelimitedTable): DataProblem[] {
  const problem = { rule: 'unclosed-quote' as const, path, table: '', columns: [] };
  const problems: DataProblem[] = [];
  if (strayQuotes.count > 0) {
    const { count, line } = strayQuotes;
    const rest = count === 1 ? '' : ` (${count} places)`;
    const message = `a quote is opened in this row and not closed before the end of the line: rows run into one${rest}`;
    problems.push({ ...problem, count, places: [{ line, column: 1 }], message });
  }
  if (broken !== null) {
    const message =
      'a quote is opened in the row that begins here and never closed: nothing behind it can be read';
    problems.push({ ...problem, count: 1, places: [{ line: broken.line, column: 1 }], message });
  }
  return problems;
}
