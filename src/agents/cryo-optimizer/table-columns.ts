import { parse } from 'csv-parse';
import { type ColumnMeaning, isSame, readHeader, withUnit } from './column-meaning.ts';
import { ColumnValues } from './column-values.ts';
import type { Domain, Unit } from './domain.ts';
import type { NameReader } from './name-meaning.ts';
import { unitBySymbol } from './text-unit.ts';

/** A column and a unit that says something else than its header. */
export interface UnitContradiction {
  readonly header: string;
  readonly unit: Unit;
  readonly other: Unit;
  /** Who says the other one: `its brackets`, `the unit row`, `data/units.json`. */
  readonly by: string;
  readonly line: number;
  readonly column: number;
}

/** What the columns of a table hold. */
export interface TableColumns {
  readonly columns: readonly ColumnMeaning[];
  readonly values: readonly { readonly values: ColumnValues; readonly index: number }[];
  readonly contradictions: readonly UnitContradiction[];
}

/** Units by the name of a column, as a file beside the table says them, and which file that is. */
export type ColumnUnits = ReadonlyMap<string, SaidUnit>;

/** A unit, how it is written, and who says it: `the unit row`, `data/units.json`. */
export interface SaidUnit {
  readonly unit: Unit;
  readonly symbol: string;
  readonly by: string;
}

export interface TableHead {
  readonly delimiter: string;
  readonly cells: readonly string[];
  /** Of the header, from 1. */
  readonly line: number;
  /** Whether the header is a comment, so that the first row is data. */
  readonly commented: boolean;
}

const delimiters = [',', ';', '\t', '|'];
const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const chunk = 64 * 1024;

/** The header of a table: the first line that is no comment, or the last comment where that line holds numbers. */
export function readTableHead(text: string): TableHead | null {
  const lines = text.slice(0, chunk).split('\n', 200);
  let comment: { text: string; line: number } | null = null;
  for (const [at, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, '');
    if (line.trim() === '') continue;
    if (/^[#%]/.test(line)) {
      comment = { text: line.replace(/^[#%]+\s*/, ''), line: at + 1 };
      continue;
    }
    const delimiter = mostFrequent(line);
    const cells = splitLine(line, delimiter);
    const named = comment === null ? [] : splitLine(comment.text, delimiter);
    if (cells.every((cell) => numeric.test(cell.trim()))) {
      const fits = comment !== null && named.length === cells.length;
      return fits ? { delimiter, cells: named, line: comment?.line ?? 1, commented: true } : null;
    }
    return { delimiter, cells, line: at + 1, commented: false };
  }
  return null;
}

/** Reads the columns of a table that the packs know, row by row. */
export async function readTable(
  text: string,
  head: TableHead,
  domain: Domain,
  names: NameReader,
  beside: ColumnUnits,
): Promise<TableColumns> {
  const contradictions: UnitContradiction[] = [];
  const headerLine = text.split('\n', head.line)[head.line - 1] ?? '';
  const contradict = (index: number, unit: Unit, other: Unit, by: string) => {
    const column = cellColumn(headerLine, index, head.delimiter);
    contradictions.push({
      header: (head.cells[index] ?? '').trim(),
      unit,
      other,
      by,
      line: head.line,
      column,
    });
  };
  const meanings = head.cells.map((cell, index) => {
    const header = cell.trim();
    const meaning = readHeader(header, domain, names);
    if (meaning?.contradiction && meaning.unit)
      contradict(index, meaning.unit, meaning.contradiction, 'its brackets');
    return considerUnit(meaning, header, beside.get(header), index);
  });

  function considerUnit(
    meaning: ColumnMeaning | null,
    header: string,
    other: SaidUnit | undefined,
    index: number,
  ): ColumnMeaning | null {
    if (other === undefined) return meaning;
    if (!meaning?.unit) return withUnit(header, other.unit, other.symbol, domain) ?? meaning;
    if (meaning.unit.dimension !== other.unit.dimension || isSame(meaning.unit, other.unit)) return meaning;
    contradict(index, meaning.unit, other.unit, other.by);
    return { ...meaning, bounds: null };
  }

  let columns: { values: ColumnValues; index: number }[] | null = null;
  const settle = () =>
    meanings.flatMap((meaning, index) =>
      meaning?.bounds ? [{ values: new ColumnValues(meaning, domain.missingValues), index }] : [],
    );
  let row = 0;
  const take = (record: readonly string[], line: number) => {
    row += 1;
    if (row === 1 && !head.commented) return; // the header
    if (columns === null) {
      const units = meanings.some((meaning) => meaning !== null) ? unitRow(record, domain) : null;
      if (units !== null) {
        for (const [index, unit] of units.entries()) {
          if (unit === null) continue;
          const header = (head.cells[index] ?? '').trim();
          meanings[index] = considerUnit(
            meanings[index] ?? null,
            header,
            { unit, symbol: record[index]?.trim() ?? '', by: 'the unit row' },
            index,
          );
        }
        columns = settle();
        return;
      }
      columns = settle();
    }
    for (const { values, index } of columns) {
      const value = numberOf(record[index], head.delimiter);
      if (value !== null) values.take(value, line);
    }
  };
  await eachRecord(text, head.delimiter, take);
  const known = meanings.filter((meaning) => meaning !== null);
  return { columns: known, values: columns ?? settle(), contradictions };
}

/** The units of a row that holds nothing else; null where it is one of data. */
function unitRow(record: readonly string[], domain: Domain): (Unit | null)[] | null {
  if (record.some((cell) => numeric.test(cell.trim()))) return null;
  const units = record.map((cell) => unitBySymbol(cell.trim().replace(/^[[(](.*)[\])]$/, '$1'), domain));
  const known = units.filter((unit) => unit !== null).length;
  const filled = record.filter((cell) => cell.trim() !== '').length;
  return known > 0 && known * 2 >= filled ? units : null;
}

async function eachRecord(
  text: string,
  delimiter: string,
  take: (record: readonly string[], line: number) => void,
): Promise<void> {
  const parser = parse({
    delimiter,
    comment: /^%/m.test(text.slice(0, chunk)) ? '%' : '#',
    comment_no_infix: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  const feed = (async () => {
    for (let at = 0; at < text.length; at += chunk) {
      if (!parser.write(text.slice(at, at + chunk)))
        await new Promise((resolve) => parser.once('drain', resolve));
    }
    parser.end();
  })();
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
    take(record, info.lines);
  await feed;
}

function numberOf(cell: string | undefined, delimiter: string): number | null {
  const text = cell?.trim() ?? '';
  const plain = delimiter === ',' || !/^[+-]?\d+,\d+$/.test(text) ? text : text.replace(',', '.');
  return numeric.test(plain) ? Number(plain) : null;
}

function mostFrequent(line: string): string {
  const counts = delimiters.map((delimiter) => splitLine(line, delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The cells of a line; a quoted one may hold the delimiter. */
export function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= line.length; at++) {
    const sign = line[at];
    if (sign === '"') quoted = !quoted;
    else if (at === line.length || (sign === delimiter && !quoted)) {
      cells.push(
        line
          .slice(start, at)
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      );
      start = at + 1;
    }
  }
  return cells;
}

/** Where a cell begins in its line, from 1. */
export function cellColumn(line: string, index: number, delimiter: string): number {
  let quoted = false;
  let cell = 0;
  for (let at = 0; at < line.length && cell < index; at++) {
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === delimiter && !quoted) cell += 1;
    if (cell === index) return at + 2;
  }
  return 1;
}
