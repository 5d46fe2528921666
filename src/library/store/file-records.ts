import type { Database } from '../../sqlite/database.ts';

/** How a file looked when it was read. */
export interface FileStamp {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
  /** The same of its last change of any kind; -1 where it may have changed once more since without another time. */
  readonly ctimeMs: number;
}

/** A file of the library, without what stands in it. */
export interface FileRecord extends FileStamp {
  readonly id: number;
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly hash: string;
}

/** Whether nothing was done to a file since it was read, as far as the system tells. */
export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.ctimeMs === b.ctimeMs && a.mtimeMs === b.mtimeMs && a.size === b.size;
}

const columns = 'id, path, size, mtime_ms AS mtimeMs, ctime_ms AS ctimeMs, hash';
const page = 10_000;

/** The files of the workspace in the library, as the builder asks for them: without the logs of runs. */
export class FileRecords {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  at(path: string): FileRecord | undefined {
    return this.#db.prepare<FileRecord>(`SELECT ${columns} FROM files WHERE path = ?`).get(path);
  }

  /** Those with the same content, by path; at most so many. */
  withHash(hash: string, most: number): FileRecord[] {
    return this.#db
      .prepare<FileRecord>(`SELECT ${columns} FROM files WHERE hash = ? ORDER BY path LIMIT ?`)
      .all(hash, most);
  }

  /** The hashes of all files, some more than once. */
  *hashes(): Generator<string> {
    const next = this.#db.prepare<{ id: number; hash: string }>(
      'SELECT id, hash FROM files WHERE id > ? ORDER BY id LIMIT ?',
    );
    for (let rows = next.all(0, page); rows.length > 0; rows = next.all(rows.at(-1)?.id ?? 0, page))
      for (const { hash } of rows) yield hash;
  }

  /** Notes that a file was looked at and has not changed but in its times. */
  touch(id: number, stamp: FileStamp): void {
    this.#db
      .prepare('UPDATE files SET size = ?, mtime_ms = ?, ctime_ms = ? WHERE id = ?')
      .run(stamp.size, stamp.mtimeMs, stamp.ctimeMs, id);
  }

  count(): number {
    const count = this.#db.prepare<{ count: number }>(
      "SELECT count(*) AS count FROM files WHERE kind <> 'run'",
    );
    return count.get()?.count ?? 0;
  }

  /** The ids of all files, or of those that are at a path or below it. */
  *ids(path = ''): Generator<number> {
    if (path === '') {
      const next = this.#db.prepare<{ id: number }>(
        "SELECT id FROM files WHERE id > ? AND kind <> 'run' ORDER BY id LIMIT ?",
      );
      for (let rows = next.all(0, page); rows.length > 0; rows = next.all(rows.at(-1)?.id ?? 0, page))
        for (const { id } of rows) yield id;
      return;
    }
    // `0` is what follows `/`.
    const below = this.#db.prepare<{ id: number }>(
      "SELECT id FROM files WHERE (path = ?1 OR (path > ?2 AND path < ?3)) AND kind <> 'run'",
    );
    for (const { id } of below.all(path, `${path}/`, `${path}0`)) yield id;
  }
}
