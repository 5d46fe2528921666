/** Lines of which one knows how long they are. Counted from 1. */
export interface MeasuredLines {
  /** UTF-16 code units of lines, both included, with what ends them. */
  lengthOf(line: number, endLine: number): number;
  /** Columns of white space that a line begins with; -1 where nothing else is on it. */
  indent(line: number): number;
}

/** A run of lines, from 1 and both included. */
export interface LineRange {
  readonly line: number;
  readonly endLine: number;
}

/**
 * Divides lines into runs that are no longer than `longest` UTF-16 code units, unless a single line is: behind a blank
 * line where there is one, else in front of the line that is indented least. Blank lines at the ends of a run belong
 * to none.
 *
 * @param shortest what would be shorter does not end at a blank line
 */
export function divideLines(
  lines: MeasuredLines,
  first: number,
  last: number,
  longest: number,
  shortest = 0,
): LineRange[] {
  const ranges: LineRange[] = [];
  let start = first;
  while (start <= last) {
    while (start <= last && lines.indent(start) === -1) start += 1;
    if (start > last) break;
    let close = lastThatFits(lines, start, last, longest, shortest);
    const next = close + 1;
    while (close > start && lines.indent(close) === -1) close -= 1;
    ranges.push({ line: start, endLine: close });
    start = next;
  }
  return ranges;
}

function lastThatFits(
  lines: MeasuredLines,
  start: number,
  last: number,
  longest: number,
  shortest: number,
): number {
  if (longest === Number.POSITIVE_INFINITY) return last;
  let end = start;
  let length = 0;
  /** The last line before a blank one. */
  let paragraph = 0;
  /** The last line before the one that is indented least. */
  let step = 0;
  let least = Number.POSITIVE_INFINITY;
  for (; end <= last; end++) {
    const own = lines.lengthOf(end, end);
    if (length > 0 && length + own > longest) break;
    const indent = lines.indent(end);
    if (indent === -1) {
      if (length >= shortest) paragraph = end;
    } else if (end > start && length > longest / 2 && indent <= least) {
      least = indent;
      step = end - 1;
    }
    length += own;
  }
  if (end > last) return last;
  const next = lines.indent(end);
  if (next === -1) return end - 1;
  if (paragraph > 0) return paragraph;
  return step === 0 || next <= least ? end - 1 : step;
}
