import { join } from 'node:path';
import { lineStarts } from '../../common/line-starts.ts';
import { textPieces } from './data-text.ts';
import { type BrokenRecord, cellSpans, type DelimitedRecord, readRecords } from './delimited-records.ts';
import type { ByteInspection } from './inspect-bytes.ts';
import type { Dialect } from './sniff-delimited.ts';
import type { CellPlace, Table, TableRow } from './table.ts';
import { rangeBetween, type TextRange } from './text-range.ts';

interface DelimitedRow extends TableRow {
  readonly cells: readonly string[];
  readonly record: DelimitedRecord;
}

/** A CSV or TSV file as a table; it is read anew each time, so that it takes no memory. */
export class DelimitedTable implements Table {
  readonly path: string;
  readonly name = '';
  readonly typed = false;
  readonly decimalComma: boolean;
  readonly columns: readonly string[];
  readonly dialect: Dialect;
  /** The record with the names; known once the table was read. */
  header: DelimitedRecord | null = null;
  /** Where reading ended before the end; known once the table was read. */
  broken: BrokenRecord | null = null;
  /** Rows in which a quote is opened and only closed in a later line, in the middle of a cell. */
  strayQuotes: { count: number; line: number } = { count: 0, line: 0 };
  readonly #file: string;
  readonly #inspection: ByteInspection;

  constructor(workspace: string, path: string, inspection: ByteInspection, dialect: Dialect) {
    this.path = path;
    this.#file = join(workspace, path);
    this.#inspection = inspection;
    this.dialect = dialect;
    this.columns = dialect.columns;
    this.decimalComma = dialect.delimiter !== ',';
  }

  async read(visit: (row: TableRow) => boolean): Promise<void> {
    const { columns, header } = this.dialect;
    let index = 0;
    let first = true;
    this.strayQuotes = { count: 0, line: 0 };
    const broken = await readRecords(textPieces(this.#file, this.#inspection), this.dialect, (record) => {
      if (first && header) {
        first = false;
        this.header = record;
        return true;
      }
      first = false;
      // A comment in the middle, which has no cells.
      if (record.cells.length !== columns.length && record.raw.startsWith('#')) return true;
      if (this.#isRunTogether(record)) {
        const { count, line } = this.strayQuotes;
        this.strayQuotes = { count: count + 1, line: count === 0 ? record.line : line };
      }
      const row: DelimitedRow = { index: index++, cells: record.cells, line: record.line, record };
      return visit(row);
    });
    this.broken = broken;
  }

  async locate(places: readonly CellPlace[]): Promise<readonly TextRange[]> {
    return places.map(({ row, cell }) => this.rangeOf((row as DelimitedRow).record, cell));
  }

  /** Where a cell of a record is written; the end of the record where it has no such cell. */
  rangeOf(record: DelimitedRecord, cell: number): TextRange {
    const { raw, line } = record;
    const spans = cellSpans(raw, this.dialect);
    const last = spans.at(-1)?.to ?? 0;
    const span = cell < 0 ? { from: 0, to: last } : (spans[cell] ?? { from: last, to: last });
    const range = rangeBetween(raw, lineStarts(raw), span.from, span.to);
    return { ...range, line: range.line + line - 1, endLine: range.endLine + line - 1 };
  }

  /** Whether the parser closed a quote where no cell ends, lines after it was opened. */
  #isRunTogether(record: DelimitedRecord): boolean {
    const { quote } = this.dialect;
    if (quote === null || !record.cells.some((cell) => cell[0] === quote && /[\r\n]/.test(cell)))
      return false;
    return cellSpans(record.raw, this.dialect).some(({ from, to }) => {
      const text = record.raw.slice(from, to);
      return text[0] === quote && text[1] !== quote && /[\r\n]/.test(text) && isClosedEarly(text, quote);
    });
  }
}

/** Whether a quoted cell goes on behind its closing quote. */
function isClosedEarly(text: string, quote: string): boolean {
  for (let at = 1; at < text.length; at++) {
    if (text[at] !== quote) continue;
    if (text[at + 1] !== quote) return at < text.length - 1;
    at += 1;
  }
  return false;
}
