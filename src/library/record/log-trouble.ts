/** Something that a log says went wrong: lines that belong together. */
export interface LogTrouble {
  /** Lines of the log, from 1, both included. */
  readonly line: number;
  readonly endLine: number;
  /** Without the escapes of terminals; of what is long the part that says most. */
  readonly text: string;
  /** What makes it this trouble, and no other: lines, not normalised yet. */
  readonly key: readonly string[];
}

/** What a reader of logs finds at a line; `end` is the index behind its last line. */
export interface FoundTrouble {
  /** The index of its first line; it may be before the one that was looked at. */
  readonly start: number;
  readonly end: number;
  readonly key: readonly string[];
}
