import { isDeepStrictEqual } from 'node:util';
import type { LibraryListing } from '../../../model/library-report.ts';
import type { FolderSession } from '../../folders/folder-session.ts';

/** What is directly in a folder of the library, of some kinds; asked for once for every state of the library. */
export class FolderListing {
  readonly #session: FolderSession;
  readonly #folder: string;
  #read: LibraryListing | null = null;
  #kinds = '';
  #generation = -1;

  /** @param folder relative to the workspace folder; `''` is that folder itself */
  constructor(session: FolderSession, folder: string) {
    this.#session = session;
    this.#folder = folder;
  }

  async read(kinds: readonly string[]): Promise<LibraryListing> {
    const { generation } = this.#session.library;
    const wanted = kinds.join(' ');
    if (this.#read !== null && this.#generation === generation && this.#kinds === wanted) return this.#read;
    const listing = await this.#session.call('library/list', { folder: this.#folder, kinds });
    this.#read = listing;
    this.#generation = generation;
    this.#kinds = wanted;
    return listing;
  }

  /** Whether it is another one than was read last. */
  async renew(kinds: readonly string[]): Promise<boolean> {
    const before = this.#read;
    return !isDeepStrictEqual(await this.read(kinds), before);
  }
}
