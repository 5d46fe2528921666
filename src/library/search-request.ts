import type {
  NameMeaning,
  SearchAnswer,
  SearchRequest,
  Suggestion,
  SuggestRequest,
} from '../model/library-report.ts';

/** What answers searches, on a thread of its own: one connection that only reads, and the names in memory. */
export interface Searcher {
  search(request: SearchRequest): SearchAnswer;
  suggest(request: SuggestRequest): readonly Suggestion[];
  /** What a name means: the declaration to go by. */
  define(request: { readonly name: string; readonly language: string | null }): NameMeaning | null;
  /** Loads a piece of what it keeps in memory; false when everything is loaded and as new as the database. */
  prepare(): boolean;
}
