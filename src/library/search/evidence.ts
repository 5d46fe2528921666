import type { Corpus } from './corpus.ts';
import { type FullText, inBody, inTitle } from './full-text.ts';
import type { QueryPlan, QueryTerm, TokensOf } from './query-plan.ts';
import { ranking, rarity, saturation } from './ranking.ts';

/** What one word or phrase of a query says of passages and files, ready to be added up. */
export interface Evidence {
  /** As it was typed. */
  readonly text: string;
  /** What it was taken for; null where it was found itself. */
  readonly takenFor: string | null;
  /** Whether it is a word, which counts wherever it stands in a file, and not a phrase. */
  readonly isTerm: boolean;
  /** What it is worth where it stands in a passage: the rarer, the more. */
  readonly weight: number;
  /** Ids of the passages, and what it gives each. */
  readonly passages: Int32Array;
  readonly scores: Float64Array;
  /** See `TermPostings`. */
  readonly places: Uint8Array | null;
  /** Ids of the first passages of files whose path has it, and what it gives those files. */
  readonly paths: Int32Array;
  readonly pathScores: Float64Array;
}

/** What evidence is gathered from. */
export interface EvidenceSource {
  readonly corpus: Corpus;
  readonly fullText: FullText;
}

/**
 * Looks up everything that a query asks.
 *
 * @param nearest what a word may mean that nothing has
 */
export function gatherEvidence(
  plan: QueryPlan,
  source: EvidenceSource,
  tokenizer: TokensOf,
  nearest: (word: string) => readonly string[],
): Evidence[] {
  const evidence: (Evidence | null)[] = [];
  const common = new Set<string>();
  for (const { token, word, text, weight } of plan.terms) {
    const { found, isThere, isCommon } = fromTerm(source, {
      token,
      word,
      text,
      takenFor: null,
      share: weight,
    });
    evidence.push(found);
    if (isCommon) common.add(token);
    if (isThere) continue;
    const names = nearest(text);
    const share = (weight * ranking.takenFor) / names.length;
    for (const takenFor of names) {
      const tokens = tokenizer.tokens(takenFor);
      const [only] = tokens;
      if (only === undefined) continue;
      evidence.push(
        tokens.length === 1
          ? fromTerm(source, { token: only, word: takenFor, text, takenFor, share }).found
          : fromPhrase(source, { text, takenFor, share }, true),
      );
    }
  }
  // Nothing but words that are everywhere: then they are what was asked for.
  if (!evidence.some((found) => found !== null))
    for (const { token, word, text, weight } of plan.terms)
      evidence.push(fromTerm(source, { token, word, text, takenFor: null, share: weight }, true).found);
  for (const { text, weight, kind } of plan.phrases) {
    const isPair = kind === 'neighbours';
    // Two words, whose tokens are known.
    if (isPair && text.split(' ').some((word) => tokenizer.tokens(word).some((token) => common.has(token))))
      continue;
    evidence.push(fromPhrase(source, { text, takenFor: null, share: weight }, !isPair));
  }
  return evidence.filter((found) => found !== null);
}

/** Something to be looked up. */
interface Asked {
  readonly text: string;
  readonly takenFor: string | null;
  /** What it counts beside a word that was typed once. */
  readonly share: number;
}

function fromTerm(
  { corpus, fullText }: EvidenceSource,
  { token, word, text, takenFor, share }: Asked & Pick<QueryTerm, 'token' | 'word'>,
  everywhere = false,
): { readonly found: Evidence | null; readonly isThere: boolean; readonly isCommon: boolean } {
  const [mostPassages, mostPaths] = everywhere
    ? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    : [mostOf(corpus.passages), mostOf(corpus.files)];
  const postings = fullText.term(token, word, mostPassages);
  const { count, passages, frequencies, places, paths } = postings;
  const [isThere, isCommon] = [count > 0, count > ranking.commonOfPair];
  // The language of a workspace, or a folder that everything is in, says as little as a word of every text.
  if (passages.length + paths.length === 0 || passages.length > mostPassages || paths.length > mostPaths)
    return { found: null, isThere, isCommon };
  const weight = share * rarity(corpus.passages, passages.length);
  // Scores take the places of lengths.
  const scores = corpus.relativeLengths(passages);
  for (let at = 0; at < passages.length; at++) {
    const frequency = frequencies === null ? ranking.commonFrequency : (frequencies[at] as number);
    scores[at] = weight * saturation(frequency, scores[at] as number);
  }
  const pathScores = scoresOfPaths(paths, share, corpus);
  const found = { text, takenFor, isTerm: true, weight, passages, scores, places, paths, pathScores };
  return { found, isThere, isCommon };
}

/** What stands in more of `all` than this says nothing. */
function mostOf(all: number): number {
  return Math.max(ranking.fewOfAll, ranking.mostlyEverywhere * all);
}

function fromPhrase(
  { corpus, fullText }: EvidenceSource,
  { text, takenFor, share }: Asked,
  inPaths: boolean,
): Evidence | null {
  const phrase = takenFor ?? text;
  const passages = fullText.phrase(phrase, 'text');
  const paths = inPaths ? fullText.phrase(phrase, 'path') : new Int32Array(0);
  if (passages.length + paths.length === 0) return null;
  const weight = share * rarity(corpus.passages, passages.length);
  const scores = new Float64Array(passages.length).fill(weight);
  const pathScores = scoresOfPaths(paths, share, corpus);
  return { text, takenFor, isTerm: false, weight, passages, scores, places: null, paths, pathScores };
}

/** Words in paths are as rare as they are in paths: `scan` may be in every text, and names one file. */
function scoresOfPaths(paths: Int32Array, share: number, corpus: Corpus): Float64Array {
  const weight = share * rarity(corpus.files, paths.length);
  const scores = new Float64Array(paths.length);
  for (let at = 0; at < paths.length; at++) {
    const file = corpus.fileAt(corpus.placeOfPassage(paths[at] ?? 0));
    if (file !== null) scores[at] = weight * saturation(1, corpus.relativePathLength(file));
  }
  return scores;
}

/** Where a piece of evidence stands in a passage. */
export function whereIn(places: Uint8Array | null, at: number): readonly ('title' | 'body')[] {
  const place = places?.[at] ?? inBody;
  return [
    ...((place & inTitle) !== 0 ? (['title'] as const) : []),
    ...((place & inBody) !== 0 ? (['body'] as const) : []),
  ];
}
