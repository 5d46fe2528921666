import { parse } from 'csv-parse/sync';
import { numberOf } from './cell-kind.ts';
import { dateForm } from './date-form.ts';
import { missingMarker } from './missing.ts';
import { sniffQuote } from './sniff-quote.ts';

/** How a delimited file is written. */
export interface Dialect {
  readonly delimiter: string;
  /** Null where quotes are characters like any other. */
  readonly quote: string | null;
  /** The line of the first record, from 1; what is before it are comments. */
  readonly firstLine: number;
  /** The names of the columns; `column 1` … where the file has none. */
  readonly columns: readonly string[];
  /** Whether the first record holds the names. */
  readonly header: boolean;
}

const candidates = [',', ';', '\t', '|'];
const sampleRecords = 200;
/** Lines above a table that may be its title. */
const longestTitle = 10;
/** What the column without a name is called in which R writes the names of rows. */
const rowName = 'row name';

/**
 * Finds out how a delimited file is written; null where its beginning holds no record.
 *
 * @param whole whether the text is the whole file; if not, its last line is cut and left out
 */
export function sniffDelimited(path: string, text: string, whole: boolean): Dialect | null {
  const usual = /\.tsv$/i.test(path) ? '\t' : /\.psv$/i.test(path) ? '|' : ',';
  const cut = whole ? text : text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  const lines = cut.split(/\r\n|\r|\n/);
  const comments = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  if (comments === -1) return null;
  const delimiters = [usual, ...candidates.filter((candidate) => candidate !== usual)];
  const quote = sniffQuote(lines.slice(comments));
  const delimiter = bestFit(lines.slice(comments).join('\n'), delimiters, quote);
  const begin = comments + titleLines(lines, comments, delimiter);
  const records = parseSample(lines.slice(begin).join('\n'), delimiter, quote);
  if (records[0] === undefined) return null;
  const commented = commentedHeader(lines, comments, delimiter, records[0].length);
  if (commented !== null && begin === comments) {
    return { delimiter, quote, firstLine: comments, columns: commented, header: true };
  }
  const header = hasHeader(records);
  const columns = header
    ? namedColumns(records)
    : Array.from({ length: modalWidth(records) }, (_, at) => `column ${at + 1}`);
  return { delimiter, quote, firstLine: begin + 1, columns, header };
}

function bestFit(text: string, delimiters: readonly string[], quote: string | null): string {
  let best = { delimiter: delimiters[0] ?? ',', score: -1 };
  for (const delimiter of delimiters) {
    const score = consistency(parseSample(text, delimiter, quote));
    if (score > best.score + 1e-9) best = { delimiter, score };
  }
  return best.delimiter;
}

/** How many lines of a title are above the first record: lines of one cell above a table of several. */
function titleLines(lines: readonly string[], from: number, delimiter: string): number {
  let at = from;
  while (at < from + longestTitle && at < lines.length && !(lines[at] ?? '').includes(delimiter)) at += 1;
  const titled = at > from && at < from + longestTitle && at < lines.length;
  const rest = titled ? lines.slice(at, at + 50).filter((line) => line.trim() !== '') : [];
  return rest.length > 3 && rest.every((line) => line.includes(delimiter)) ? at - from : 0;
}

/** The names of the first record; rows with one more cell than there are names begin with a name of their own (R) or end with a delimiter. */
function namedColumns(records: readonly string[][]): string[] {
  const names = records[0] ?? [];
  const rows = records.slice(1);
  if (rows.length < 2 || !rows.every((row) => row.length === names.length + 1)) return names;
  return rows.every((row) => row.at(-1)?.trim() === '') ? [...names, ''] : [rowName, ...names];
}

/** The quote as the parser takes it; a quote within quotes is written twice. */
export function quoting(quote: string | null): { quote: string | false; escape?: string } {
  return quote === null ? { quote: false } : { quote, escape: quote };
}

/** A sample of records: those before the place where the text is cut within quotes. */
function parseSample(text: string, delimiter: string, quote: string | null): string[][] {
  const records: string[][] = [];
  try {
    parse(text, {
      delimiter,
      ...quoting(quote),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: sampleRecords,
      max_record_size: 1024 * 1024,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
  } catch (error) {
    if (!isOpenQuote(error)) throw error;
  }
  return records;
}

/** Whether reading ended at a quote that is not closed, or not for too long. */
export function isOpenQuote(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
}

/** How much records look like a table, 0 to 2: the share of those with the usual number of cells, if that is above 1. */
function consistency(records: readonly string[][]): number {
  if (records.length === 0) return 0;
  const width = modalWidth(records);
  const share = records.filter((record) => record.length === width).length / records.length;
  // Of two delimiters that fit equally well, the one that is in the first record makes the names.
  return width === 1 ? 0.1 : share + (records[0]?.length === width ? 0.2 : 0) + Math.min(width, 50) / 1000;
}

function modalWidth(records: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0] as [
    number,
    number,
  ])[0];
}

/** The names in a last comment such as `#chrom<TAB>start<TAB>end`, where the first record has as many cells. */
function commentedHeader(
  lines: readonly string[],
  comments: number,
  delimiter: string,
  width: number,
): string[] | null {
  const line = lines[comments - 1];
  if (line === undefined || width < 2) return null;
  const names = line.replace(/^#+\s?/, '').split(delimiter);
  return names.length === width ? names.map((name) => name.trim()) : null;
}

/** Whether the first record names the columns. */
function hasHeader([first = [], ...rest]: readonly string[][]): boolean {
  if (first.every((cell) => cell.trim() === '')) return false;
  if (first.some((cell) => cell.trim() !== '' && !/[\p{L}\d#%$€]/u.test(cell))) return false;
  const years = first.filter((cell) => isNumber(cell)).map(Number);
  if (years.length === 0) return !first.some((cell) => dateForm(cell.trim()) !== null);
  // A table of years beside each other: `country,1990,1991,1992`.
  if (years.length < 2 || years.length === first.length || rest.length === 0) return false;
  return years.every((year, at) => year > 1500 && year < 2200 && (at === 0 || year > (years[at - 1] ?? 0)));
}

function isNumber(cell: string): boolean {
  return missingMarker(cell) === null && numberOf(cell, false) !== null;
}
