import type { Library } from '../library/library.ts';
import type { LibraryApi } from '../rpc/library-api.ts';
import type {
  LibraryAnswer,
  LibraryBuild,
  LibraryFigures,
  LibrarySuggestion,
} from '../rpc/library-schemas.ts';

/** Milliseconds for which a look at what has changed serves all who ask. */
const freshMs = 2000;

/** The knowledge library behind the facade. */
export class LibraryControl implements LibraryApi {
  readonly #library: Library;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<LibraryBuild> | null = null;

  constructor(library: Library) {
    this.#library = library;
  }

  build({ full }: { readonly full: boolean }): Promise<LibraryBuild> {
    return full ? this.#look(true) : (this.#looking ?? this.#look(false));
  }

  status(): Promise<LibraryFigures> {
    return this.#library.status();
  }

  async search(request: {
    readonly query: string;
    readonly limit: number;
    readonly fresh: boolean;
  }): Promise<LibraryAnswer> {
    const { query, limit, fresh } = request;
    if (fresh && performance.now() - this.#lookedAt > freshMs) await this.build({ full: false });
    return await this.#library.search({ query, limit });
  }

  suggest(request: { readonly text: string; readonly limit: number }): Promise<readonly LibrarySuggestion[]> {
    return this.#library.suggest(request);
  }

  close(): Promise<void> {
    return this.#library.close();
  }

  async #look(full: boolean): Promise<LibraryBuild> {
    const look = this.#library.build({ full });
    this.#looking = look;
    try {
      const report = await look;
      this.#lookedAt = performance.now();
      return report;
    } finally {
      if (this.#looking === look) this.#looking = null;
    }
  }
}
