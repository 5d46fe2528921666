import { statSync } from 'node:fs';
import type { LibraryStatus } from '../../model/library-report.ts';
import type { Database } from '../../sqlite/database.ts';

/** What stands in the database of a library. */
export type LibraryFigures = Omit<LibraryStatus, 'building' | 'watching' | 'off'>;

/** The figures of a library that was never built. */
export const noFigures: LibraryFigures = {
  files: 0,
  runLogs: 0,
  passages: 0,
  names: 0,
  kinds: {},
  languages: {},
  statuses: {},
  skipped: {},
  troubled: 0,
  secrets: 0,
  bytes: 0,
  builtMs: null,
};

/** Counts what is in a library. */
export function libraryFigures(db: Database): LibraryFigures {
  const one = <Row>(sql: string) => db.prepare<Row>(sql).get();
  const counts = (sql: string) =>
    Object.fromEntries(
      db
        .prepare<{ name: string; count: number }>(sql)
        .all()
        .map(({ name, count }) => [name, count]),
    );
  const by = (column: string) =>
    counts(
      `SELECT ${column} AS name, count(*) AS count FROM files WHERE ${column} IS NOT NULL AND kind <> 'run'
       GROUP BY 1 ORDER BY 2 DESC, 1`,
    );
  const files = one<{ files: number; troubled: number; secrets: number }>(
    `SELECT count(*) AS files, count(trouble) AS troubled, coalesce(sum(secrets), 0) AS secrets FROM files
     WHERE kind <> 'run'`,
  );
  const runLogs = one<{ count: number }>("SELECT count(*) AS count FROM files WHERE kind = 'run'");
  return {
    files: files?.files ?? 0,
    runLogs: runLogs?.count ?? 0,
    passages: one<{ count: number }>('SELECT count(*) AS count FROM passages')?.count ?? 0,
    names: one<{ count: number }>('SELECT count(*) AS count FROM names')?.count ?? 0,
    kinds: by('kind'),
    languages: by('language'),
    statuses: by('status'),
    skipped: counts('SELECT reason AS name, count(*) AS count FROM skipped GROUP BY 1 ORDER BY 2 DESC, 1'),
    troubled: files?.troubled ?? 0,
    secrets: files?.secrets ?? 0,
    bytes: bytesOf(db.path) + bytesOf(`${db.path}-wal`),
    builtMs: one<{ value: number }>("SELECT value FROM meta WHERE key = 'built_ms'")?.value ?? null,
  };
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
