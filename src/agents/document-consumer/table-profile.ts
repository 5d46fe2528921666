import { parse } from 'csv-parse/sync';

/** What a table of text holds. */
export interface TableProfile {
  readonly delimiter: string;
  /** Names of the first row. */
  readonly columns: readonly string[];
  /** Rows behind the first. */
  readonly rows: number;
  /** What the columns hold in the first rows: `number`, `text` or `empty`. */
  readonly types: readonly string[];
}

/** Rows that are looked at for their types. */
const sampled = 200;

/** The header and a profile of a table; what is more than that is for the data validator. */
export function tableProfile(path: string, text: string): TableProfile {
  const delimiter = /\.tsv$/i.test(path)
    ? '\t'
    : delimiterOf(text.slice(0, 4096).split(/[\r\n]/, 1)[0] ?? '');
  const [columns = [], ...rows] = sampleRows(text, delimiter);
  const types = columns.map((_, at) => {
    const values = rows.map((row) => (row[at] ?? '').trim()).filter((value) => value !== '');
    if (values.length === 0) return 'empty';
    return values.every((value) => Number.isFinite(Number(value))) ? 'number' : 'text';
  });
  return {
    delimiter,
    columns: columns.map((name) => name.slice(0, 100)),
    rows: Math.max(0, countRows(text) - 1),
    types,
  };
}

function delimiterOf(header: string): string {
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: header.split(sign).length }));
  return counts.reduce((a, b) => (b.count > a.count ? b : a)).sign;
}

function sampleRows(text: string, delimiter: string): string[][] {
  try {
    // A quote that is never closed would be read to the end.
    return parse(text.slice(0, 256 * 1024), {
      delimiter,
      to: sampled,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (row: string[]) => row.slice(0, 200),
    });
  } catch {
    return [];
  }
}

/** Lines with something in them, those within quotes not counted for themselves. */
function countRows(text: string): number {
  let rows = 0;
  let quoted = false;
  let filled = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      quoted = !quoted;
      filled = true;
    } else if ((code === 10 || code === 13) && !quoted) {
      if (filled) rows += 1;
      filled = false;
    } else if (code > 32) filled = true;
  }
  return rows + (filled ? 1 : 0);
}
