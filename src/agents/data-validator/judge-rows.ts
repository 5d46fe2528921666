import { plural } from '../../common/text.ts';
import type { ColumnProfile } from './column-profile.ts';
import { quoted } from './quoted.ts';
import type { Suspicion } from './suspicion.ts';
import { rowName, type Table, type TableRow } from './table.ts';
import { cellText, isHeader, isRagged, keyHash, rowHash, type TableProfile } from './table-profile.ts';

/** Fewer rows say nothing about what is usual. */
const fewestRows = 10;
/** A column with at least this share of distinct values tells rows apart. */
const distinctShare = 0.9;
/** The share of the rows that may repeat others; more are no accident. */
const repeatedShare = 0.05;
/** A key may repeat in at most this share of the rows, else it points to other rows. */
const repeatedKeyShare = 0.02;

/** The share of the rows that may have other cells than there are columns; with more it is no table. */
const raggedShare = 0.2;

/** Whether so many rows are ragged that nothing is known of columns. */
export function isIrregular({ ragged, rows }: Pick<TableProfile, 'ragged' | 'rows'>): boolean {
  return ragged > 1 && ragged > raggedShare * rows;
}

/** Rows that have other cells than their table has columns. */
export function judgeRagged(table: Table, { ragged, long, usual, rows }: TableProfile): Suspicion | null {
  if (ragged === 0) return null;
  // Lists of different lengths, such as a name and all its synonyms, were never meant to have columns.
  if (isIrregular({ ragged, rows }) && rows >= fewestRows && usual < rows / 2) return null;
  // Some formats leave out empty cells at the end of a row.
  if (long === 0 && isIrregular({ ragged, rows })) return null;
  return {
    rule: 'ragged-row',
    column: -1,
    count: ragged,
    matches: (row) => isRagged(table, row),
    message: ({ cells }) =>
      `the row has ${plural(cells.length, 'cell')}, the table ${plural(table.columns.length, 'column')}${isIrregular({ ragged, rows }) ? `; so it is in ${ragged} of ${rows} rows` : ''}`,
  };
}

/** Rows that are the names of the columns once more. */
export function judgeHeaders(table: Table, { headers }: TableProfile): Suspicion | null {
  if (headers === 0) return null;
  return {
    rule: 'repeated-header',
    column: -1,
    count: headers,
    matches: (row) => isHeader(table, row),
    message: () => 'the names of the columns stand among the rows once more',
  };
}

/** Rows that repeat others, in a table in which a column tells rows apart. */
export function judgeRepeatedRows(
  table: Table,
  { rows, columns, repeatedRows }: TableProfile,
): Suspicion | null {
  const { repetitions } = repeatedRows;
  if (rows < fewestRows || repetitions === 0 || repetitions > repeatedShare * rows) return null;
  const telling = columns.find((column) => isTelling(column, rows));
  if (telling === undefined) return null;
  const seen = new Map<string, TableRow>();
  let before: TableRow | undefined;
  return {
    rule: 'duplicate-row',
    column: -1,
    count: repetitions,
    matches: (row) => {
      if (isRagged(table, row) || !repeatedRows.repeated.has(rowHash(row))) return false;
      const text = row.cells.map(cellText).join('\u001f');
      const first = seen.get(text);
      if (first === undefined) seen.set(text, row);
      else before = first;
      return first !== undefined;
    },
    message: () => `the row repeats ${before === undefined ? 'another' : rowName(before)}, cell by cell`,
  };
}

function isTelling(column: ColumnProfile, rows: number): boolean {
  return column.missing < rows / 2 && column.distinctShare >= distinctShare && column.values.size > 1;
}

/** Identifiers that stand twice, in rows that differ. */
export function judgeRepeatedKeys(table: Table, profile: TableProfile): Suspicion[] {
  const suspicions: Suspicion[] = [];
  for (const [at, keys] of profile.repeatedKeys) {
    const most = Math.max(1, repeatedKeyShare * keys.count);
    // Rows that are equal as a whole are repeated rows.
    const count = keys.repetitions - profile.repeatedRows.repetitions;
    if (keys.count < 2 * fewestRows || count <= 0 || count > most) continue;
    const seen = new Map<string, TableRow>();
    const isRepetition = (row: TableRow): boolean => {
      if (isRagged(table, row) || isHeader(table, row)) return false;
      const hash = keyHash(row.cells[at]);
      if (hash === null || !keys.repeated.has(hash)) return false;
      const key = cellText(row.cells[at]).trim();
      const first = seen.get(key);
      if (first === undefined) seen.set(key, row);
      return first !== undefined && rowHash(first) !== rowHash(row);
    };
    suspicions.push({
      rule: 'duplicate-key',
      column: at,
      count,
      matches: isRepetition,
      message: ({ cells }) => {
        const first = seen.get(cellText(cells[at]).trim());
        const where = first === undefined ? 'elsewhere' : `in ${rowName(first)}`;
        return `${quoted(cells[at])} stands ${where} too, with other values; nearly all others are unique`;
      },
    });
  }
  return suspicions;
}
