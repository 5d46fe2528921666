/**
 * What the order of an answer is made of. The figures were chosen on collections of papers, of functions and of
 * changes of whole workspaces together (docs/library.md), each round and in the middle of where nothing changes much.
 */
export const ranking = {
  /** Of BM25, as everywhere: how soon more of the same word counts no more, and how much a long passage is discounted. */
  k1: 1.2,
  b: 0.75,
  /** A word in a title is worth two in the text; a part of an identifier half of one. */
  title: 2,
  identifiers: 0.5,
  /**
   * Of a file's text, this much is its passages (the best counts, each further one a quarter of the one before), and
   * the rest is words found anywhere in it. So a long file is neither discounted for its length nor preferred for it.
   */
  passages: 0.7,
  nextPassage: 0.25,
  /** Two words of the query that follow each other in a text, beside what they count alone. */
  neighbours: 0.25,
  /** What is written as one (`read-file`, `a.b`, `Foo::bar`) and found as one, beside its words alone; also in paths. */
  compound: 1,
  /** What a phrase in quotes counts. */
  phrase: 1,
  /** A word that stands in more passages than this share says nothing, unless nothing else is asked. */
  mostlyEverywhere: 0.4,
  /** So few are never everywhere, however small the workspace is. */
  fewOfAll: 100,
  /** Words in more passages than this are looked up without how often they stand there: it bounds the time. */
  common: 2000,
  /** How often such a word is taken to stand in a passage. */
  commonFrequency: 2,
  /** Neighbours of which one stands in more passages than this are not looked up: it bounds the time. */
  commonOfPair: 20_000,
  /** Pairs of neighbours that are looked up, from the front: it bounds the time of pasted texts. */
  pairs: 16,
  /** Different words that are looked up, from the front: the same. */
  terms: 64,
  /**
   * What a status makes of a score. What somebody does not want found, and what is not what it would be if it were made
   * now, stands behind whatever answers half as well; the one to go by in front of what answers as well.
   */
  statuses: { found: 1, reviewed: 1, validated: 1, canonical: 1.1, stale: 0.5, rejected: 0.2 },
  /** By this share the one to go by is put above its duplicates, where those would be first. */
  justAbove: 1e-6,
  /** A word that nothing has is taken for the nearest names that there are, each for this much. */
  takenFor: 0.5,
} as const;

/** The weight of what stands in `found` of `all`: the rarer, the more, and never nothing. */
export function rarity(all: number, found: number): number {
  return Math.log(1 + (all - found + 0.5) / (found + 0.5));
}

/**
 * The part of BM25 that depends on a passage.
 *
 * @param length of it by the mean length
 */
export function saturation(frequency: number, length: number): number {
  const { k1, b } = ranking;
  return (frequency * (k1 + 1)) / (frequency + k1 * (1 - b + b * length));
}
