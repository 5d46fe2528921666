import { rmSync } from 'node:fs';
import type { Database, SqlValue } from '../../sqlite/database.ts';
import { openStore } from '../../sqlite/store.ts';
import { libraryMigrations, libraryName } from '../library-schema.ts';

/** Pages that may wait in the write-ahead log, 16 MiB: what is written again and again then reaches the database once. */
const logPages = 4096;

/** Pieces of the full text are merged when there are eight of a size, not four: a build has less to do, and a search hardly more. */
const mergeLess = "INSERT INTO passage_text (passage_text, rank) VALUES ('automerge', 8)";

/** The connection that writes the library. There is one in a workspace. */
export class LibraryStore {
  readonly db: Database;
  /** Why the database that stood here was thrown away; null where it was not. */
  readonly discarded: string | null;
  #changes: number;

  /** Opens or creates the database; one that is damaged or has another format is thrown away. Throws the UserErrors of `openStore`. */
  static open(path: string): LibraryStore {
    const { db, reason } = openStore(path, {
      name: libraryName,
      migrations: libraryMigrations(),
      whenDamaged: 'discard',
      now: 0,
    });
    try {
      return new LibraryStore(db, reason);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Deletes a database that nobody has open. */
  static discard(path: string): void {
    for (const companion of ['', '-wal', '-shm', '.suspect']) rmSync(path + companion, { force: true });
  }

  private constructor(db: Database, discarded: string | null) {
    this.db = db;
    this.discarded = discarded;
    // A commit then writes to the log alone, and what a killed process has committed is there all the same.
    db.exec(`PRAGMA wal_autocheckpoint = ${logPages}`);
    db.exec('PRAGMA cache_size = -8192');
    this.#changes = this.number('changes');
    if (this.#changes === 0) db.exec(mergeLess);
  }

  /** Rises with every group that changed something. */
  get changes(): number {
    return this.#changes;
  }

  /**
   * Writes a group: all of it or nothing.
   *
   * @param work gets the number of the group, and answers whether it changed anything that is searched
   */
  group(work: (change: number) => boolean): void {
    const next = this.#changes + 1;
    const changed = this.db.transaction(() => {
      const any = work(next);
      if (any) this.set('changes', next);
      return any;
    });
    if (changed) this.#changes = next;
  }

  /** A number in `meta`; 0 where there is none. */
  number(key: string): number {
    const row = this.db.prepare<{ value: unknown }>('SELECT value FROM meta WHERE key = ?').get(key);
    return Number(row?.value ?? 0);
  }

  set(key: string, value: SqlValue): void {
    this.db
      .prepare(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(key, value);
  }

  /** After much was written: gives back what is free, and brings the log into the database as far as nobody reads it. */
  tidy(): void {
    const free = this.db.pragma('freelist_count');
    if (free > 1000 && free > this.db.pragma('page_count') / 4) this.db.exec('PRAGMA incremental_vacuum');
    this.db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.db.close();
  }
}
