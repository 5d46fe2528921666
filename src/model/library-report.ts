/**
 * How far the knowledge in a document can be relied on:
 *
 * - `found`: it was read, and either not reviewed yet or the review found something wrong.
 * - `reviewed`: the rules found nothing wrong.
 * - `validated`: what made it succeeded, its smoke test passed, or a person accepted it, and it has not changed since.
 * - `canonical`: of several that say the same, the one to go by.
 * - `stale`: what it was made from has changed since.
 * - `rejected`: a person does not want it to be found before others.
 */
export const documentStatuses = ['found', 'reviewed', 'validated', 'canonical', 'stale', 'rejected'] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

/** A search of the library. */
export interface SearchRequest {
  /** Words, `"phrases"`, `-exclusions` and filters: `kind:`, `path:`, `lang:`, `status:`, `ext:`, `run:`. */
  readonly query: string;
  /** At most so many files, 1 to 1,000. Default: 20. */
  readonly limit?: number;
  /** Whether hits come with `why`. Default: no. */
  readonly explain?: boolean;
  /** Whether hits come with `excerpt`, for which the files that are found are read. Default: no. */
  readonly excerpts?: boolean;
}

/** A file that was found, with the passage that answers best. */
export interface SearchHit {
  /** Relative to the workspace, with `/`; each path stands once in an answer. */
  readonly path: string;
  /** The passage's lines from 1, both included. */
  readonly line: number;
  readonly endLine: number;
  /** What to call it in a list: the titles of the passage, or those of the file. */
  readonly title: string;
  /** Of the file: `python`, `markdown`, `notebook` … */
  readonly kind: string;
  /** Of the passage: `function`, `section`, `cell` … */
  readonly passage: string;
  /** Of a notebook's cell its place from 1; null elsewhere. */
  readonly cell: number | null;
  readonly status: DocumentStatus;
  /** The higher the better; comparable within one answer only. */
  readonly score: number;
  /** Where and how often runs met it; absent of a file that is no log of a run. */
  readonly seen?: RunSighting;
  /** Why it ranks where it does; absent where it was not asked for. */
  readonly why?: HitReasons;
  /** The lines of the passage that show best what was found; absent where it was not asked for or the file is gone. */
  readonly excerpt?: readonly ExcerptLine[];
}

/** What runs met once or again and again: a failure, an error in a log. */
export interface RunSighting {
  /** Of the newest run that met it, with its stage and agent; ids sort by time. */
  readonly runId: string;
  readonly stage: string;
  readonly agent: string;
  readonly firstRunId: string;
  /** In so many runs. */
  readonly runs: number;
  /** The commit of the first run of the same agent that did not meet it any more; null where it may still be there. */
  readonly fixedBy: string | null;
}

/** Where the score of a hit comes from; the parts add up to it. */
export interface HitReasons {
  /** From the best passages, the best counting most. */
  readonly passages: number;
  /** From words found anywhere in the file. */
  readonly file: number;
  /** From words of its path. */
  readonly path: number;
  /** From being called exactly what was asked for. */
  readonly name: number;
  /** What the status adds or takes. */
  readonly status: number;
  /** What was found of the query; what counts most comes first. */
  readonly matches: readonly HitMatch[];
}

/** A word or phrase of the query in a file that was found. */
export interface HitMatch {
  /** As it was typed. */
  readonly text: string;
  /** What it was taken for, where nothing has the word itself; null elsewhere. */
  readonly takenFor: string | null;
  /** Where it stands, in the whole file. */
  readonly where: readonly ('path' | 'title' | 'body')[];
  /** What it is worth: the rarer, the more. */
  readonly weight: number;
}

/** A line of a file, and what of it was searched for. */
export interface ExcerptLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Ranges of UTF-16 code units, in order and apart. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

/** What a search gives: best first. */
export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  /** What is wrong with the query, for whoever wrote it; null where nothing is. A wrong query is answered as well as it can be. */
  readonly problem: string | null;
}

/** What one has typed so far of a name. */
export interface SuggestRequest {
  readonly text: string;
  /** At most so many, 1 to 100. Default: 10. */
  readonly limit?: number;
}

/** A name that begins so, or is meant by what was typed. */
export interface Suggestion {
  readonly text: string;
  /** What it names: the kind of a NamedThing, or `file`. */
  readonly kind: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly score: number;
}

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
  readonly skipped: Readonly<Record<string, number>>;
  readonly durationMs: number;
  /** Whether it was ended before everything was read; the next one goes on from there. */
  readonly cancelled: boolean;
  /** Why everything had to be read anew: the index was damaged or of another format; null where it was not. */
  readonly discarded: string | null;
}

/** What the library holds. */
export interface LibraryStatus {
  /** Of the workspace. */
  readonly files: number;
  /** Logs of executions that met something, which are no files of the workspace. */
  readonly runLogs: number;
  readonly passages: number;
  readonly names: number;
  /** Files by the kind of document. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Files by language; those without one are left out. */
  readonly languages: Readonly<Record<string, number>>;
  /** Files by status: `found`, `reviewed` … */
  readonly statuses: Readonly<Record<string, number>>;
  /** Files and folders left out, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
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
  /** Why nothing of the workspace is indexed; null where something is. */
  readonly off: string | null;
}

/** What a name means: the declaration to go by, of all that have the name. */
export interface NameMeaning {
  readonly name: string;
  /** The kind of a NamedThing: `function`, `class`, `heading` … */
  readonly kind: string;
  /** As it is declared, on one line; null where there is nothing to show. */
  readonly signature: string | null;
  /** What it belongs to: a class; null at the top. */
  readonly within: string | null;
  /** What its document says of it, or of itself, in a sentence; null where it says nothing. */
  readonly summary: string | null;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly language: string | null;
  readonly status: DocumentStatus;
  /** How many others have the name. */
  readonly others: number;
}

/** A folder of the workspace as a collection shows it: what is directly in it. */
export interface LibraryListing {
  /** Sorted by name; `files` counts those below it, however deep. */
  readonly folders: readonly { readonly name: string; readonly files: number }[];
  /** Sorted by name. */
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly title: string | null;
    readonly status: DocumentStatus;
  }[];
}
