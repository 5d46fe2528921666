/** How long passages are, in UTF-16 code units. */
export interface PassageLengths {
  /** What is shorter is joined with what stands beside it; of cells, what is shorter than a quarter of it. */
  readonly short: number;
  /** What is joined is no longer than this. */
  readonly joined: number;
  /** What is longer is divided. */
  readonly longest: number;
}

/**
 * A screenful at most, so that a passage is about one thing; and long enough that words which belong together stand
 * in one passage.
 */
export const passageLengths: PassageLengths = { short: 400, joined: 1200, longest: 2000 };
