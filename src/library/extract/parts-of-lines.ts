import type { PassageKind } from '../document.ts';
import { lineSection, type Section } from './section.ts';
import type { SourceLines } from './source-lines.ts';

/** Lines that hold parts, from 1, both included. */
export interface Whole {
  readonly first: number;
  readonly last: number;
  /** What it is called, from the outside in. */
  readonly path: readonly string[];
  /** What stands between its parts is of this kind. */
  readonly kind: PassageKind;
}

/** Adds the parts of a whole, and what stands before, between and behind them: the first of that opens the whole. */
export function addPartsOf<Part extends { readonly line: number; readonly endLine: number }>(
  sections: Section[],
  lines: SourceLines,
  { first, last, path, kind }: Whole,
  parts: readonly Part[],
  add: (part: Part) => void,
): void {
  let next = first;
  let symbols = path.slice(-1);
  const between = (to: number): void => {
    while (next <= to && lines.indent(next) === -1) next += 1;
    if (next > to) return;
    sections.push({ ...lineSection(kind, kind, path, next, to, symbols), opens: symbols.length > 0 });
    symbols = [];
  };
  for (const part of parts) {
    between(part.line - 1);
    add(part);
    next = part.endLine + 1;
  }
  between(last);
}

/** The first line of the comment right in front of a line, behind the line `before`; `comment` tells lines of comments. */
export function withComment(lines: SourceLines, line: number, before: number, comment: RegExp): number {
  let first = line;
  while (first - 1 > before && comment.test(lines.line(first - 1))) first -= 1;
  return first;
}
