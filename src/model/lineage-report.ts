import type { DocumentStatus } from './library-report.ts';

/** A file that an execution read. */
export interface LineageInput {
  readonly path: string;
  /** Whether it is another one now than it was then; null where nobody noted what it was. */
  readonly changed: boolean | null;
}

/** An execution that wrote a file. */
export interface LineageProduction {
  readonly runId: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly agent: string;
  readonly executionId: string;
  /** ISO 8601: when it ended. */
  readonly at: string;
  /** Whether the result was taken from the cache. */
  readonly cached: boolean;
  /** Whether the file is still as it was written; null where nobody noted what it was. */
  readonly isCurrent: boolean | null;
  /** What it declared to read, sorted by path. */
  readonly inputs: readonly LineageInput[];
}

/** A place in a file that refers to another one. */
export interface LineageReference {
  readonly path: string;
  /** From 1: the line that refers; it is in `path` where that refers here, else in the file asked for. */
  readonly line: number;
  readonly kind: 'import' | 'link' | 'file';
}

/** Where a file comes from, and what comes from it. */
export interface LineageReport {
  readonly path: string;
  /** Whether it is in the workspace now. */
  readonly exists: boolean;
  /** Null where it is not in the library. */
  readonly status: DocumentStatus | null;
  /** The executions that wrote it, newest first; at most 20. */
  readonly producedBy: readonly LineageProduction[];
  /** Files that were made by executions that read it, each with the newest one. */
  readonly madeFromIt: readonly {
    readonly path: string;
    readonly runId: string;
    readonly stage: string;
    readonly agent: string;
    readonly at: string;
  }[];
  /** What it imports, links to or names, by line. */
  readonly refersTo: readonly LineageReference[];
  /** Who imports it, links to it or names it, by path and line. */
  readonly referredBy: readonly LineageReference[];
  /** Everything that depends on it by imports or by being made from it, however far away, sorted by path. */
  readonly dependents: readonly string[];
}
