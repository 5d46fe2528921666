import type { LibraryAnswer, LibraryBuild, LibraryFigures, LibrarySuggestion } from './library-schemas.ts';

/**
 * What a face may ask of the knowledge library. Errors: `library-locked`, `library-full`, `library-unreachable`,
 * `library-read-only`, `library-failed`, `scan.unreadable`.
 */
export interface LibraryApi {
  /** Brings it up to date with the workspace; `full` reads every file anew. */
  build(request: { readonly full: boolean }): Promise<LibraryBuild>;
  status(): Promise<LibraryFigures>;
  /** The best first, each path once; `fresh`: after a look at what has changed. */
  search(request: {
    readonly query: string;
    /** Files at the most. */
    readonly limit: number;
    readonly fresh: boolean;
  }): Promise<LibraryAnswer>;
  /** Names while one types. */
  suggest(request: { readonly text: string; readonly limit: number }): Promise<readonly LibrarySuggestion[]>;
}
