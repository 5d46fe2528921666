import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../common/errors.ts';
import { configurationText } from '../lineage/configuration-text.ts';
import { EdgeBook } from '../lineage/edge-book.ts';
import { Review } from '../review/review.ts';
import type { ScannedFile, SkippedPath } from '../scan.ts';
import { DocumentWriter } from '../store/document-writer.ts';
import { type FileRecord, FileRecords, sameStamp } from '../store/file-records.ts';
import type { LibraryStore } from '../store/library-store.ts';
import { SkippedPaths } from '../store/skipped-paths.ts';
import { KnownHashes } from './known-hashes.ts';
import type { FileToRead, ReadResult } from './read-results.ts';

export interface FileIndexOptions {
  /** The absolute path of the workspace. */
  readonly root: string;
  readonly store: LibraryStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What became of a file. */
export type FileOutcome =
  | { readonly kind: 'added' | 'changed' | 'moved' | 'unchanged'; readonly id: number }
  /** `removed`: whether it was in the index before. */
  | { readonly kind: 'skipped'; readonly skipped: SkippedPath; readonly removed: boolean }
  | { readonly kind: 'gone'; readonly removed: boolean };

/** Of so many copies of a content it is looked whether one was moved: a hundred thousand empty files have no history. */
const mostCopies = 20;

/** The files of a workspace and what is written of them, brought together one by one. What writes is called within a group. */
export class FileIndex {
  readonly root: string;
  readonly store: LibraryStore;
  readonly files: FileRecords;
  readonly skipped: SkippedPaths;
  readonly edges: EdgeBook;
  readonly review: Review;
  readonly #hashes: KnownHashes;
  readonly #writer: DocumentWriter;
  readonly #now: () => number;

  constructor({ root, store, now }: FileIndexOptions) {
    this.root = root;
    this.store = store;
    this.files = new FileRecords(store.db);
    this.skipped = new SkippedPaths(store.db);
    this.edges = new EdgeBook(store.db, configurationText(root));
    this.review = new Review(store.db, root);
    this.#hashes = new KnownHashes(() => this.files.hashes());
    this.#writer = new DocumentWriter(store.db);
    this.#now = now;
  }

  /** What writes documents that are no files of the workspace. */
  get writer(): DocumentWriter {
    return this.#writer;
  }

  /** What is known of a file that nobody has touched since it was read; null where it has to be read. */
  asKnown(file: ScannedFile): FileOutcome | null {
    const record = this.files.at(file.path);
    if (record !== undefined) return sameStamp(record, file) ? { kind: 'unchanged', id: record.id } : null;
    if (!this.skipped.wasSkipped(file.path, file)) return null;
    const skipped: SkippedPath = { kind: 'skipped', path: file.path, reason: 'binary', detail: '' };
    return { kind: 'skipped', skipped, removed: false };
  }

  /** @param full whether it is read even if its content is the same */
  toRead(path: string, full: boolean): FileToRead {
    return { path, hash: full ? null : (this.files.at(path)?.hash ?? null) };
  }

  /**
   * Writes what was read, if it has changed. Answers with null where it has to be read again, because something else
   * was written meanwhile.
   *
   * @param full whether it is written even if its content is the same
   * @param change the number of the group
   */
  take(result: ReadResult, full: boolean, change: number): FileOutcome | null {
    const { path } = result;
    const record = this.files.at(path);
    switch (result.kind) {
      case 'gone':
      case 'skipped': {
        const removed = record !== undefined;
        if (removed) this.remove(record.id);
        if (result.kind === 'gone') return { kind: 'gone', removed };
        const skipped: SkippedPath = { kind: 'skipped', path, reason: result.reason, detail: result.detail };
        this.skipped.note(skipped, result.stamp);
        return { kind: 'skipped', skipped, removed };
      }
      case 'same':
        if (record?.hash !== result.hash) return null;
        this.files.touch(record.id, result.stamp);
        return { kind: 'unchanged', id: record.id };
      case 'read':
        return this.#write(result, record, full, change);
    }
  }

  #write(
    { path, hash, stamp, document }: Extract<ReadResult, { kind: 'read' }>,
    record: FileRecord | undefined,
    full: boolean,
    change: number,
  ): FileOutcome {
    if (record?.hash === hash && !full) {
      this.files.touch(record.id, stamp);
      return { kind: 'unchanged', id: record.id };
    }
    const file = { path, hash, ...stamp, document };
    const known = record ?? this.#movedFrom(hash);
    this.#hashes.add(hash);
    if (known === undefined) {
      const id = this.#writer.add(file, change);
      this.review.write(id, document.signature);
      return { kind: 'added', id };
    }
    this.#writer.replace(known.id, file, change, known.hash === hash);
    this.review.write(known.id, document.signature);
    if (record === undefined) return { kind: 'moved', id: known.id };
    return { kind: record.hash === hash ? 'unchanged' : 'changed', id: known.id };
  }

  remove(id: number): void {
    this.#writer.remove(id);
    this.review.write(id, null);
  }

  /** Notes that everything was looked at. */
  noteBuilt(): void {
    this.store.set('built_ms', this.#now());
  }

  /** To be called at the beginning of every group. */
  beginGroup(): void {
    this.#writer.beginGroup();
  }

  /** To be called when a group was undone. */
  undoGroup(): void {
    this.review.forget();
  }

  /** To be called at the end of every group. */
  endGroup(): void {
    this.#writer.endGroup();
  }

  /** The file that had this content and is no more where it was: it was moved. */
  #movedFrom(hash: string): FileRecord | undefined {
    if (!this.#hashes.mayHave(hash)) return undefined;
    return this.files.withHash(hash, mostCopies).find(({ path }) => !isThere(join(this.root, path)));
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return errorCode(error) !== 'ENOTDIR';
  }
}
