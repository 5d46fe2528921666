/** A search of the library. */
export interface SearchRequest {
  /** Words, `"phrases"`, `-exclusions` and filters: `kind:`, `path:`, `lang:`, `status:`, `ext:`. */
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
  /** `found`, `reviewed`, `validated`, `canonical`, `stale`, `rejected`. */
  readonly status: string;
  /** The higher the better; comparable within one answer only. */
  readonly score: number;
  /** Why it ranks where it does; absent where it was not asked for. */
  readonly why?: HitReasons;
  /** The lines of the passage that show best what was found; absent where it was not asked for or the file is gone. */
  readonly excerpt?: readonly ExcerptLine[];
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
