import { hash as digest } from 'node:crypto';
import { join } from 'node:path';
import { indexedDocument } from '../store/indexed-document.ts';
import type { DocumentReader } from './document-reader.ts';
import { readFile } from './read-file.ts';
import type { FileToRead, ReadResult } from './read-results.ts';

export interface FileReaderOptions {
  /** The absolute path of the workspace. */
  readonly root: string;
  readonly documents: DocumentReader;
  readonly maxFileBytes: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What takes longer is answered in parts, ms: it can be searched then. */
const shortWhile = 200;

/** Reads files of a workspace into what is written of them. */
export class FileReader {
  readonly #options: FileReaderOptions;

  constructor(options: FileReaderOptions) {
    this.#options = options;
  }

  /** The results of the first files: of all, or of as many as can be read in a short while, at least one. */
  read(files: readonly FileToRead[]): ReadResult[] {
    const end = performance.now() + shortWhile;
    const results: ReadResult[] = [];
    for (const file of files) {
      results.push(this.#read(file));
      if (performance.now() > end) break;
    }
    return results;
  }

  #read({ path, hash: known }: FileToRead): ReadResult {
    const { root, documents, maxFileBytes, now } = this.#options;
    const began = performance.now();
    const reading = readFile(join(root, path), maxFileBytes, now());
    if (reading.kind !== 'read') return { path, ...reading };
    const { bytes, stamp } = reading;
    const hash = digest('sha256', bytes);
    if (hash === known) return { path, kind: 'same', stamp, hash };
    const document = indexedDocument(path, documents.read(path, bytes));
    return { path, kind: 'read', stamp, hash, document, ms: performance.now() - began };
  }
}
