import type { Database } from '../../sqlite/database.ts';
import type { PassageKinds } from './file-filter.ts';
import { readColumns } from './read-columns.ts';

/** Ids of the passages of these kinds. */
export function passagesOfKinds(db: Database, { kinds, otherKinds, fileKinds }: PassageKinds): Set<number> {
  const isWanted = `passages.kind IN (SELECT value FROM json_each(?1))
    OR file IN (SELECT id FROM files WHERE kind IN (SELECT value FROM json_each(?2)))`;
  const { id } = readColumns<{ id: number }>(
    db,
    `SELECT json_group_array(id) AS id FROM passages
     WHERE (?3 OR ${isWanted}) AND passages.kind NOT IN (SELECT value FROM json_each(?4))`,
    JSON.stringify(kinds),
    JSON.stringify(fileKinds),
    kinds.length === 0 ? 1 : 0,
    JSON.stringify(otherKinds),
  );
  return new Set(id);
}
