import { errorMessage } from '../../common/errors.ts';
import type { ExtractedDocument } from '../document.ts';
import { fileKind } from '../extract/file-kind.ts';
import type { Poison } from './poison.ts';
import type { ReadingMark } from './reading-mark.ts';

/** Reads documents by their structure. */
export interface DocumentExtractor {
  /** @param path relative to the workspace, with `/` */
  read(path: string, bytes: Uint8Array): ExtractedDocument;
  /** Reads it as plain text, whatever it is, and says why. */
  readPlain(path: string, bytes: Uint8Array, trouble: string): ExtractedDocument;
}

/** Hears which file is being read, while it is. */
export interface ReadingWatch {
  begin(path: string): void;
  end(): void;
}

/**
 * Reads documents so that none can stop a build: what ended or blocked its reader is read as plain text by the next
 * one, and not at all if that did not help.
 */
export class DocumentReader {
  readonly #extractor: DocumentExtractor;
  readonly #mark: ReadingMark;
  readonly #watch: ReadingWatch;
  readonly #poison: Map<string, Poison>;

  /** @param poison files by path that ended a reader in this process */
  constructor(
    extractor: DocumentExtractor,
    mark: ReadingMark,
    watch: ReadingWatch,
    poison: Iterable<readonly [path: string, poison: Poison]>,
  ) {
    this.#extractor = extractor;
    this.#mark = mark;
    this.#watch = watch;
    this.#poison = new Map(poison);
  }

  read(path: string, bytes: Buffer): ExtractedDocument {
    const poison = this.#poison.get(path) ?? this.#mark.poison(path);
    // It is written with its content now, and read again only when that has changed.
    this.#poison.delete(path);
    if (poison?.always) return unread(path, poison.trouble);
    this.#watch.begin(path);
    this.#mark.begin(path);
    try {
      return poison === null ? this.#extractor.read(path, bytes) : this.#plain(path, bytes, poison.trouble);
    } catch (error) {
      return this.#plain(path, bytes, errorMessage(error));
    } finally {
      this.#mark.end(path);
      this.#watch.end();
    }
  }

  /** To be called when nothing is read for a while. */
  rest(): void {
    this.#mark.rest();
  }

  #plain(path: string, bytes: Buffer, trouble: string): ExtractedDocument {
    try {
      return this.#extractor.readPlain(path, bytes, trouble);
    } catch {
      return unread(path, trouble);
    }
  }
}

/** A document that is found by its path alone. */
function unread(path: string, trouble: string): ExtractedDocument {
  const nothing = { title: null, summary: null, passages: [], names: [], links: [] };
  return { ...fileKind(path, ''), ...nothing, trouble, lines: 0, words: 0, secrets: 0 };
}
