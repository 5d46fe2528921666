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

/** A title in a text. */
export interface SectionTitle {
  /** From 1, the outermost. */
  readonly depth: number;
  readonly text: string;
  /** From 1. */
  readonly line: number;
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
  const passages: Passage[] = [];
  let start = first;
  while (start <= last) {
    while (start <= last && isBlank(lines[start - 1])) start += 1;
    if (start > last) break;
    let length = 0;
    let end = start;
    /** The last line before a blank one, and the length up to it. */
    let paragraph: { end: number; length: number } | null = null;
    for (; end <= last; end++) {
      const own = (lines[end - 1] ?? '').length + 1;
      if (length > 0 && length + own > longest) break;
      length += own;
      if (!isBlank(lines[end - 1]) && isBlank(lines[end])) paragraph = { end, length };
    }
    const cut = end > last ? null : paragraph;
    let close = cut?.end ?? end - 1;
    let size = cut?.length ?? length;
    while (close > start && isBlank(lines[close - 1])) {
      size -= (lines[close - 1] ?? '').length + 1;
      close -= 1;
    }
    passages.push({ title_path: titlePath, line: start, end_line: close, length: size });
    start = Math.max(close, start) + 1;
  }
  return passages;
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}
