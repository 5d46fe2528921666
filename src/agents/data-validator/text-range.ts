import { lineAt } from '../../common/line-starts.ts';

/** A range of a file, all from 1, columns in UTF-16 code units; the end is the first place that is not in it. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What is written there. */
  readonly text: string;
}

/** The range between two offsets of a text. */
export function rangeBetween(text: string, starts: readonly number[], from: number, to: number): TextRange {
  const line = lineAt(starts, from);
  const endLine = lineAt(starts, to);
  return {
    line: line + 1,
    column: from - (starts[line] ?? 0) + 1,
    endLine: endLine + 1,
    endColumn: to - (starts[endLine] ?? 0) + 1,
    text: text.slice(from, to),
  };
}
