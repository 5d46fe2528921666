import type { Database } from '../../sqlite/database.ts';
import { Corpus, type CorpusChange } from './corpus.ts';
import { FullText } from './full-text.ts';
import { filesCalled, namesBeginning } from './look-up-names.ts';
import { NameIndex } from './name-index.ts';
import { NameTable } from './name-table.ts';
import { Occurrences } from './occurrences.ts';

/** Files whose names are read in one piece: some milliseconds. */
const piece = 400;

/** Files whose names are read before an answer that needs them: a fraction of a second. Those of more come by and by. */
const atOnce = 50 * piece;

/** Everything that is searched, as new as the database: what is in memory follows what is on disk. */
export class LibraryView {
  readonly db: Database;
  readonly corpus: Corpus;
  readonly fullText: FullText;
  readonly names: NameTable;
  readonly nameIndex: NameIndex;
  /** Ids of files whose names are to be read. */
  readonly #unread = new Set<number>();

  constructor(db: Database) {
    this.db = db;
    this.corpus = new Corpus(db);
    this.fullText = new FullText(db);
    const occurrences = new Occurrences();
    this.nameIndex = new NameIndex((name) => occurrences.countOf(name));
    this.names = new NameTable(db, this.nameIndex, occurrences);
  }

  /** Reads or takes in a piece of what is new. Answers whether there may be more. */
  prepare(): boolean {
    const isMore = this.#snapshot(() => {
      if (this.#take(this.corpus.next())) return true;
      if (this.#unread.size === 0) return false;
      this.#readNames();
      return true;
    });
    return isMore || this.nameIndex.prepare();
  }

  /** Does `work` on what the database holds at one moment, with all of that in memory but the names. */
  current<T>(work: () => T): T {
    return this.#snapshot(() => {
      while (this.#take(this.corpus.next())) {
        // Piece by piece.
      }
      return work();
    });
  }

  /** Reads the names that are not read yet, or of a very large workspace many of them. Call it within `current`. */
  completeNames(): void {
    for (let read = 0; read < atOnce && this.#unread.size > 0; read += piece) this.#readNames();
  }

  /** Ids of the files that hold, or are, what is called exactly so. Call it within `current`. */
  filesCalled(name: string): Set<number> {
    if (this.#unread.size > piece) return filesCalled(this.db, name);
    this.completeNames();
    return this.names.filesCalled(name);
  }

  /**
   * Names that may be meant by a word that nothing has: those of which a part begins so, else words of names that are
   * spelled alike. Call it within `current`.
   */
  namesMeant(word: string, limit: number): string[] {
    const looked = this.#unread.size > piece ? namesBeginning(this.db, word, limit) : [];
    if (looked.length > 0) return looked;
    this.completeNames();
    const names = this.nameIndex.beginning(word, limit);
    if (names.length > 0) return names;
    this.nameIndex.prepare(Number.POSITIVE_INFINITY);
    return this.nameIndex.similar(word, limit);
  }

  #readNames(): void {
    const files = [];
    for (const id of this.#unread) {
      this.#unread.delete(id);
      const file = this.corpus.fileAt(this.corpus.placeOfFile(id));
      if (file !== null && files.push(file) === piece) break;
    }
    this.names.put(files);
  }

  #take(changes: readonly CorpusChange[] | null): boolean {
    if (changes === null) return false;
    for (const { id, file, isWritten } of changes) {
      if (!isWritten) continue;
      this.fullText.forget();
      this.names.take(id);
      if (file === null) this.#unread.delete(id);
      else this.#unread.add(id);
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
