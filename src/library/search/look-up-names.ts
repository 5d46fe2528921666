import { posix } from 'node:path';
import type { Database } from '../../sqlite/database.ts';
import { NameIndex } from './name-index.ts';
import { hasKey, longestName, nameKey } from './name-parts.ts';
import { readColumns } from './read-columns.ts';

/** A name of something in a file, of the file, or its title. */
interface FoundName {
  readonly file: number;
  readonly name: string;
}

/**
 * Ids of the files that something of exactly this name is in, or that are called so, with or without their extension:
 * what `NameTable.filesCalled` tells, looked up while names are not in memory yet. It takes a tenth of reading them all.
 */
export function filesCalled(db: Database, text: string): Set<number> {
  const key = nameKey(text);
  const found = namesWith(db, key).filter(({ name }) => hasKey(name, key));
  return new Set(found.map(({ file }) => file));
}

/** The shortest names of which a part begins so: what `NameIndex.beginning` tells, looked up in the same way. */
export function namesBeginning(db: Database, word: string, limit: number): string[] {
  const counts = new Map<string, number>();
  for (const { name } of namesWith(db, nameKey(word))) counts.set(name, (counts.get(name) ?? 0) + 1);
  const index: NameIndex = new NameIndex((name) => counts.get(index.textOf(name)) ?? 0);
  for (const name of counts.keys()) index.add(name);
  return index.beginning(word, limit);
}

/** Names whose key may hold this one. */
function namesWith(db: Database, key: string): FoundName[] {
  if (key === '') return [];
  // They have these letters in this order. LIKE knows the case of no others than those of ASCII, of which two are also
  // the small letters of others: of İ, and of the sign for kelvin.
  const letters = key.replace(/[^a-hjl-z0-9]+/g, '').split('');
  const { file, name, isPath } = readColumns<{ file: number; name: string; isPath: 0 | 1 }>(
    db,
    `SELECT json_group_array(file) AS file, json_group_array(name) AS name, json_group_array(is_path) AS isPath FROM (
       SELECT file, name, 0 AS is_path FROM names WHERE name LIKE ?1
       UNION ALL SELECT id, title, 0 FROM files WHERE title LIKE ?1
       UNION ALL SELECT id, path, 1 FROM files WHERE path LIKE ?1)`,
    `%${letters.join('%')}%`,
  );
  return file
    .map((id, at) => {
      const own = name[at] ?? '';
      return { file: id, name: isPath[at] === 1 ? posix.basename(own) : own };
    })
    .filter((found) => found.name.length <= longestName && nameKey(found.name) !== '');
}
