import { identifierParts } from './identifier-parts.ts';
import type { ParsedQuery } from './parse-query.ts';
import { ranking } from './ranking.ts';
import { isStopWord } from './stop-words.ts';

/** A word that is looked up. */
export interface QueryTerm {
  /** As the index has it: stemmed, in small letters. */
  readonly token: string;
  /** What becomes this token and no other; null where nobody knows. */
  readonly word: string | null;
  /** As it was typed. */
  readonly text: string;
  /** The more often it was typed, the more; a part of an identifier counts as a word. */
  readonly weight: number;
}

/** Words that are looked up as they follow each other. */
export interface QueryPhrase {
  /** As it was typed. */
  readonly text: string;
  readonly weight: number;
  /** In quotes, written as one (`a.b`), or merely one behind the other. */
  readonly kind: 'phrase' | 'compound' | 'neighbours';
  /** Whether what does not hold it is no answer. */
  readonly required: boolean;
}

/** What is looked up for a query. */
export interface QueryPlan {
  readonly terms: readonly QueryTerm[];
  readonly phrases: readonly QueryPhrase[];
  /** Phrases that must not be there. */
  readonly excluded: readonly string[];
  /** What was asked as it would be called, where it is short enough to be a name; else null. */
  readonly name: string | null;
}

const wordInside = /[\p{L}\p{M}\p{N}_]+/gu;

/** What the tokenizer leaves whole. */
const piece = /[\p{L}\p{M}\p{N}]+/gu;

/** `don't`, and what follows an apostrophe elsewhere. */
const negation = /\p{L}+n['’]t(?![\p{L}\p{N}])/giu;
const clitic = /['’](?:s|re|ve|ll|d|m)(?![\p{L}\p{N}])/giu;

/** Somebody who writes more words than this writes a sentence, in which quotes only quote. */
const wordsOfSentence = 8;

/** Names have no more words than this. */
const wordsOfName = 6;

/** More words in one are a line of a log or of data, not a name. */
const longestCompound = 8;

/** Whatever tells the tokens of a text: the index's own tokenizer. */
export interface TokensOf {
  tokens(text: string): readonly string[];
  /** Told which texts are going to be asked for: many at once are quicker. */
  learn?(texts: readonly string[]): void;
}

/** Decides what is looked up for a query. */
export function planQuery(query: ParsedQuery, tokenizer: TokensOf): QueryPlan {
  const tokens = (text: string): readonly string[] => tokenizer.tokens(text);
  const chunks = query.words.map((word) => word.replace(negation, ' ').replace(clitic, ''));
  const words = chunks.flatMap((chunk) => chunk.match(wordInside) ?? []);
  tokenizer.learn?.([...chunks, ...words, ...words.map(identifierParts)]);
  const telling = words.filter((word) => !isStopWord(word));
  const isSentence = words.length > wordsOfSentence || telling.length < words.length;
  const quoted = query.phrases.flatMap((phrase) => phrase.match(wordInside) ?? []);
  // Somebody who asks for nothing but such words means them.
  const asked = telling.length > 0 || quoted.length > 0 ? telling : words;

  const phrases: QueryPhrase[] = query.phrases
    .filter((text) => tokens(text).length > 0)
    .map((text) => ({ text, weight: ranking.phrase, kind: 'phrase' as const, required: !isSentence }));
  const known = new Set(phrases.map(({ text }) => text.toLowerCase()));
  const addPhrase = (text: string, kind: 'compound' | 'neighbours'): void => {
    const key = text.toLowerCase();
    if (known.has(key)) return;
    known.add(key);
    phrases.push({ text, weight: ranking[kind], kind, required: false });
  };
  for (const chunk of chunks) {
    const parts = tokens(chunk);
    if (parts.length > 1 && parts.length <= longestCompound && !chunk.includes(' '))
      addPhrase(chunk, 'compound');
  }
  for (let at = 1; at < Math.min(asked.length, ranking.pairs + 1); at++)
    addPhrase(`${asked[at - 1]} ${asked[at]}`, 'neighbours');

  return {
    terms: termsOf([...asked, ...quoted.filter((word) => !isStopWord(word) || asked.length === 0)], tokens),
    phrases,
    excluded: query.excluded.filter((text) => tokens(text).length > 0),
    name: nameOf(query, words.length),
  };
}

function termsOf(words: readonly string[], tokens: TokensOf['tokens']): QueryTerm[] {
  const found = new Map<string, { text: string; word: string | null; count: number }>();
  const add = (token: string, word: string | null, text: string, count: number): void => {
    const known = found.get(token);
    if (known !== undefined) known.count += count;
    else if (found.size < ranking.terms) found.set(token, { text, word, count: Math.max(count, 1) });
  };
  for (const word of words) {
    const own = tokens(word);
    for (const [token, piece] of piecesOf(word, own, tokens))
      if (own.length === 1 || !isStopWord(token)) add(token, piece, word, 1);
  }
  // Its parts stand behind all words, and count once, however often the whole was typed.
  for (const word of words) {
    const parts = identifierParts(word);
    for (const [token, piece] of piecesOf(parts, tokens(parts), tokens)) add(token, piece, word, 0);
  }
  return [...found].map(([token, { text, word, count }]) => ({
    token,
    word,
    text,
    weight: Math.sqrt(count),
  }));
}

/** The tokens of a text, each with the piece that becomes it alone; null where the text is divided in another way. */
function piecesOf(
  text: string,
  own: readonly string[],
  tokens: TokensOf['tokens'],
): (readonly [token: string, piece: string | null])[] {
  const pieces = own.length === 1 ? [text] : (text.match(piece) ?? []);
  return own.map((token, at) => {
    const candidate = pieces[at] ?? '';
    const becomes = own.length === 1 ? own : tokens(candidate);
    return [token, becomes.length === 1 && becomes[0] === token ? candidate : null];
  });
}

function nameOf(query: ParsedQuery, words: number): string | null {
  if (query.phrases.length > 1 || (query.phrases.length === 1 && words > 0)) return null;
  const name = query.phrases[0] ?? query.words.join(' ');
  return words > wordsOfName || name === '' ? null : name;
}
