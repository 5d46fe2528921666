import type { DocumentStatus, LibraryListing } from '../model/library-report.ts';
import type { Database } from '../sqlite/database.ts';

interface Row {
  readonly path: string;
  readonly kind: string;
  readonly title: string | null;
  readonly status: DocumentStatus;
}

/**
 * What is directly in a folder of the workspace (`''`), of these kinds of documents; no kinds: of all but `run`, since
 * logs of runs are no part of the workspace.
 */
export function listFolder(
  db: Database,
  { folder, kinds }: { readonly folder: string; readonly kinds: readonly string[] },
): LibraryListing {
  const prefix = folder === '' ? '' : `${folder}/`;
  const rows = db
    .prepare<Row>(
      `SELECT path, kind, title, status FROM files
       WHERE substr(path, 1, ?1) = ?2 AND iif(?3 = '[]', kind <> 'run', kind IN (SELECT value FROM json_each(?3)))
       ORDER BY path`,
    )
    .all([...prefix].length, prefix, JSON.stringify(kinds));
  const folders = new Map<string, number>();
  const files: Row[] = [];
  for (const row of rows) {
    const rest = row.path.slice(prefix.length);
    const slash = rest.indexOf('/');
    if (slash === -1) files.push(row);
    else folders.set(rest.slice(0, slash), (folders.get(rest.slice(0, slash)) ?? 0) + 1);
  }
  return { folders: [...folders].map(([name, count]) => ({ name, files: count })), files };
}
