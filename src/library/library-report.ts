import type { SkipReason } from './scan.ts';

/** What a build is at. */
export type BuildPhase =
  /** Files are still being found, and those found are read meanwhile: `total` rises. */
  | 'scanning'
  /** All files are known; those that changed are read. */
  | 'reading'
  /** Everything is written; the index is put in order. */
  | 'finishing';

/** How far a build has come. */
export interface BuildProgress {
  readonly phase: BuildPhase;
  /** Files that needed reading and have been read. */
  readonly done: number;
  /** Files that need reading, as far as is known. */
  readonly total: number;
  /** Files looked at, read or not. */
  readonly seen: number;
}

/** What a build did. */
export interface BuildReport {
  /** Files in the library now. */
  readonly files: number;
  readonly added: number;
  readonly changed: number;
  /** Files found again under another path, which keep their history. */
  readonly moved: number;
  readonly removed: number;
  /** Files left as they were. */
  readonly unchanged: number;
  /** Files and folders left out, by reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly durationMs: number;
  /** Whether it was ended before everything was read; the next one goes on from there. */
  readonly cancelled: boolean;
  /** Why everything had to be read anew: the index was damaged or of another format; null where it was not. */
  readonly discarded: string | null;
}

/** What the library holds. */
export interface LibraryStatus {
  readonly files: number;
  readonly passages: number;
  readonly names: number;
  /** Files by the kind of document. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Files by language; those without one are left out. */
  readonly languages: Readonly<Record<string, number>>;
  /** Files by status: `found`, `reviewed` … */
  readonly statuses: Readonly<Record<string, number>>;
  /** Files and folders left out, by reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** Files that could not be read by their structure and were read as plain text. */
  readonly troubled: number;
  /** Secrets that were left out of the index. */
  readonly secrets: number;
  /** Of the database with what belongs to it. */
  readonly bytes: number;
  /** When everything was last looked at and read, milliseconds since the epoch; null where no build has ended yet. */
  readonly builtMs: number | null;
  /** How far the build is that runs; null where none does. */
  readonly building: BuildProgress | null;
  /** Whether files are indexed as they change: `no`, `yes`, or `partly` where the system cannot watch all folders. */
  readonly watching: 'no' | 'yes' | 'partly';
}
