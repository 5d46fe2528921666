import type { DocumentStatus } from './library-report.ts';

/**
 * What a person can say of a document. `accept` and `reject` hold for the content that was seen; `canonical` holds for
 * the path, and there is one in a group of duplicates; `clear` takes back what was said.
 */
export const reviewDecisions = ['accept', 'reject', 'canonical', 'clear'] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];

/** What the review says of a document. */
export interface ReviewFinding {
  /** `parses`, `links`, `secret` …: see docs/library.md. */
  readonly rule: string;
  /** An error keeps a document from being `reviewed`; a hint does not. */
  readonly severity: 'error' | 'hint';
  /** From 1. */
  readonly line: number;
  readonly message: string;
  /** What mends it, as a button says it; null where only a person can. */
  readonly fix: string | null;
}

/** Documents that say the same, or nearly. */
export interface DuplicateGroup {
  /** Whether all are the same to the byte. */
  readonly isExact: boolean;
  /** The path of the one to go by. */
  readonly canonical: string;
  /** Why that one, in words. */
  readonly because: string;
  /** All of them, the one to go by first, then by path. */
  readonly members: readonly {
    readonly path: string;
    readonly status: DocumentStatus;
    /** To the one to go by: the share of the text that both have, from 0 to 1. */
    readonly similarity: number;
  }[];
}

/** A document as the review has it. */
export interface DocumentReport {
  readonly path: string;
  readonly kind: string;
  readonly title: string | null;
  readonly status: DocumentStatus;
  /** Why it has that status, in words. */
  readonly because: string;
  readonly findings: readonly ReviewFinding[];
  /** Those that say the same; null where none does. */
  readonly group: DuplicateGroup | null;
  /** What a person said last, where it still holds. */
  readonly decision: {
    readonly decision: ReviewDecision;
    /** ISO 8601. */
    readonly at: string;
    readonly by: string;
  } | null;
}

/** Why a document waits for somebody to look at it; what weighs most comes first. */
export const queueReasons = ['stale', 'findings', 'duplicates'] as const;
export type QueueReason = (typeof queueReasons)[number];

/** What waits for somebody to look at it. */
export interface ReviewQueue {
  /** Documents by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** How many wait, by reason, also those that are not listed. */
  readonly waiting: Readonly<Record<QueueReason, number>>;
  /** By reason, then by path. */
  readonly documents: readonly (Omit<DocumentReport, 'group' | 'decision'> & {
    readonly reason: QueueReason;
  })[];
  /** Groups of which nobody has said which one is canonical, by that path. */
  readonly groups: readonly DuplicateGroup[];
}

/** What fixing did. */
export interface FixReport {
  /** How often everything that had changed was reviewed again, until nothing changed any more. */
  readonly rounds: number;
  /** What was changed, by path. */
  readonly changed: readonly { readonly path: string; readonly fixes: readonly string[] }[];
  /** Fixes that could not be made, and why. */
  readonly failed: readonly { readonly path: string; readonly why: string }[];
}
