import type {
  NameMeaning,
  SearchAnswer,
  SearchHit,
  SearchRequest,
  Suggestion,
  SuggestRequest,
} from '../../model/library-report.ts';
import type { Database } from '../../sqlite/database.ts';
import { defineName } from './define-name.ts';
import { describeHit, excerptOfHit, reasonsOf, wantedOf } from './describe-hit.ts';
import { FileFinder } from './find-files.ts';
import { LibraryView } from './library-view.ts';
import { suggestNames } from './suggest-names.ts';
import { Tokenizer } from './tokenizer.ts';

/** A name, and the language of the document that it stands in. */
export interface DefineRequest {
  readonly name: string;
  readonly language: string | null;
}

/** Hits of an answer, if nothing else is asked. */
const usualHits = 20;
const mostHits = 1000;
const usualSuggestions = 10;
const mostSuggestions = 100;

/**
 * Answers searches of a library. It reads, and knows no threads: whoever hosts it calls `prepare` while there is
 * nothing else to do.
 */
export class LibrarySearcher {
  readonly #view: LibraryView;
  readonly #workspace: string;
  readonly #tokenizer: Tokenizer;
  readonly #finder: FileFinder;

  /**
   * @param db a connection that only reads, of which this is the only user
   * @param workspace the absolute path of the folder, for excerpts
   */
  constructor(db: Database, workspace: string) {
    this.#view = new LibraryView(db);
    this.#workspace = workspace;
    this.#tokenizer = new Tokenizer();
    this.#finder = new FileFinder(this.#view, this.#tokenizer);
  }

  /** Finds files, in everything that is in the database at this moment. */
  search({ query, limit, explain, excerpts }: SearchRequest): SearchAnswer {
    const most = within(limit ?? usualHits, mostHits);
    return this.#view.current(() => {
      const { db, corpus } = this.#view;
      const { files, evidence, problem } = this.#finder.find(query, most);
      const reasons = explain === true ? reasonsOf(corpus, files, evidence) : [];
      const wanted = excerpts === true ? wantedOf(evidence, this.#tokenizer) : null;
      const hits: SearchHit[] = [];
      for (const [at, found] of files.entries()) {
        const hit = describeHit(db, corpus, found);
        if (hit === null) continue;
        const why = reasons[at];
        const excerpt =
          wanted === null
            ? undefined
            : excerptOfHit(db, this.#workspace, found, hit, wanted, this.#tokenizer);
        hits.push({
          ...hit,
          ...(why === undefined ? {} : { why }),
          ...(excerpt === undefined ? {} : { excerpt }),
        });
      }
      return { hits, problem };
    });
  }

  /** Names that begin so. */
  suggest({ text, limit }: SuggestRequest): Suggestion[] {
    const most = within(limit ?? usualSuggestions, mostSuggestions);
    return this.#view.current(() => {
      this.#view.completeNames();
      return suggestNames(this.#view, text, most);
    });
  }

  /** What a name means: the declaration to go by, of all that have the name; null where nothing is called so. */
  define({ name, language }: DefineRequest): NameMeaning | null {
    return this.#view.current(() => {
      this.#view.completeNames();
      return defineName(this.#view, this.#workspace, name, language);
    });
  }

  /** Loads a piece of what is kept in memory. Answers whether there is more. */
  prepare(): boolean {
    return this.#view.prepare();
  }

  /** Loads everything. */
  complete(): void {
    while (this.prepare()) {
      // Piece by piece.
    }
  }
}

/** What a worker thread opens. */
export function openSearcher(db: Database, workspace: string): LibrarySearcher {
  return new LibrarySearcher(db, workspace);
}

function within(limit: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(limit) || 1));
}
