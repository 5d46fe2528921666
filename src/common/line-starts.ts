/**
 * The offsets at which the lines of a text begin, so that many places can be found in it.
 *
 * @param ends what ends a line; default: LF, CR LF and CR
 */
export function lineStarts(text: string, ends: RegExp = /\r\n|\r|\n/g): number[] {
  const starts = [0];
  for (const end of text.matchAll(ends)) starts.push(end.index + end[0].length);
  return starts;
}

/** The line, from 0, that an offset is on; in O(log lines). */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
