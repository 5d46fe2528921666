import type { Database } from '../../sqlite/database.ts';
import type { DocumentKind, DocumentLink } from '../document.ts';
import { filesInDatabase, filesInMemory } from './database-files.ts';
import { mentionsOf } from './mentions.ts';
import { ReferenceResolver } from './reference-resolver.ts';
import { type ReadText, type ScriptProjects, scriptProjects } from './script-projects.ts';

/** Files of which the links are resolved in a step; that takes some milliseconds. */
const filesInStep = 500;
/** When more paths came or went, all links are looked at: to look for mentions of each would take longer. */
const mostPaths = 40;
/** When more files wait, all paths are held in memory meanwhile. */
const fewFiles = 200;

/** Files that say where modules are, whatever else they say. */
const configuration = /(?:^|\/)(?:package|[tj]sconfig[^/]*)\.json$|(?:^|\/)(?:pyproject\.toml|setup\.py)$/;

interface DueFile {
  readonly id: number;
  readonly path: string;
  readonly kind: DocumentKind;
  readonly language: string | null;
}

/**
 * Keeps the table `edges` as the links and the files of a library are: what refers to what. The database notes itself
 * what waits to be resolved; whoever writes the library calls `step` within a group until it answers with false.
 */
export class EdgeBook {
  readonly #db: Database;
  readonly #read: ReadText;
  /** Files that were read, or looked for, to know the projects. */
  readonly #asked = new Set<string>();
  #projects: ScriptProjects | null = null;
  #resolver: ReferenceResolver | null = null;

  /** @param read gives the text of a file of the workspace, or null; small files of configuration are asked for */
  constructor(db: Database, read: ReadText) {
    this.#db = db;
    this.#read = read;
  }

  /** Resolves some of what waits; answers whether something is left. */
  step(): boolean {
    if (this.#takePaths()) return true;
    const due = this.#db
      .prepare<DueFile>(
        `SELECT id, path, kind, language FROM edges_due CROSS JOIN files ON id = file ORDER BY file LIMIT ${filesInStep}`,
      )
      .all();
    const last = due.at(-1);
    if (last !== undefined) {
      this.#resolver ??= this.#newResolver();
      this.#resolve(due, last.id, this.#resolver);
      this.#db.prepare('DELETE FROM edges_due WHERE file <= ?').run(last.id);
    }
    if (due.length === filesInStep) return true;
    this.#resolver = null;
    return false;
  }

  /** Notes which files refer to paths that came or went; answers whether there were such paths. */
  #takePaths(): boolean {
    const paths = this.#db
      .prepare<{ path: string }>('SELECT path FROM edge_paths_due')
      .all()
      .map(({ path }) => path);
    if (paths.length === 0) return false;
    this.#resolver = null;
    if (paths.some((path) => this.#isConfiguration(path))) {
      this.#projects = null;
      this.#db
        .prepare(
          "INSERT OR IGNORE INTO edges_due SELECT id FROM files WHERE kind IN ('python', 'notebook', 'script')",
        )
        .run();
    }
    const insert = this.#db.prepare('INSERT OR IGNORE INTO edges_due VALUES (?)');
    if (paths.length > mostPaths)
      this.#db.prepare('INSERT OR IGNORE INTO edges_due SELECT DISTINCT file FROM links').run();
    else
      for (const path of paths)
        for (const id of mentionsOf(this.#db, path, () => this.#knownProjects())) insert.run(id);
    this.#db.prepare('DELETE FROM edge_paths_due').run();
    return true;
  }

  #isConfiguration(path: string): boolean {
    if (configuration.test(path)) return true;
    // Any other JSON may be what a configuration extends.
    if (path.endsWith('.json')) this.#knownProjects();
    return this.#asked.has(path);
  }

  #knownProjects(): ScriptProjects {
    if (this.#projects !== null) return this.#projects;
    this.#asked.clear();
    const files = filesInDatabase(this.#db);
    this.#projects = scriptProjects(files, (path) => {
      this.#asked.add(path);
      return files.has(path) ? this.#read(path) : null;
    });
    return this.#projects;
  }

  #newResolver(): ReferenceResolver {
    const waiting =
      this.#db.prepare<{ count: number }>('SELECT count(*) AS count FROM edges_due').get()?.count ?? 0;
    const files = waiting > fewFiles ? filesInMemory(this.#db) : filesInDatabase(this.#db);
    return new ReferenceResolver(files, () => this.#knownProjects());
  }

  /** @param due all that wait up to the id `last` */
  #resolve(due: readonly DueFile[], last: number, resolver: ReferenceResolver): void {
    const files = new Map(due.map((file) => [file.id, file]));
    const known = this.#db
      .prepare<Edge>(
        `SELECT from_file AS "from", line, kind, to_path AS path FROM edges_due CROSS JOIN edges ON from_file = file
         WHERE file <= ?`,
      )
      .all(last);
    const gone = new Map(known.map((edge) => [keyOf(edge), edge]));
    const insert = this.#db.prepare(
      'INSERT OR IGNORE INTO edges (from_file, line, kind, to_path) VALUES (?, ?, ?, ?)',
    );
    const links = this.#db
      .prepare<Pick<DocumentLink, 'kind' | 'target' | 'line'> & { readonly from: number }>(
        `SELECT links.file AS "from", links.kind AS kind, target, line FROM edges_due CROSS JOIN links USING (file)
         WHERE file <= ? ORDER BY links.file, ordinal`,
      )
      .all(last);
    for (const { from, kind, target, line } of links) {
      const file = files.get(from);
      for (const path of file === undefined ? [] : resolver.resolve(file, { kind, target })) {
        if (!gone.delete(keyOf({ from, line, kind, path }))) insert.run(from, line, kind, path);
      }
    }
    const remove = this.#db.prepare(
      'DELETE FROM edges WHERE from_file = ? AND line = ? AND kind = ? AND to_path = ?',
    );
    for (const { from, line, kind, path } of gone.values()) remove.run(from, line, kind, path);
  }
}

interface Edge {
  readonly from: number;
  readonly line: number;
  readonly kind: string;
  readonly path: string;
}

function keyOf({ from, line, kind, path }: Edge): string {
  return `${from} ${line} ${kind} ${path}`;
}
