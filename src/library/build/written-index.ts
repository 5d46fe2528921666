import { systemClock } from '../../common/clock.ts';
import { errorCode, UserError } from '../../common/errors.ts';
import { libraryName } from '../library-schema.ts';
import { LibraryStore } from '../store/library-store.ts';
import { FileIndex } from './file-index.ts';

const damaged = `${libraryName}-damaged`;

/** Whether an error says that the database is damaged. */
export function isDamage(error: unknown): boolean {
  return errorCode(error) === damaged;
}

export interface WrittenIndexOptions {
  /** The absolute path of the workspace. */
  readonly workspace: string;
  readonly database: string;
  /** Hears that something was written that can be searched now. */
  readonly onChanged: () => void;
  /** Hears that the database was thrown away, and a new one stands in its place. */
  readonly onReopened: () => void;
}

/** The database of a library, written group by group; where it is damaged, it is thrown away and begun anew. */
export class WrittenIndex {
  readonly #options: WrittenIndexOptions;
  #store: LibraryStore;
  #files: FileIndex;
  #discarded: string | null;
  /** Damage that somebody met who reads, until it is mended. */
  #damage: { readonly reason: string; resolve(): void } | null = null;

  /** Throws the UserErrors of `LibraryStore.open`. */
  constructor(options: WrittenIndexOptions) {
    this.#options = options;
    this.#store = LibraryStore.open(options.database);
    this.#files = this.#open();
    this.#discarded = this.#store.discarded;
    if (this.#discarded !== null) options.onReopened();
  }

  /** What is written of the files; another one after `reopen`. */
  get files(): FileIndex {
    return this.#files;
  }

  /** Whether nothing was ever written. */
  get isEmpty(): boolean {
    return this.#store.changes === 0;
  }

  get hasDamage(): boolean {
    return this.#damage !== null;
  }

  /** Why the database was thrown away since this was asked the last time; null where it was not. */
  takeDiscarded(): string | null {
    const reason = this.#discarded;
    this.#discarded = null;
    return reason;
  }

  /**
   * Writes a group: all of it or nothing. Answers whether something has changed.
   *
   * @param work gets the number of the group, and answers whether it changed anything that is searched
   */
  write(work: (change: number) => boolean): boolean {
    // The review that is under way goes by what is there.
    this.#files.review.interrupt();
    return this.#group(work);
  }

  /** Resolves some of the links that may lead elsewhere now; answers whether there are more of them. */
  renewSomeEdges(): boolean {
    let left = false;
    this.#store.group(() => {
      left = this.#files.edges.step();
      return false;
    });
    return left;
  }

  /** Lets the rules of the review look at some of what is new; answers whether there is more of it. */
  reviewSome(): boolean {
    let left = false;
    this.#group(() => {
      left = this.#files.review.step();
      return false;
    });
    return left;
  }

  /** Reviews what has to be; what refers to what must be up to date. */
  renewReview(): void {
    this.#group(() => this.renewWithin());
  }

  /** The same within a group that is being written. Answers whether something has changed. */
  renewWithin(): boolean {
    // Of what was written since the last look at them.
    while (this.#files.edges.step());
    return this.#files.review.renew();
  }

  /** Notes damage that somebody has met who reads; resolves when it is mended. */
  meetDamage(reason: string): Promise<void> {
    return new Promise((resolve) => {
      this.#damage = { reason, resolve };
    });
  }

  /** Throws what somebody else has met. */
  throwDamage(): void {
    if (this.#damage !== null) throw new UserError(damaged, this.#damage.reason);
  }

  /** Throws the database away and makes a new one. */
  reopen(reason: string): void {
    try {
      this.#store.close();
    } catch {
      // It is thrown away; whatever it says to that.
    }
    LibraryStore.discard(this.#options.database);
    this.#store = LibraryStore.open(this.#options.database);
    this.#files = this.#open();
    this.#discarded = reason;
    this.#options.onReopened();
    this.#damage?.resolve();
    this.#damage = null;
  }

  /** After much was written. */
  tidy(): void {
    this.#store.tidy();
  }

  close(): void {
    this.#store.close();
  }

  #group(work: (change: number) => boolean): boolean {
    let changed = false;
    try {
      this.#store.group((change) => {
        this.#files.beginGroup();
        changed = work(change);
        this.#files.endGroup();
        return changed;
      });
    } catch (error) {
      this.#files.undoGroup();
      throw error;
    }
    if (changed) this.#options.onChanged();
    return changed;
  }

  #open(): FileIndex {
    return new FileIndex({ root: this.#options.workspace, store: this.#store, now: systemClock.now });
  }
}
