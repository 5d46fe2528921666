import { posix } from 'node:path';
import type { Database } from '../../sqlite/database.ts';
import { readColumns } from '../search/read-columns.ts';
import { isSiteConfiguration } from './site-documents.ts';

/** What has to be reviewed. */
export interface PendingReviews {
  /** Paths at which something is new, another one, or gone. */
  readonly paths: readonly string[];
  /** Ids of the files that are there. */
  readonly files: readonly number[];
  /** Ids of other documents whose links may lead elsewhere now. */
  readonly dependents: readonly number[];
}

/** With more paths that came or went than these, the links of all documents are looked at. */
const fewPaths = 20;

/** What has to be reviewed now; null where nothing has. */
export function pendingReviews(db: Database): PendingReviews | null {
  const rows = readColumns<{ path: string; came: number }>(
    db,
    'SELECT json_group_array(path) AS path, json_group_array(came) AS came FROM pending',
  );
  if (rows.path.length === 0) return null;
  const files = readColumns<{ id: number }>(
    db,
    "SELECT json_group_array(id) AS id FROM files JOIN pending USING (path) WHERE kind <> 'run'",
  ).id;
  const came = rows.path.filter((_, at) => rows.came[at] === 1);
  const known = new Set(files);
  const dependents = linking(db, came).filter((id) => !known.has(id));
  return { paths: rows.path, files, dependents };
}

/** Documents with links that mention one of these paths: its name, or that of a folder it is in, with or without an ending. */
function linking(db: Database, paths: readonly string[]): number[] {
  if (paths.length === 0) return [];
  const documents = `SELECT DISTINCT file FROM links JOIN files ON files.id = links.file
    WHERE links.kind <> 'import' AND files.kind IN ('markdown', 'notebook')`;
  const rows =
    paths.length > fewPaths || paths.some(isSiteConfiguration)
      ? db.prepare<{ file: number }>(documents).all()
      : db
          .prepare<{ file: number }>(
            `${documents} AND EXISTS (
               SELECT 1 FROM json_each(?) AS word
               WHERE instr(lower(target), word.value) > 0 OR instr(target, '%') > 0
             )`,
          )
          .all(JSON.stringify(wordsOf(paths)));
  return rows.map(({ file }) => file);
}

function wordsOf(paths: readonly string[]): string[] {
  const words = new Set<string>();
  for (const path of paths) {
    const names = path.split('/').filter((name) => name !== '');
    const last = names.pop() ?? '';
    // A folder comes and goes with what is in it; of those above it, somebody may say `..`.
    for (const name of [posix.parse(last).name, ...names]) words.add(name.toLowerCase());
  }
  words.delete('');
  return [...words];
}
