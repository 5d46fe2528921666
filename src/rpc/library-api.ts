import type { Disposable } from '../common/disposable.ts';
import type {
  BuildProgress,
  BuildReport,
  DocumentStatus,
  LibraryListing,
  LibraryStatus,
  NameMeaning,
  SearchAnswer,
  Suggestion,
} from '../model/library-report.ts';
import type { DocumentReport, FixReport, ReviewDecision, ReviewQueue } from '../model/library-review.ts';
import type { LineageReport } from '../model/lineage-report.ts';

/** What the library tells while it works. */
export type LibraryNews =
  /** How far a build has come; null when it has ended. */
  | { readonly kind: 'progress'; readonly progress: BuildProgress | null }
  /** Something else is found now. */
  | { readonly kind: 'changed' };

/**
 * What a face may ask of the knowledge library; see `libraryMethods`. Errors: `library-locked`, `library-full`,
 * `library-unreachable`, `library-read-only`, `library-failed`, `scan.unreadable`.
 */
export interface LibraryApi {
  /** Brings it up to date with the workspace; `full` reads every file anew. */
  build(request: { readonly full: boolean }): Promise<BuildReport>;
  /** Begins to bring it up to date and to keep it so. */
  watch(): void;
  /** Calls `listener` some times a second while there is something to tell. */
  onNews(listener: (news: LibraryNews) => void): Disposable;
  status(): Promise<LibraryStatus>;
  /** The best first, each path once; `fresh`: after a look at what has changed. */
  search(request: {
    readonly query: string;
    /** Files at the most. */
    readonly limit: number;
    readonly fresh: boolean;
    readonly explain: boolean;
    readonly excerpts: boolean;
  }): Promise<SearchAnswer>;
  /** Names while one types. */
  suggest(request: { readonly text: string; readonly limit: number }): Promise<readonly Suggestion[]>;
  /** What a name means; null where nothing is called so. */
  define(request: { readonly name: string; readonly language: string | null }): Promise<NameMeaning | null>;
  /** What is directly in a folder, of these kinds; no kinds: of all. */
  list(request: { readonly folder: string; readonly kinds: readonly string[] }): Promise<LibraryListing>;
  statuses(request: { readonly paths: readonly string[] }): Promise<Readonly<Record<string, DocumentStatus>>>;
  /** What waits for somebody to look at it. */
  review(request: { readonly limit: number }): Promise<ReviewQueue>;
  /** Mends what can be mended without a person; null: in all files. */
  fix(request: { readonly paths: readonly string[] | null; readonly by: string }): Promise<FixReport>;
  /** Error: `unknown-document`. */
  document(request: { readonly path: string }): Promise<DocumentReport>;
  /** Error: `unknown-document`. */
  decide(request: {
    readonly path: string;
    readonly decision: ReviewDecision;
    readonly by: string;
  }): Promise<DocumentReport>;
  /** Error: `unknown-document`. */
  lineage(request: { readonly path: string }): Promise<LineageReport>;
}
