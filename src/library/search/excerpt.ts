import type { ExcerptLine } from '../../model/library-report.ts';
import { identifierParts } from './identifier-parts.ts';
import type { TokensOf } from './query-plan.ts';

/** Lines of an excerpt. */
const most = 3;

/** A line is shown so far, in UTF-16 code units. */
const widest = 240;

/** What was found is shown with so much in front of it. */
const before = 60;

const words = /[\p{L}\p{M}\p{N}]+/gu;

/** What of a text was searched for: ranges of UTF-16 code units, in order and apart. */
export function marksIn(
  text: string,
  weights: ReadonlyMap<string, number>,
  tokenizer: TokensOf,
): { readonly marks: readonly (readonly [number, number])[]; readonly tokens: ReadonlySet<string> } {
  const marks: (readonly [number, number])[] = [];
  const found = new Set<string>();
  for (const match of text.matchAll(words)) {
    const [word] = match;
    const tokens = [...tokenizer.tokens(word), ...tokenizer.tokens(identifierParts(word))];
    const known = tokens.filter((token) => weights.has(token));
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
 * @param weights what was asked, by token
 */
export function excerptOf(
  lines: readonly string[],
  line: number,
  endLine: number,
  weights: ReadonlyMap<string, number>,
  tokenizer: TokensOf,
): ExcerptLine[] {
  const candidates: (ExcerptLine & { readonly tokens: ReadonlySet<string> })[] = [];
  for (let at = line; at <= Math.min(endLine, lines.length); at++) {
    const own = shown(lines[at - 1] ?? '', weights, tokenizer);
    if (own.text !== '') candidates.push({ line: at, ...own });
  }
  const chosen: (typeof candidates)[number][] = [];
  const seen = new Set<string>();
  while (chosen.length < most) {
    let best: (typeof candidates)[number] | null = null;
    let bestWorth = 0;
    for (const candidate of candidates) {
      let worth = 0;
      for (const token of candidate.tokens) if (!seen.has(token)) worth += weights.get(token) ?? 0;
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
  weights: ReadonlyMap<string, number>,
  tokenizer: TokensOf,
): Pick<ExcerptLine, 'text' | 'marks'> & { readonly tokens: ReadonlySet<string> } {
  let text = whole.trim();
  if (text.length > widest) {
    // Of a line without end only its beginning is looked through.
    const head = text.slice(0, 20 * widest);
    const start = Math.max(0, (marksIn(head, weights, tokenizer).marks[0]?.[0] ?? 0) - before);
    text = head.slice(start, start + widest).toWellFormed();
  }
  return { text, ...marksIn(text, weights, tokenizer) };
}
