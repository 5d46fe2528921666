import { hash } from 'node:crypto';
import { join } from 'node:path';
import { type Extractor, openExtractor } from '../../../../src/library/extract/extractor.ts';
import { openSearcher } from '../../../../src/library/search/searcher.ts';
import { DocumentWriter } from '../../../../src/library/store/document-writer.ts';
import { indexedDocument } from '../../../../src/library/store/indexed-document.ts';
import { LibraryStore } from '../../../../src/library/store/library-store.ts';
import type { DocumentStatus, SearchRequest } from '../../../../src/model/library-report.ts';
import { Database, type SqlValue } from '../../../../src/sqlite/database.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

let extractor: Promise<Extractor> | undefined;

/** A workspace whose files are indexed as they are written, and a searcher of it. */
export class SearchedWorkspace {
  readonly tree: TemporaryTree;
  readonly store: LibraryStore;
  readonly #extractor: Extractor;
  readonly #writer: DocumentWriter;
  readonly #ids = new Map<string, number>();
  readonly #readers: Database[] = [];
  readonly searcher: ReturnType<typeof openSearcher>;

  static async open(files: Readonly<Record<string, string>> = {}): Promise<SearchedWorkspace> {
    extractor ??= openExtractor();
    const workspace = new SearchedWorkspace(await temporaryTree(), await extractor);
    await workspace.write(files);
    return workspace;
  }

  private constructor(tree: TemporaryTree, extractor: Extractor) {
    this.tree = tree;
    this.#extractor = extractor;
    this.store = LibraryStore.open(join(tree.root, '.dodeca', 'library.db'));
    this.#writer = new DocumentWriter(this.store.db);
    this.searcher = this.another();
  }

  /** One more searcher, which knows nothing yet. */
  another(): ReturnType<typeof openSearcher> {
    const reader = new Database(this.store.db.path, { name: 'library', readOnly: true });
    this.#readers.push(reader);
    return openSearcher(reader, this.tree.root);
  }

  /** Writes files and what is indexed of them, all at once. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    await this.tree.write(files);
    this.store.group((change) => {
      for (const [path, text] of Object.entries(files)) {
        const bytes = Buffer.from(text);
        const document = indexedDocument(path, this.#extractor.read(path, bytes));
        const stamp = { size: bytes.length, mtimeMs: 0, ctimeMs: 0 };
        const file = { path, ...stamp, hash: hash('sha256', bytes), document };
        const known = this.#ids.get(path);
        if (known === undefined) this.#ids.set(path, this.#writer.add(file, change));
        else this.#writer.replace(known, file, change, false);
      }
      this.#writer.endGroup();
      return true;
    });
  }

  /** Gives files a status, as a review does. */
  judge(statuses: Readonly<Record<string, DocumentStatus>>): void {
    this.store.group(() => {
      for (const [path, status] of Object.entries(statuses))
        this.store.db.prepare('UPDATE files SET status = ? WHERE path = ?').run(status, path);
      this.store.set('judged', this.store.number('judged') + 1);
      return false;
    });
  }

  /** Writes rows into a table of the library. */
  insert(table: string, ...rows: readonly Readonly<Record<string, SqlValue>>[]): void {
    for (const row of rows) {
      const columns = Object.keys(row);
      this.store.db
        .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
        .run(...Object.values(row));
    }
  }

  /** The id of a file. */
  idOf(path: string): number {
    return this.#ids.get(path) ?? -1;
  }

  /** Takes files out of the index. */
  remove(...paths: readonly string[]): void {
    this.store.group(() => {
      for (const path of paths) {
        this.#writer.remove(this.#ids.get(path) ?? -1);
        this.#ids.delete(path);
      }
      this.#writer.endGroup();
      return true;
    });
  }

  /** The paths that are found, the best first. */
  found(query: string, more: Omit<SearchRequest, 'query'> = {}): string[] {
    return this.searcher.search({ query, ...more }).hits.map(({ path }) => path);
  }

  async close(): Promise<void> {
    for (const reader of this.#readers) reader.close();
    this.store.close();
    await this.tree.remove();
  }
}
