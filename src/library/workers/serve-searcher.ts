import { existsSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import { Database } from '../../sqlite/database.ts';
import { libraryMigrations, libraryName } from '../library-schema.ts';
import type { Searcher } from '../search-request.ts';
import { answersFrom } from './answers.ts';
import { serveRequests } from './serve-requests.ts';
import type { SearcherMethods, WorkerRole } from './worker-messages.ts';

const notBuilt = 'The library has not been built yet.';

type OpenSearcher = (db: Database, workspace: string) => Searcher;

/** Searches a library, in a thread of its own. */
export function serveSearcher(
  port: MessagePort,
  role: Extract<WorkerRole, { role: 'searcher' }>,
  openSearcher: OpenSearcher,
): void {
  const opened = new OpenedLibrary(role.database, role.workspace, openSearcher);
  serveRequests<SearcherMethods>(port, {
    search: (request) => opened.searcher()?.search(request) ?? { hits: [], problem: notBuilt },
    suggest: (request) => opened.searcher()?.suggest(request) ?? [],
    ...answersFrom(() => opened.database()),
    define: (request) => opened.searcher()?.define(request) ?? null,
    reopen: () => {
      opened.close();
      return null;
    },
    close: () => {
      opened.close();
      port.close();
      return null;
    },
  });
}

/** The database as it is read; null while there is none that this program can read. */
class OpenedLibrary {
  readonly #path: string;
  readonly #workspace: string;
  readonly #openSearcher: OpenSearcher;
  #db: Database | null = null;
  #searcher: Searcher | null = null;
  #preparing: NodeJS.Immediate | null = null;

  constructor(path: string, workspace: string, openSearcher: OpenSearcher) {
    this.#path = path;
    this.#workspace = workspace;
    this.#openSearcher = openSearcher;
  }

  database(): Database | null {
    if (this.#db !== null || !existsSync(this.#path)) return this.#db;
    const db = new Database(this.#path, { name: libraryName, readOnly: true });
    if (db.pragma('user_version') === libraryMigrations().length) this.#db = db;
    // Of another format, or just being made: the builder brings it in order.
    else db.close();
    return this.#db;
  }

  searcher(): Searcher | null {
    const db = this.database();
    if (db === null) return null;
    this.#searcher ??= this.#openSearcher(db, this.#workspace);
    this.#prepare();
    return this.#searcher;
  }

  close(): void {
    if (this.#preparing !== null) clearImmediate(this.#preparing);
    this.#preparing = null;
    this.#searcher = null;
    this.#db?.close();
    this.#db = null;
  }

  /** Loads names piece by piece while nothing is asked. */
  #prepare(): void {
    this.#preparing ??= setImmediate(() => {
      this.#preparing = null;
      try {
        if (this.#searcher?.prepare()) this.#prepare();
      } catch {
        // Whoever searches next meets it, too, and is told.
      }
    });
  }
}
