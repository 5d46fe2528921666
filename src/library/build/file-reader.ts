import { join } from 'node:path';
import { indexedDocument } from '../store/indexed-document.ts';
import { ContentReader } from './content-reader.ts';
import type { DocumentReader } from './document-reader.ts';
import type { FileToRead, ReadResult } from './read-results.ts';

export interface FileReaderOptions {
  /** The absolute path of the workspace. */
  readonly root: string;
  readonly documents: DocumentReader;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What takes longer is answered in parts, ms: it can be searched then. */
const shortWhile = 200;

/** Reads files of a workspace into what is written of them. */
export class FileReader {
  readonly #options: FileReaderOptions;
  readonly #contents = new ContentReader();

  constructor(options: FileReaderOptions) {
    this.#options = options;
  }

  /**
   * The results of the first files: of all, or of as many as can be read in a short while, at least one.
   *
   * @param maxBytes of a file; larger ones are left out
   */
  read(files: readonly FileToRead[], maxBytes: number): ReadResult[] {
    const end = performance.now() + shortWhile;
    const results: ReadResult[] = [];
    for (const file of files) {
      results.push(this.#read(file, maxBytes));
      if (performance.now() > end) break;
    }
    if (files.length > 0) this.#options.documents.rest();
    return results;
  }

  #read({ path, hash: known }: FileToRead, maxBytes: number): ReadResult {
    const { root, documents, now } = this.#options;
    const began = performance.now();
    const reading = this.#contents.read(join(root, path), maxBytes, now());
    if (reading.kind !== 'read') return { path, ...reading };
    const { bytes, hash, stamp } = reading;
    if (hash === known) return { path, kind: 'same', stamp, hash };
    const document = indexedDocument(path, documents.read(path, bytes));
    return { path, kind: 'read', stamp, hash, document, ms: performance.now() - began };
  }
}
