import type { Database } from '../../sqlite/database.ts';
import type { SkippedPath } from '../scan.ts';
import { type FileStamp, sameStamp } from './file-records.ts';

const noStamp: FileStamp = { size: 0, mtimeMs: 0, ctimeMs: 0 };

interface Row extends FileStamp {
  readonly path: string;
  readonly reason: string;
  readonly detail: string;
}

const columns = 'path, reason, detail, size, mtime_ms AS mtimeMs, ctime_ms AS ctimeMs';

/** What is left out of the library, and why. */
export class SkippedPaths {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether a file was looked into as it is, and left out for what stands in it. */
  wasSkipped(path: string, stamp: FileStamp): boolean {
    const row = this.#row(path);
    return row !== undefined && row.reason === 'binary' && sameStamp(row, stamp);
  }

  /** @param stamp of a file that was looked into */
  note({ path, reason, detail }: SkippedPath, stamp: FileStamp = noStamp): void {
    const row = this.#row(path);
    if (row?.reason === reason && row.detail === detail && sameStamp(row, stamp)) return;
    this.#db
      .prepare(
        'INSERT OR REPLACE INTO skipped (path, reason, detail, size, mtime_ms, ctime_ms) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(path, reason, detail, stamp.size, stamp.mtimeMs, stamp.ctimeMs);
  }

  remove(path: string): void {
    this.#db.prepare('DELETE FROM skipped WHERE path = ?').run(path);
  }

  /** All that is skipped, or what is at a path or below it. */
  paths(path = ''): string[] {
    const rows =
      path === ''
        ? this.#db.prepare<{ path: string }>('SELECT path FROM skipped').all()
        : this.#db
            .prepare<{ path: string }>(
              'SELECT path FROM skipped WHERE path = ?1 OR (path >= ?2 AND path < ?3)',
            )
            .all(path, `${path}/`, `${path}0`);
    return rows.map((row) => row.path);
  }

  #row(path: string): Row | undefined {
    return this.#db.prepare<Row>(`SELECT ${columns} FROM skipped WHERE path = ?`).get(path);
  }
}
