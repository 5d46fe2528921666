import type {
  DocumentStatus,
  LibraryListing,
  NameMeaning,
  SearchAnswer,
  SearchRequest,
  Suggestion,
  SuggestRequest,
} from '../model/library-report.ts';
import type { DocumentReport, ReviewQueue } from '../model/library-review.ts';
import type { LineageReference } from '../model/lineage-report.ts';
import type { LibraryFigures } from './store/library-figures.ts';

/** The part of the lineage of a file that its workspace tells: who refers to whom. */
export interface FileReferences {
  /** Null of a file that is not in the library and that somebody refers to all the same: a picture, a table of data. */
  readonly status: DocumentStatus | null;
  /** SHA-256 of its bytes, hexadecimal; null as the status is. */
  readonly hash: string | null;
  readonly refersTo: readonly LineageReference[];
  readonly referredBy: readonly LineageReference[];
}

/** What can be asked of what is in a library: each name with what is asked and what is answered. */
export type LibraryQuestions = {
  readonly search: { readonly params: SearchRequest; readonly value: SearchAnswer };
  readonly suggest: { readonly params: SuggestRequest; readonly value: readonly Suggestion[] };
  readonly define: {
    readonly params: { readonly name: string; readonly language: string | null };
    readonly value: NameMeaning | null;
  };
  readonly list: {
    readonly params: { readonly folder: string; readonly kinds: readonly string[] };
    readonly value: LibraryListing;
  };
  readonly statuses: {
    readonly params: { readonly paths: readonly string[] };
    readonly value: Readonly<Record<string, DocumentStatus>>;
  };
  readonly review: { readonly params: { readonly limit: number }; readonly value: ReviewQueue };
  /** Why a file or folder is left out, in words; null where it is not. */
  readonly leftOut: { readonly params: { readonly path: string }; readonly value: string | null };
  /** Null where it is not in the library. */
  readonly document: { readonly params: { readonly path: string }; readonly value: DocumentReport | null };
  /** Null where it is not in the library, and nobody refers to it. */
  readonly references: { readonly params: { readonly path: string }; readonly value: FileReferences | null };
  /** For each path what imports it, directly or not. */
  readonly dependents: {
    readonly params: { readonly paths: readonly string[] };
    readonly value: readonly string[];
  };
  readonly figures: { readonly params: null; readonly value: LibraryFigures };
  /** The last event of the journal that was told; 0 where none was. */
  readonly learned: { readonly params: null; readonly value: number };
};
