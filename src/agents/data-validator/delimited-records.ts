import { parse } from 'csv-parse';
import { collectGarbageAfter } from '../collect-garbage.ts';
import { type Dialect, isOpenQuote, quoting } from './sniff-delimited.ts';

/** A record of a delimited file as it is written. */
export interface DelimitedRecord {
  readonly cells: readonly string[];
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** From the first cell to the end of the line. */
  readonly raw: string;
}

interface RawRecord {
  readonly raw: string;
  readonly record: string[];
}

/** Where a file could not be read any further. */
export interface BrokenRecord {
  readonly line: number;
}

/** Characters of a record above which its quote is taken to be open by mistake. */
const longestRecord = 1024 * 1024;
/** Characters that are read before what they left behind is collected. */
const garbageLimit = 4 * 1024 * 1024;

/**
 * Shows the records of a delimited file, that with the names too, until the visitor answers false. Answers with the
 * place where a quote is opened and never closed, else null.
 */
export async function readRecords(
  pieces: Iterable<string>,
  dialect: Dialect,
  visit: (record: DelimitedRecord) => boolean,
): Promise<BrokenRecord | null> {
  let line = dialect.firstLine;
  let wanted = true;
  let garbage = 0;
  // Records are shown while they are parsed: those of a stream would be lost at an error behind them.
  const show = ({ raw, record }: RawRecord): null => {
    if (!wanted) return null;
    const before = /^[\r\n]+/.exec(raw)?.[0] ?? '';
    line += lineEnds(before);
    const own = raw.slice(before.length);
    // A line of white space is empty to whoever looks at it.
    const blank = record.length === 1 && dialect.columns.length > 1 && own.trim() === '';
    wanted = blank || visit({ cells: record, line, raw: own });
    line += lineEnds(own);
    garbage += raw.length;
    return null;
  };
  const parser = parse({
    delimiter: dialect.delimiter,
    ...quoting(dialect.quote),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    raw: true,
    from_line: dialect.firstLine,
    max_record_size: longestRecord,
    on_record: (record: unknown) => show(record as RawRecord),
  });
  const ended = new Promise<Error | null>((resolve) => {
    parser.once('error', resolve).once('close', () => resolve(null));
  });
  parser.resume();
  for (const piece of pieces) {
    if (!wanted || parser.destroyed) break;
    if (!parser.write(piece))
      await Promise.race([ended, new Promise((resolve) => parser.once('drain', resolve))]);
    if (garbage < garbageLimit) continue;
    collectGarbageAfter(garbage);
    garbage = 0;
  }
  if (wanted) parser.end();
  else parser.destroy();
  const error = await ended;
  if (error === null) return null;
  if (!isOpenQuote(error)) throw error;
  return { line };
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count += 1;
  }
  return count;
}

/** Where the cells of a record are in its text, quotes included: the start and the end of each. */
export function cellSpans(raw: string, { delimiter, quote }: Dialect): { from: number; to: number }[] {
  let end = raw.length;
  while (end > 0 && (raw[end - 1] === '\n' || raw[end - 1] === '\r')) end -= 1;
  const spans: { from: number; to: number }[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= end; at++) {
    const character = raw[at];
    if (at < end && character === quote) {
      if (at === from) quoted = true;
      else if (quoted && raw[at + 1] === quote) at += 1;
      else if (quoted) quoted = false;
    } else if (at === end || (character === delimiter && !quoted)) {
      spans.push({ from, to: at });
      from = at + 1;
    }
  }
  return spans;
}
