import { divideLines } from '../../library/extract/divide-lines.ts';
import type { SectionTitle } from '../../library/extract/section-title.ts';

/** A piece of a document that is found and shown by itself. */
export interface Passage {
  /** The titles above it, the outermost first; of data the key. */
  readonly title_path: readonly string[];
  /** From 1. */
  readonly line: number;
  /** From 1; the last line of the passage. */
  readonly end_line: number;
  /** UTF-16 code units of its text. */
  readonly length: number;
}

/**
 * The sections of a text as passages: each reaches to the next title of any depth. What stands before the first title
 * is one, too. Nothing but blank lines is none. Passages that are too long are divided at blank lines.
 *
 * @param lines of the text
 * @param longest UTF-16 code units
 */
export function sectionPassages(
  lines: readonly string[],
  titles: readonly SectionTitle[],
  longest: number,
): Passage[] {
  const passages: Passage[] = [];
  const above: SectionTitle[] = [];
  const firstLine = titles[0]?.line ?? lines.length + 1;
  passages.push(...divided(lines, [], 1, firstLine - 1, longest));
  for (const [at, title] of titles.entries()) {
    while (above.length > 0 && (above.at(-1)?.depth ?? 0) >= title.depth) above.pop();
    above.push(title);
    const end = (titles[at + 1]?.line ?? lines.length + 1) - 1;
    const path = above.map(({ text }) => text);
    passages.push(...divided(lines, path, title.line, end, longest));
  }
  return passages;
}

/** The passages of a range of lines, both from 1 and included; blank lines at its ends belong to none. */
export function divided(
  lines: readonly string[],
  titlePath: readonly string[],
  first: number,
  last: number,
  longest: number,
): Passage[] {
  const lengthOf = (line: number, endLine: number): number => {
    let length = 0;
    for (let at = line; at <= endLine; at++) length += (lines[at - 1] ?? '').length + 1;
    return length;
  };
  const indent = (line: number): number => ((lines[line - 1] ?? '').trim() === '' ? -1 : 0);
  return divideLines({ lengthOf, indent }, first, last, longest).map(({ line, endLine }) => ({
    title_path: titlePath,
    line,
    end_line: endLine,
    length: lengthOf(line, endLine),
  }));
}
