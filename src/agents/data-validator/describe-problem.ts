import { plural } from '../../common/text.ts';
import type { FindingFix } from '../../model/event.ts';
import type { LocatedSuspicion } from './find-places.ts';
import type { DataProblem } from './problem.ts';
import { grouped, quoted } from './quoted.ts';
import type { Table } from './table.ts';
import type { TextRange } from './text-range.ts';

/** Lines that a message names. */
const shownLines = 3;

/** Rules whose columns are one problem where the same rows have it: a row that is wrong is mostly so in several columns. */
const byRows: ReadonlySet<string> = new Set(['missing-value', 'outlier']);

/** The problems of a table; columns of which the same rows have no value, or an outlier, are one. */
export function describeProblems(table: Table, located: readonly LocatedSuspicion[]): DataProblem[] {
  const groups = new Map<string, LocatedSuspicion[]>();
  for (const [at, found] of located.entries()) {
    const { rule, count } = found.suspicion;
    const key = byRows.has(rule) ? `${rule} ${count} ${found.rows.join()}` : String(at);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups.values()].map((group) => describe(table, group));
}

function describe(table: Table, group: readonly LocatedSuspicion[]): DataProblem {
  const { suspicion, ranges, message } = group[0] as LocatedSuspicion;
  const columns = group
    .map((found) => table.columns[found.suspicion.column])
    .filter((name) => name !== undefined);
  // What an outlier is said to be far from is that of its own column.
  const subjects = suspicion.rule === 'outlier' ? columns.slice(0, 1) : columns;
  const beside = columns.slice(subjects.length);
  const about =
    suspicion.column < 0
      ? ''
      : `${plural(subjects.length, table.typed ? 'field' : 'column')} ${subjects.slice(0, 5).map(named).join(', ')}`;
  const lead = about.replace(/^1 /, '') + (subjects.length > 5 ? ', …' : '');
  const where = table.name === '' || table.name === '$' ? '' : ` of ${table.name}`;
  return {
    rule: suspicion.rule,
    path: table.path,
    table: table.name,
    columns,
    count: suspicion.count,
    places: ranges.map(({ line, column }) => ({ line, column })),
    message: `${lead === '' ? where.replace(/^ of (.*)/, '$1: ') : `${lead}${where}: `}${message}${alsoIn(beside, suspicion.count)}${others(suspicion.count, ranges)}`,
    fix: suspicion.repair && ranges.length === suspicion.count ? fixOf(ranges, suspicion.repair) : undefined,
  };
}

function named(name: string): string {
  return quoted(name);
}

/** `; so are "c1" and 2 more columns of the row`; nothing where there is only one column. */
function alsoIn(columns: readonly string[], rows: number): string {
  const [first, ...more] = columns;
  if (first === undefined) return '';
  const others = more.length === 0 ? '' : ` and ${plural(more.length, 'more column', 'more columns')}`;
  const verb = more.length === 0 ? 'is' : 'are';
  return `; so ${verb} ${named(first)}${others} of the same ${rows === 1 ? 'row' : 'rows'}`;
}

/** ` (3 places: lines 4, 9, 12)`; nothing where there is only one. */
function others(count: number, ranges: readonly TextRange[]): string {
  if (count < 2) return '';
  const lines = ranges.slice(0, shownLines).map(({ line }) => line);
  return ` (${grouped(count)} places: lines ${lines.join(', ')}${count > lines.length ? ' …' : ''})`;
}

/** A fix that mends all places; none where one of them cannot be mended within its line. */
export function fixOf(
  ranges: readonly TextRange[],
  repair: (written: string) => string | null,
): FindingFix | undefined {
  const edits = [];
  for (const { line, column, endLine, endColumn, text } of ranges) {
    const repaired = line === endLine ? repair(text) : null;
    if (repaired === null) return undefined;
    edits.push({ line, column, end_line: endLine, end_column: endColumn, text: repaired });
  }
  const first = edits[0];
  if (first === undefined) return undefined;
  const title =
    edits.length === 1 ? `Write ${first.text.trim() || 'nothing'}` : `Mend all ${edits.length} places`;
  return { title, edits };
}
