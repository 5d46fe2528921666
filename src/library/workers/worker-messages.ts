import type { SearchAnswer, SearchRequest, Suggestion, SuggestRequest } from '../../model/library-report.ts';
import type { Poison } from '../build/poison.ts';
import type { FileToRead, ReadResult } from '../build/read-results.ts';
import type { BuildProgress, BuildReport } from '../library-report.ts';
import type { LibraryFigures } from '../store/library-figures.ts';

/** What a thread can be asked: each name with what goes there and what comes back. */
export type Methods = Readonly<Record<string, { readonly params: unknown; readonly value: unknown }>>;

/** What the thread that builds can be asked. */
export type BuilderMethods = {
  readonly build: { readonly params: { readonly full: boolean }; readonly value: BuildReport };
  readonly watch: { readonly params: null; readonly value: BuildReport };
  /** Throws away a database that is damaged, and builds it anew. */
  readonly discard: { readonly params: { readonly reason: string }; readonly value: null };
  readonly close: { readonly params: null; readonly value: null };
};

/** What the thread that reads files can be asked. */
export type ReaderMethods = {
  readonly read: {
    readonly params: { readonly files: readonly FileToRead[] };
    readonly value: readonly ReadResult[];
  };
  readonly close: { readonly params: null; readonly value: null };
};

/** What the thread that searches can be asked. */
export type SearcherMethods = {
  readonly search: { readonly params: SearchRequest; readonly value: SearchAnswer };
  readonly suggest: { readonly params: SuggestRequest; readonly value: readonly Suggestion[] };
  readonly figures: { readonly params: null; readonly value: LibraryFigures };
  /** The database is another one now. */
  readonly reopen: { readonly params: null; readonly value: null };
  readonly close: { readonly params: null; readonly value: null };
};

/** To a thread: do something, or stop doing it. */
export type ToWorker =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** An error as it crosses from one thread to another. */
export interface CarriedError {
  /** Null where it is a defect and not a UserError. */
  readonly code: string | null;
  readonly message: string;
  readonly stack: string | null;
}

/** What a thread tells without being asked. */
export type Notice =
  | { readonly kind: 'progress'; readonly progress: BuildProgress | null }
  | { readonly kind: 'changed' }
  | { readonly kind: 'reopened' }
  /** A file took the thread down that reads. */
  | { readonly kind: 'poison'; readonly path: string; readonly why: string }
  | { readonly kind: 'watching'; readonly state: 'yes' | 'partly' }
  | { readonly kind: 'failed'; readonly error: CarriedError };

/** From a thread. */
export type FromWorker =
  | Notice
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: CarriedError };

/** What is read, and where it is written. */
export interface ReadingRole {
  /** The absolute path of the workspace. */
  readonly workspace: string;
  /** The path of the database. */
  readonly database: string;
  /** Files with more bytes are left out. */
  readonly maxFileBytes: number;
}

/** What a thread is started with. */
export type WorkerRole =
  | ({
      readonly role: 'builder';
      /** The program of its own thread, which reads. */
      readonly entry: string;
      /** See `excludedPaths`. */
      readonly exclude: readonly string[];
      /** How long the thread that reads stays when it has nothing to do, ms. */
      readonly readerIdleMs: number;
      /** How long a file may be read, ms. */
      readonly patienceMs: number;
    } & ReadingRole)
  | ({
      readonly role: 'reader';
      /** See `ReadingSlot`. */
      readonly slot: SharedArrayBuffer;
      /** Files by path that ended an earlier thread. */
      readonly poison: readonly (readonly [path: string, poison: Poison])[];
    } & ReadingRole)
  | { readonly role: 'searcher'; readonly workspace: string; readonly database: string };
