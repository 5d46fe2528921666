import type { Database } from '../../sqlite/database.ts';
import { indexColumns } from '../search/index-entry.ts';

/**
 * The full text of a library, written all at once at the end of a group: whatever SQLite does to another table in
 * between, and could have to undo by itself, would make the full text write out what it has gathered, a piece of an
 * index for every file.
 */
export class PassageTexts {
  readonly #db: Database;
  readonly #coming = new Map<number, readonly string[]>();
  readonly #going: number[] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param texts what is searched of a passage, in the order of `indexColumns` */
  add(passage: number, texts: readonly string[]): void {
    this.#coming.set(passage, texts);
  }

  remove(passage: number): void {
    if (!this.#coming.delete(passage)) this.#going.push(passage);
  }

  /** Forgets what was not written: the group was undone. */
  forget(): void {
    this.#coming.clear();
    this.#going.length = 0;
  }

  /** Writes what is new, and takes out what is not there any more. */
  write(): void {
    const remove = this.#db.prepare('DELETE FROM passage_text WHERE rowid = ?');
    for (const passage of this.#going) remove.run(passage);
    const insert = this.#db.prepare(
      `INSERT INTO passage_text (rowid, ${indexColumns.join(', ')}) VALUES (?${', ?'.repeat(indexColumns.length)})`,
    );
    for (const [passage, texts] of this.#coming) insert.run(passage, ...texts);
    this.forget();
  }
}
