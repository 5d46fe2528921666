import type { SkipReason } from '../scan.ts';
import type { FileStamp } from '../store/file-records.ts';
import type { IndexedDocument } from '../store/indexed-document.ts';

/** A file that is to be read. */
export interface FileToRead {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** Of the content that is known; a file that still has it is not looked into. Null: it is in any case. */
  readonly hash: string | null;
}

/** What became of reading a file. */
export type ReadResult = { readonly path: string } & (
  | {
      readonly kind: 'read';
      readonly stamp: FileStamp;
      readonly hash: string;
      readonly document: IndexedDocument;
      /** How long it took. */
      readonly ms: number;
    }
  /** It has the content that is known. */
  | { readonly kind: 'same'; readonly stamp: FileStamp; readonly hash: string }
  | {
      readonly kind: 'skipped';
      readonly reason: SkipReason;
      readonly detail: string;
      /** Of a file that was looked into. */
      readonly stamp: FileStamp | undefined;
    }
  /** Nothing is there any more. */
  | { readonly kind: 'gone' }
);

/** Reads files, somewhere else. */
export interface Reader {
  /**
   * Answers with the results of the first files, in order: of all, or of as many as can be read in a short while.
   *
   * @param maxBytes of a file; larger ones are left out
   */
  read(files: readonly FileToRead[], maxBytes: number): Promise<readonly ReadResult[]>;
}
