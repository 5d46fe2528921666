import type { ReviewDecision } from '../../model/library-review.ts';
import type { ExecutionEndStatus } from '../../model/status.ts';

/** What a person said of a document, as the journal has it. */
export interface RecordedDecision {
  readonly path: string;
  readonly decision: ReviewDecision;
  /** SHA-256 of the content that was seen, hexadecimal; null where the file was gone. */
  readonly hash: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
}

/** A file as an execution saw it; `hash` is null where nobody noted what it was. */
export interface RecordedFile {
  readonly path: string;
  readonly hash: string | null;
}

/** What an execution read and wrote that succeeded. */
export interface RecordedProduction {
  readonly outputs: readonly RecordedFile[];
  readonly inputs: readonly RecordedFile[];
  readonly runId: string;
  readonly executionId: string;
  readonly stage: string;
  readonly agent: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A file whose test passed, or failed. */
export interface RecordedTest {
  readonly path: string;
  /** Of the content that was tested. */
  readonly hash: string | null;
  readonly passed: boolean;
  readonly runId: string;
  readonly agent: string;
}

/** A report of an agent that tests files: of which ones it read what, and whether that passed. */
export interface RecordedTestReport {
  /** Relative to the workspace, with `/`; what is there may be of another execution. */
  readonly path: string;
  readonly runId: string;
  readonly executionId: string;
  readonly agent: string;
}

/** Something that an execution found. */
export interface RecordedFinding {
  readonly path: string;
  readonly line: number | null;
  readonly severity: 'error' | 'warning' | 'info';
  readonly rule: string | null;
  readonly message: string;
}

/** An execution that has ended; told once more where it ran again. */
export interface RecordedExecution {
  readonly runId: string;
  readonly executionId: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly agent: string;
  readonly status: ExecutionEndStatus;
  readonly reason: string | null;
  readonly exitCode: number | null;
  /** Of its log, relative to the workspace, with `/`; nothing may be there. */
  readonly log: string;
  /** Some of what it found, the most severe first. */
  readonly findings: readonly RecordedFinding[];
  /** Paths of some files that it made. */
  readonly artifacts: readonly string[];
  /** Files of the workspace that it had to do with, for the filter `run:`: some of those that it found something in or made. */
  readonly files: readonly string[];
}

/** A run, as it began. */
export interface RecordedRun {
  readonly runId: string;
  readonly pipeline: string;
  /** ISO 8601. */
  readonly at: string;
  /** What was checked out; null where there was no repository. */
  readonly commit: string | null;
}

/**
 * What the journal knows that the library shows: told in pieces, in the order of the journal, by whoever has both.
 * The library keeps it beside the index; where that is thrown away it is told again, from 0 on.
 */
export interface RecordedFacts {
  /** The last event that was told before; where the library remembers another one, nothing is kept. */
  readonly after: number;
  /** Whether what was told before is of another journal: all of it is forgotten. */
  readonly anew: boolean;
  /** The last event that this takes into account; the library remembers it with the facts. */
  readonly seq: number;
  readonly runs: readonly RecordedRun[];
  readonly executions: readonly RecordedExecution[];
  readonly decisions: readonly RecordedDecision[];
  readonly productions: readonly RecordedProduction[];
  readonly tests: readonly RecordedTest[];
  readonly testReports: readonly RecordedTestReport[];
  /** Runs of which nothing is kept any more. */
  readonly retired: readonly string[];
}
