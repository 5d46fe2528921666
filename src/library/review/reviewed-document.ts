import type { DocumentKind, DocumentLink } from '../document.ts';

/** A document as the rules look at it. */
export interface ReviewedDocument {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly kind: DocumentKind;
  readonly language: string | null;
  readonly title: string | null;
  readonly words: number;
  /** Lines of secrets whose form leaves no doubt. */
  readonly secretLines: readonly number[];
  readonly trouble: string | null;
  /** What it links to; imports are left out. */
  readonly links: readonly DocumentLink[];
}

/** What a rule may ask of the rest of the workspace. */
export interface Surroundings {
  /** Whether a file or a folder is at a path, in the library or not. */
  exists(path: string): boolean;
  /** Whether the library knows of a file or a folder at a path; the disk is not asked. */
  holds(path: string): boolean;
  /** Files with this name, in whatever folder and whatever case, sorted. */
  called(name: string): readonly string[];
  /** The folder of the site that a document is a page of, empty or ending with `/`; null where it is none. */
  siteOf(document: string): string | null;
}

/** What mends a finding: one text in place of another on its line. */
export interface FindingRepair {
  /** As a button says it. */
  readonly title: string;
  /** What stands there now, as a link has it. */
  readonly old: string;
  readonly text: string;
}

export interface RuleFinding {
  readonly severity: 'error' | 'hint';
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly repair: FindingRepair | null;
}

/** A rule that documents are reviewed by. */
export interface ReviewRule {
  readonly name: string;
  /** What it says, in one sentence. */
  readonly about: string;
  /** What is wrong with a document, by line. It knows nothing but what it is given. */
  check(document: ReviewedDocument, around: Surroundings): readonly RuleFinding[];
}

/** A finding that only a person can mend. */
export function findingAt(line: number, severity: 'error' | 'hint', message: string): RuleFinding {
  return { severity, line, message, repair: null };
}
