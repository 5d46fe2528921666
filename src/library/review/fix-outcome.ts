import type { FixReport } from '../../model/library-review.ts';

/** A content that a fix made of a document. */
export interface FixedGeneration {
  readonly path: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly hash: string;
  /** The same of what was there before. */
  readonly previous: string;
  /** From 1. */
  readonly round: number;
  /** What was fixed. */
  readonly changes: readonly string[];
}

/** What fixing did, with every content that it made. */
export interface FixOutcome extends FixReport {
  /** In the order in which they were made. */
  readonly generations: readonly FixedGeneration[];
}
