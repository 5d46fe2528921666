import { parse } from 'csv-parse/sync';
import { plainRows } from './plain-rows.ts';

/** What a column of a table holds, as far as its first rows tell. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: 'integer' | 'decimal' | 'date' | 'boolean' | 'text' | 'empty';
  /** Of numbers and dates as they are written; null of others. */
  readonly range: readonly [string, string] | null;
  /** Different values, in the order in which they come. */
  readonly samples: readonly string[];
}

/** What a table of text holds. */
export interface TableProfile {
  readonly delimiter: string;
  readonly columns: readonly ColumnProfile[];
  /** Rows behind the first. */
  readonly rows: number;
}

/** Rows that are looked at for what is in them. */
const sampled = 200;
/** UTF-16 code units that they are looked for in: a quote that is never closed would be read to the end. */
const reach = 256 * 1024;
const mostColumns = 200;
const longestName = 100;
const mostSamples = 20;
const longestSample = 60;

/** The header and a profile of a table; what is more than that is for the data validator. */
export function tableProfile(path: string, text: string): TableProfile {
  const delimiter = /\.(?:tsv|tab)$/i.test(path)
    ? '\t'
    : delimiterOf(text.slice(0, 4096).split(/[\r\n]/, 1)[0] ?? '');
  const [header = [], ...rows] = sampleRows(text, delimiter);
  return {
    delimiter,
    columns: header.map((name, at) => columnProfile(name.slice(0, longestName), rows, at)),
    rows: Math.max(0, countRows(text) - 1),
  };
}

function delimiterOf(header: string): string {
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: header.split(sign).length }));
  return counts.reduce((a, b) => (b.count > a.count ? b : a)).sign;
}

function sampleRows(text: string, delimiter: string): string[][] {
  const head = text.slice(0, reach);
  const plain = plainRows(head, delimiter, sampled);
  if (plain !== null) return plain.map((row) => row.slice(0, mostColumns));
  try {
    return parse(head, {
      delimiter,
      to: sampled,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (row: string[]) => row.slice(0, mostColumns),
    });
  } catch {
    return [];
  }
}

const date = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}[\d:.,]*\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

function columnProfile(name: string, rows: readonly string[][], at: number): ColumnProfile {
  const distinct = [...new Set(rows.map((row) => (row[at] ?? '').trim()))].filter((value) => value !== '');
  const samples = distinct.slice(0, mostSamples).map((value) => value.slice(0, longestSample));
  const [first] = distinct;
  if (first === undefined) return { name, type: 'empty', range: null, samples };
  if (distinct.every((value) => Number.isFinite(Number(value)))) {
    const whole = distinct.every((value) => /^[+-]?\d+$/.test(value));
    return { name, type: whole ? 'integer' : 'decimal', range: numberRange(distinct, first), samples };
  }
  if (distinct.every((value) => date.test(value))) {
    const sorted = distinct.sort();
    return { name, type: 'date', range: [sorted[0] ?? first, sorted.at(-1) ?? first], samples };
  }
  const truth = distinct.every((value) => /^(?:true|false|yes|no|y|n|t|f)$/i.test(value));
  return { name, type: truth ? 'boolean' : 'text', range: null, samples };
}

function numberRange(values: readonly string[], first: string): [string, string] {
  let least = first;
  let most = first;
  for (const value of values) {
    if (Number(value) < Number(least)) least = value;
    if (Number(value) > Number(most)) most = value;
  }
  return [least, most];
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
