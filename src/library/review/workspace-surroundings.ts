import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../sqlite/database.ts';
import { readColumns } from '../search/read-columns.ts';
import type { Surroundings } from './reviewed-document.ts';
import { SiteDocuments } from './site-documents.ts';

/** The workspace as its library has it; of what it does not know, the disk is asked. To be made anew when files came or went. */
export class WorkspaceSurroundings implements Surroundings {
  readonly #db: Database;
  readonly #root: string;
  readonly #known = new Map<string, boolean>();
  readonly #indexed: ReadonlySet<string> | null;
  #paths: readonly string[] | null = null;
  #names: Map<string, string[]> | null = null;
  #sites: SiteDocuments | null = null;

  /**
   * @param root the absolute path of the workspace
   * @param often whether so much is asked that all paths are rather held in memory
   */
  constructor(db: Database, root: string, often: boolean) {
    this.#db = db;
    this.#root = root;
    this.#indexed = often ? withFolders(this.#allPaths(), skippedPaths(db)) : null;
  }

  exists(path: string): boolean {
    let known = this.#known.get(path);
    if (known === undefined) {
      known = this.holds(path) || isThere(join(this.#root, path));
      this.#known.set(path, known);
    }
    return known;
  }

  holds(path: string): boolean {
    if (this.#indexed !== null) return this.#indexed.has(path);
    const file = "SELECT 1 FROM files WHERE path = ?1 AND kind <> 'run'";
    // `0` is what follows `/`.
    const below = "SELECT 1 FROM files WHERE path > ?1 || '/' AND path < ?1 || '0' AND kind <> 'run'";
    const skipped = "SELECT 1 FROM skipped WHERE path = ?1 OR path = ?1 || '/'";
    return [file, skipped, below].some((sql) => this.#db.prepare(`${sql} LIMIT 1`).get(path) !== undefined);
  }

  called(name: string): readonly string[] {
    if (this.#names === null) {
      this.#names = new Map();
      for (const path of this.#allPaths()) {
        const key = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
        const list = this.#names.get(key);
        if (list === undefined) this.#names.set(key, [path]);
        else list.push(path);
      }
    }
    return this.#names.get(name.toLowerCase()) ?? [];
  }

  siteOf(document: string): string | null {
    this.#sites ??= new SiteDocuments(this.#allPaths());
    return this.#sites.rootOf(document, new Set());
  }

  /** Files of the library, and those that it leaves out for what stands in them; sorted. */
  #allPaths(): readonly string[] {
    this.#paths ??= readColumns<{ path: string }>(
      this.#db,
      `SELECT json_group_array(path) AS path FROM (
         SELECT path FROM files WHERE kind <> 'run'
         UNION SELECT path FROM skipped WHERE reason IN ('binary', 'too-large') ORDER BY path
       )`,
    ).path;
    return this.#paths;
  }
}

/** What is left out, folders without the `/` at their ends. */
function skippedPaths(db: Database): string[] {
  return db
    .prepare<{ path: string }>("SELECT rtrim(path, '/') AS path FROM skipped")
    .all()
    .map(({ path }) => path);
}

/** Paths of files with those of all folders that they are in, and others. */
function withFolders(paths: readonly string[], others: readonly string[]): Set<string> {
  const all = new Set<string>(others);
  for (const path of paths) {
    all.add(path);
    for (let end = path.lastIndexOf('/'); end !== -1; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (all.has(folder)) break;
      all.add(folder);
    }
  }
  return all;
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A file in the place of a folder, or a name that no file has.
    return false;
  }
}
