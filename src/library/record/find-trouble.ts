import { stripVTControlCharacters } from 'node:util';
import { errorLine } from './error-lines.ts';
import type { FoundTrouble, LogTrouble } from './log-trouble.ts';
import { goPanic, namedError, pythonTrace, rustPanic } from './stack-traces.ts';

/** UTF-16 code units of a line that are looked at: what is longer is data. */
const longestLine = 1000;
/** UTF-16 code units of what is kept of one trouble. */
const longestText = 2000;

type Reading = (lines: readonly string[], at: number) => FoundTrouble | null;

/** What says most comes first. */
const readings: readonly Reading[] = [pythonTrace, goPanic, rustPanic, namedError, errorLine];

/**
 * Finds what a log says went wrong: tracebacks of Python, stacks of JavaScript and Java, panics of Go and Rust, errors
 * of compilers, tests and whatever writes `error:`. In time linear in the length of the log.
 *
 * @param text lines of the log, all of it or a part
 * @param firstLine the number of its first line
 */
export function* findTrouble(text: string, firstLine: number): Generator<LogTrouble> {
  const lines = text.split(/\r\n|\r|\n/).map(plainLine);
  let done = 0;
  for (let at = 0; at < lines.length; ) {
    const found = troubleAt(lines, at);
    if (found === null) {
      at += 1;
      continue;
    }
    const start = Math.max(found.start, done);
    done = Math.max(found.end, at + 1);
    at = done;
    yield {
      line: firstLine + start,
      endLine: firstLine + done - 1,
      text: textOf(lines.slice(start, done)),
      key: found.key,
    };
  }
}

function troubleAt(lines: readonly string[], at: number): FoundTrouble | null {
  if ((lines[at] ?? '').length < 3) return null;
  for (const reading of readings) {
    const found = reading(lines, at);
    if (found !== null) return found;
  }
  return null;
}

/** A line as it was meant to be seen; what agents tell the engine is no trouble by itself. */
function plainLine(line: string): string {
  const short = line.slice(0, longestLine);
  if (short.startsWith('::dodeca ')) return '';
  return stripVTControlCharacters(short).trimEnd();
}

/** The beginning says what it was, or where it was called; the end says where, or what it was. */
function textOf(lines: readonly string[]): string {
  const text = lines.join('\n');
  if (text.length <= longestText) return text.toWellFormed();
  const head = text.slice(0, longestText / 4);
  return `${head}\n…\n${text.slice(-(longestText - head.length))}`.toWellFormed();
}
