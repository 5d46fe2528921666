import { lineAt, lineStarts } from '../common/line-starts.ts';

/** Where something stands in a text, both from 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds the line and column of an offset in O(log lines). */
export function positionFinder(text: string): (offset: number) => Position {
  const starts = lineStarts(text, /\n/g);
  return (offset) => {
    const line = lineAt(starts, offset);
    return { line: line + 1, column: Math.max(0, offset - (starts[line] ?? 0)) + 1 };
  };
}

/** A text without the byte order mark that some editors put before it. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
