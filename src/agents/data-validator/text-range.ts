/** A range of a file, all from 1, columns in UTF-16 code units; the end is the first place that is not in it. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What is written there. */
  readonly text: string;
}

/** The starts of the lines of a text, so that many offsets can be placed. Lines end with LF, CR LF or CR. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);
  return starts;
}

/** The range between two offsets of a text. */
export function rangeBetween(text: string, starts: readonly number[], from: number, to: number): TextRange {
  const line = lineOf(starts, from);
  const endLine = lineOf(starts, to);
  return {
    line: line + 1,
    column: from - (starts[line] ?? 0) + 1,
    endLine: endLine + 1,
    endColumn: to - (starts[endLine] ?? 0) + 1,
    text: text.slice(from, to),
  };
}

/** The line, from 0, that an offset is on. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
