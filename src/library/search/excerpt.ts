import type { ExcerptLine } from '../../model/library-report.ts';
import { splitIdentifier } from './identifier-parts.ts';
import type { TokensOf } from './query-plan.ts';

/** Lines of an excerpt. */
const most = 3;

/** A line is shown so far, in UTF-16 code units. */
const widest = 240;

/** What was found is shown with so much in front of it. */
const before = 60;

const words = /[\p{L}\p{M}\p{N}]+/gu;
const marks = /\p{M}/gu;

/** Words that are looked for, by what they are worth. */
export class Wanted {
  readonly #weights: ReadonlyMap<string, number>;
  readonly #starts: ReadonlySet<string>;

  /** @param weights by token */
  constructor(weights: ReadonlyMap<string, number>) {
    this.#weights = weights;
    this.#starts = new Set([...weights.keys()].map((token) => token.slice(0, 2)));
  }

  weightOf(token: string): number {
    return this.#weights.get(token) ?? 0;
  }

  /** The tokens of a word that are looked for. */
  tokensIn(word: string, tokenizer: TokensOf): string[] {
    const found: string[] = [];
    for (const piece of new Set([word, ...splitIdentifier(word)]))
      if (this.#mayHold(piece)) found.push(...tokenizer.tokens(piece));
    return found.filter((token) => this.#weights.has(token));
  }

  /** Stemming changes how words end, never how they begin; and asking the tokenizer takes a hundred times as long. */
  #mayHold(word: string): boolean {
    const start = word.slice(0, 4).toLowerCase().normalize('NFD').replace(marks, '');
    return this.#starts.has(start.slice(0, 2)) || this.#starts.has(start.slice(0, 1));
  }
}

/** What of a text was searched for: ranges of UTF-16 code units, in order and apart. */
export function marksIn(
  text: string,
  wanted: Wanted,
  tokenizer: TokensOf,
): { readonly marks: readonly (readonly [number, number])[]; readonly tokens: ReadonlySet<string> } {
  const marks: (readonly [number, number])[] = [];
  const found = new Set<string>();
  for (const match of text.matchAll(words)) {
    const [word] = match;
    const known = wanted.tokensIn(word, tokenizer);
    if (known.length === 0) continue;
    for (const token of known) found.add(token);
    marks.push([match.index, match.index + word.length]);
  }
  return { marks, tokens: found };
}

/**
 * The lines of a passage that show best what was found, in their order: those that together hold most of what was
 * asked. Of a passage that holds nothing of it the first line that is not blank.
 *
 * @param lines of the whole file
 * @param line from 1, both included
 */
export function excerptOf(
  lines: readonly string[],
  line: number,
  endLine: number,
  wanted: Wanted,
  tokenizer: TokensOf,
): ExcerptLine[] {
  const candidates: (ExcerptLine & { readonly tokens: ReadonlySet<string> })[] = [];
  for (let at = line; at <= Math.min(endLine, lines.length); at++) {
    const own = shown(lines[at - 1] ?? '', wanted, tokenizer);
    if (own.text !== '') candidates.push({ line: at, ...own });
  }
  const chosen: (typeof candidates)[number][] = [];
  const seen = new Set<string>();
  while (chosen.length < most) {
    let best: (typeof candidates)[number] | null = null;
    let bestWorth = 0;
    for (const candidate of candidates) {
      let worth = 0;
      for (const token of candidate.tokens) if (!seen.has(token)) worth += wanted.weightOf(token);
      if (worth > bestWorth) {
        best = candidate;
        bestWorth = worth;
      }
    }
    if (best === null) break;
    chosen.push(best);
    for (const token of best.tokens) seen.add(token);
  }
  const [first] = candidates;
  if (chosen.length === 0 && first !== undefined) chosen.push(first);
  return chosen
    .sort((a, b) => a.line - b.line)
    .map(({ line: at, text, marks }) => ({ line: at, text, marks }));
}

/** A line as it is shown: without white space around it, and of a long one what is around the first mark. */
function shown(
  whole: string,
  wanted: Wanted,
  tokenizer: TokensOf,
): Pick<ExcerptLine, 'text' | 'marks'> & { readonly tokens: ReadonlySet<string> } {
  let text = whole.trim();
  if (text.length > widest) {
    // Of a line without end only its beginning is looked through.
    const head = text.slice(0, 20 * widest);
    const start = Math.max(0, (marksIn(head, wanted, tokenizer).marks[0]?.[0] ?? 0) - before);
    text = head.slice(start, start + widest).toWellFormed();
  }
  return { text, ...marksIn(text, wanted, tokenizer) };
}
