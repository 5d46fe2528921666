import type { DocumentStatus } from '../../model/library-report.ts';
import type { LineageReference } from '../../model/lineage-report.ts';
import type { Database } from '../../sqlite/database.ts';
import type { FileReferences } from '../library-questions.ts';

/** Who a file refers to, and who refers to it; null where it is not in the library and nobody refers to it. */
export function referencesOf(db: Database, path: string): FileReferences | null {
  const file = db
    .prepare<{ id: number; status: DocumentStatus; hash: string }>(
      "SELECT id, status, hash FROM files WHERE path = ? AND kind <> 'run'",
    )
    .get(path);
  const referredBy = db
    .prepare<LineageReference>(
      `SELECT path, line, edges.kind AS kind FROM edges JOIN files ON id = from_file WHERE to_path = ?
       ORDER BY path, line, edges.kind`,
    )
    .all(path);
  if (file === undefined)
    return referredBy.length === 0 ? null : { status: null, hash: null, refersTo: [], referredBy };
  const refersTo = db
    .prepare<LineageReference>(
      'SELECT to_path AS path, line, kind FROM edges WHERE from_file = ? ORDER BY line, to_path, kind',
    )
    .all(file.id);
  return { status: file.status, hash: file.hash, refersTo, referredBy };
}

/** What imports one of these files, directly or not, sorted; without themselves, unless they import one another. */
export function dependentsOf(db: Database, paths: readonly string[]): string[] {
  return db
    .prepare<{ path: string }>(
      `WITH RECURSIVE dependents(id) AS (
         SELECT from_file FROM json_each(?) AS given CROSS JOIN edges
           ON to_path = given.value AND edges.kind = 'import'
         UNION
         SELECT from_file FROM dependents CROSS JOIN files USING (id) CROSS JOIN edges
           ON to_path = files.path AND edges.kind = 'import'
       )
       SELECT path FROM dependents JOIN files USING (id) ORDER BY path`,
    )
    .all(JSON.stringify(paths))
    .map(({ path }) => path);
}
