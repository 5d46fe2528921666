import type { Database } from '../../sqlite/database.ts';
import { Corpus, type CorpusChange } from './corpus.ts';
import { FullText } from './full-text.ts';
import { NameIndex } from './name-index.ts';
import { NameTable } from './name-table.ts';

/** Everything that is searched, as new as the database: what is in memory follows what is on disk. */
export class LibraryView {
  readonly db: Database;
  readonly corpus: Corpus;
  readonly fullText: FullText;
  readonly names: NameTable;
  readonly nameIndex: NameIndex;

  constructor(db: Database) {
    this.db = db;
    this.corpus = new Corpus(db);
    this.fullText = new FullText(db);
    this.nameIndex = new NameIndex();
    this.names = new NameTable(db, this.nameIndex);
  }

  /** Reads or takes in a piece of what is new. Answers whether there may be more. */
  prepare(): boolean {
    if (this.#snapshot(() => this.#take(this.corpus.next()))) return true;
    return this.nameIndex.prepare();
  }

  /** Does `work` on what the database holds at one moment, with all of that in memory but the lists of names. */
  current<T>(work: () => T): T {
    return this.#snapshot(() => {
      while (this.#take(this.corpus.next())) {
        // Piece by piece.
      }
      return work();
    });
  }

  /** Takes in all names. */
  completeNames(): void {
    this.nameIndex.prepare(Number.POSITIVE_INFINITY);
  }

  #take(changes: readonly CorpusChange[] | null): boolean {
    if (changes === null) return false;
    this.fullText.forget();
    for (const { id, file } of changes) {
      if (file === null) this.names.take(id);
      else this.names.put(file);
    }
    return true;
  }

  #snapshot<T>(work: () => T): T {
    this.db.exec('BEGIN');
    try {
      return work();
    } finally {
      this.db.exec('COMMIT');
    }
  }
}
