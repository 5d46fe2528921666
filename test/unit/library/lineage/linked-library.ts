import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentLink } from '../../../../src/library/document.ts';
import { fileKind } from '../../../../src/library/extract/file-kind.ts';
import { EdgeBook } from '../../../../src/library/lineage/edge-book.ts';
import { DocumentWriter } from '../../../../src/library/store/document-writer.ts';
import { indexedDocument } from '../../../../src/library/store/indexed-document.ts';
import { LibraryStore } from '../../../../src/library/store/library-store.ts';
import { SkippedPaths } from '../../../../src/library/store/skipped-paths.ts';

/** What a file of a test holds: its text, which matters of configuration alone, and where it leads. */
export interface LinkedFile {
  readonly text?: string;
  readonly links?: readonly Omit<DocumentLink, 'line'>[];
}

let made = 0;

/** A library of files that are nowhere but in it, with its edges. Close it. */
export class LinkedLibrary {
  readonly store: LibraryStore;
  readonly #files = new Map<string, { readonly id: number; readonly text: string }>();
  readonly #writer: DocumentWriter;
  readonly #skipped: SkippedPaths;
  readonly #path: string;
  #book: EdgeBook;
  #hash = 0;

  constructor() {
    this.#path = join(tmpdir(), `dodeca-linked-${process.pid}-${made++}.db`);
    this.store = LibraryStore.open(this.#path);
    this.store.db.exec('PRAGMA synchronous = OFF');
    this.#writer = new DocumentWriter(this.store.db);
    this.#skipped = new SkippedPaths(this.store.db);
    this.#book = this.#newBook();
  }

  /** Writes files, new ones or in place of what they were; a picture is one that the library leaves out. */
  write(files: Readonly<Record<string, LinkedFile>>): void {
    this.store.group((change) => {
      for (const [path, { text = '', links = [] }] of Object.entries(files)) {
        if (path.endsWith('.png')) {
          this.#skipped.note({ kind: 'skipped', path, reason: 'binary', detail: '' });
          continue;
        }
        const file = this.#file(path, links);
        const known = this.#files.get(path)?.id;
        if (known !== undefined) this.#writer.replace(known, file, change, false);
        this.#files.set(path, { id: known ?? this.#writer.add(file, change), text });
      }
      return true;
    });
  }

  remove(path: string): void {
    this.store.group(() => {
      this.#skipped.remove(path);
      const known = this.#files.get(path);
      if (known !== undefined) this.#writer.remove(known.id);
      this.#files.delete(path);
      return true;
    });
  }

  /** Moves a file to a path that is free, with what it holds. */
  move(from: string, to: string, { text = '', links = [] }: LinkedFile): void {
    const known = this.#files.get(from);
    if (known === undefined || this.#files.has(to) || to.endsWith('.png')) return;
    this.store.group((change) => {
      this.#writer.replace(known.id, this.#file(to, links), change, true);
      return true;
    });
    this.#files.delete(from);
    this.#files.set(to, { id: known.id, text });
  }

  /** Begins anew, with nothing. */
  clear(): void {
    this.store.group(() => {
      for (const table of ['files', 'skipped', 'links', 'passages', 'edges', 'edges_due', 'edge_paths_due'])
        this.store.db.exec(`DELETE FROM ${table}`);
      return true;
    });
    this.#files.clear();
    this.forget();
  }

  /** Goes on as another process does, which remembers nothing. */
  forget(): void {
    this.#book = this.#newBook();
  }

  /** Resolves what waits: all of it, or only the beginning. */
  renew(steps = Number.POSITIVE_INFINITY): void {
    let left = true;
    for (let step = 0; left && step < steps; step++)
      this.store.group(() => {
        left = this.#book.step();
        return false;
      });
  }

  /** `from -> to (kind, line)`, sorted. */
  edges(): string[] {
    return this.store.db
      .prepare<{ told: string }>(
        `SELECT path || ' -> ' || to_path || ' (' || edges.kind || ', ' || line || ')' AS told
         FROM edges JOIN files ON id = from_file ORDER BY told`,
      )
      .all()
      .map(({ told }) => told);
  }

  close(): void {
    this.store.close();
    for (const companion of ['', '-wal', '-shm']) rmSync(this.#path + companion, { force: true });
  }

  #newBook(): EdgeBook {
    return new EdgeBook(this.store.db, (path) => this.#files.get(path)?.text ?? null);
  }

  #file(path: string, links: readonly Omit<DocumentLink, 'line'>[]) {
    const document = {
      ...fileKind(path, ''),
      title: null,
      summary: null,
      passages: [],
      names: [],
      links: links.map((link, at) => ({ ...link, line: at + 1 })),
      trouble: null,
      lines: links.length,
      words: 0,
      secrets: 0,
    };
    const hash = `hash-${this.#hash++}`;
    return { path, hash, size: 0, mtimeMs: 0, ctimeMs: 0, document: indexedDocument(path, document) };
  }
}
