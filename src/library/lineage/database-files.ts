import type { Database } from '../../sqlite/database.ts';
import { type FileSet, fileSet } from './file-set.ts';

/** Of what is left out: what is a file all the same, and may be referred to. */
const skippedFiles = "reason IN ('binary', 'too-large', 'ignored', 'unreadable') AND path NOT LIKE '%/'";

/** The files of a library, those included that it leaves out, asked for one by one. */
export function filesInDatabase(db: Database): FileSet {
  const indexed = db.prepare("SELECT 1 FROM files WHERE path = ? AND kind <> 'run'");
  const skipped = db.prepare(`SELECT 1 FROM skipped WHERE path = ? AND ${skippedFiles}`);
  // `0` is what follows `/`.
  const indexedBelow = db.prepare('SELECT 1 FROM files WHERE path > ? AND path < ? LIMIT 1');
  const skippedBelow = db.prepare('SELECT 1 FROM skipped WHERE path > ? AND path < ? LIMIT 1');
  return {
    has: (path) => indexed.get(path) !== undefined || skipped.get(path) !== undefined,
    hasFolder: (folder) => {
      const end = `${folder.slice(0, -1)}0`;
      return indexedBelow.get(folder, end) !== undefined || skippedBelow.get(folder, end) !== undefined;
    },
    called: (names) =>
      db
        .prepare<{ path: string }>(
          `SELECT path FROM files WHERE ${names.map(() => 'path = ? OR substr(path, ?) = ?').join(' OR ')}
           ORDER BY path`,
        )
        .all(...names.flatMap((name) => [name, -name.length - 1, `/${name}`]))
        .map(({ path }) => path),
  };
}

/** The same files, all read at once: for whoever asks often. */
export function filesInMemory(db: Database): FileSet {
  const rows = db
    .prepare<{ path: string }>(
      `SELECT path FROM files WHERE kind <> 'run' UNION SELECT path FROM skipped WHERE ${skippedFiles}`,
    )
    .all();
  return fileSet(rows.map(({ path }) => path));
}
