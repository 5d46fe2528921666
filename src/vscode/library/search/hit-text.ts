import type { ExcerptLine, HitMatch, HitReasons } from '../../../model/library-report.ts';

/** More in front of the first mark would push it out of sight, UTF-16 code units. */
const mostBefore = 60;

/** What is kept in front of a mark that is moved into sight. */
const keptBefore = 20;

/** The line of an excerpt that holds most of what was searched for; the first of several, null of an empty one. */
export function tellingLine(excerpt: readonly ExcerptLine[]): ExcerptLine | null {
  let best: ExcerptLine | null = null;
  for (const line of excerpt) if (best === null || line.marks.length > best.marks.length) best = line;
  return best;
}

/** A line as it is shown where there is little room: what was found is in sight, and white space is one blank. */
export function shortLine({ text, marks }: ExcerptLine): string {
  const first = marks[0]?.[0] ?? 0;
  const cut = first > mostBefore ? `…${text.slice(first - keptBefore)}` : text;
  return cut.replace(/\s+/gu, ' ').trim();
}

/** Text of files as VS Code shows it: `$(date)` is a command of a shell there, not an icon. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\([a-z0-9-]+(?:~[a-z0-9-]*)?\)/giu, (icon) => `\\${icon}`);
}

/** A reason for the place of a hit: what it is worth, and what was found where. */
export interface ReasonLine {
  readonly text: string;
  readonly worth: string;
}

/** The words that reasons are told with, in the language of the editor. */
export interface ReasonWords {
  readonly passages: string;
  readonly file: string;
  readonly path: string;
  readonly name: string;
  readonly status: string;
  readonly where: Readonly<Record<HitMatch['where'][number], string>>;
  takenFor(text: string, meant: string): string;
}

/** The parts of a score, what counts most first, without those that add nothing. */
export function partLines(why: HitReasons, words: ReasonWords): readonly ReasonLine[] {
  const parts = [
    { text: words.passages, value: why.passages },
    { text: words.file, value: why.file },
    { text: words.path, value: why.path },
    { text: words.name, value: why.name },
    { text: words.status, value: why.status },
  ];
  return parts
    .filter(({ value }) => Math.abs(value) >= 0.005)
    .sort((one, other) => other.value - one.value)
    .map(({ text, value }) => ({ text, worth: value.toFixed(2) }));
}

/** What of the query was found, and where. */
export function matchLines(why: HitReasons, words: ReasonWords): readonly ReasonLine[] {
  return why.matches.map(({ text, takenFor, where, weight }) => {
    const places = where.map((place) => words.where[place]).join(', ');
    const word = takenFor === null ? text : words.takenFor(text, takenFor);
    return { text: places === '' ? word : `${word} · ${places}`, worth: weight.toFixed(2) };
  });
}
