import type { BuildProgress, BuildReport } from '../../model/library-report.ts';
import type { Poison } from '../build/poison.ts';
import type { FileToRead, ReadResult } from '../build/read-results.ts';
import type { LibraryQuestions } from '../library-questions.ts';
import type { LibraryRules } from '../library-rules.ts';
import type { RecordedFacts } from '../record/recorded-facts.ts';
import type { FixOutcome } from '../review/fix-outcome.ts';

/** What a thread can be asked: each name with what goes there and what comes back. */
export type Methods = Readonly<Record<string, { readonly params: unknown; readonly value: unknown }>>;

/** What the thread that builds can be asked. */
export type BuilderMethods = {
  readonly build: {
    readonly params: { readonly full: boolean; readonly rules: LibraryRules };
    readonly value: BuildReport;
  };
  readonly watch: { readonly params: { readonly rules: LibraryRules }; readonly value: BuildReport };
  /** Deletes the database and stops watching: nothing is indexed. */
  readonly clear: { readonly params: null; readonly value: null };
  /** Throws away a database that is damaged, and builds it anew. */
  readonly discard: { readonly params: { readonly reason: string }; readonly value: null };
  /** Keeps what the journal knows; answers with the last event that it knows. */
  readonly learn: { readonly params: RecordedFacts; readonly value: number };
  /** Mends what can be mended, of these files or of all, and reviews again until nothing changes. */
  readonly fix: { readonly params: { readonly paths: readonly string[] | null }; readonly value: FixOutcome };
  readonly close: { readonly params: null; readonly value: null };
};

/** What the thread that reads files can be asked. */
export type ReaderMethods = {
  readonly read: {
    readonly params: { readonly files: readonly FileToRead[]; readonly maxBytes: number };
    readonly value: readonly ReadResult[];
  };
  readonly close: { readonly params: null; readonly value: null };
};

/** What the thread that searches can be asked. */
export type SearcherMethods = LibraryQuestions & {
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
  | { readonly kind: 'watching'; readonly state: 'no' | 'yes' | 'partly' }
  /** Something that says what is indexed may have changed. */
  | { readonly kind: 'rules' }
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
}

/** What a thread is started with. */
export type WorkerRole =
  | ({
      readonly role: 'builder';
      /** The program of its own thread, which reads. */
      readonly entry: string;
      readonly rules: LibraryRules;
      /** Files that the rules come from, relative to the workspace, with `/`. */
      readonly rulesFiles: readonly string[];
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
