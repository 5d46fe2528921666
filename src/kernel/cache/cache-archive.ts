import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import * as z from 'zod';
import { errorMessage, UserError } from '../../common/errors.ts';
import { Database } from '../../sqlite/database.ts';
import { databaseError } from '../../sqlite/sqlite-error.ts';
import type { BlobStore } from './blob-store.ts';
import { type CacheEntry, type CacheRecords, cachedEventsSchema, type NewEntry } from './cache-records.ts';
import { isPlainPath } from './workspace-path.ts';

// "DdcC": marks the file as an archive of a cache, whatever its name.
const applicationId = 0x44646343;
const formatVersion = 1;
const pieceBytes = 1024 * 1024;

const schema = `
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${formatVersion};
  CREATE TABLE results (content TEXT NOT NULL);
  CREATE TABLE pieces (hash TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (hash, number));`;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const resultSchema = z.object({
  key: hash,
  agent: z.string().min(1),
  runId: z.string().min(1),
  storedMs: z.number().int().min(0),
  parts: z.object({
    definition: hash,
    parameters: z.record(z.string(), z.string()),
    files: z.record(z.string(), z.string()),
  }),
  events: cachedEventsSchema,
  files: z.array(
    z.object({
      path: z.string().refine(isPlainPath, 'leaves the workspace'),
      hash,
      mode: z.number().int().min(0).max(0o777),
    }),
  ),
});

/** Writes results and their contents into one file, itself a small SQLite database; gives how many. */
export function writeArchive(path: string, index: CacheRecords, blobs: BlobStore): number {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const db = new Database(temporary, { name: 'archive' });
  try {
    let count = 0;
    db.exec('PRAGMA synchronous = OFF');
    db.transaction(() => {
      db.exec(schema);
      for (const entry of index.all()) if (writeEntry(db, entry, index, blobs)) count += 1;
    });
    db.close();
    renameSync(temporary, path);
    return count;
  } finally {
    db.close();
    rmSync(temporary, { force: true });
  }
}

function writeEntry(db: Database, entry: CacheEntry, index: CacheRecords, blobs: BlobStore): boolean {
  const { id, ...content } = entry;
  if (!entry.files.every((file) => blobs.size(file.hash) !== null)) return false;
  db.prepare('INSERT INTO results (content) VALUES (?)').run(
    JSON.stringify({ ...content, parts: index.parts(id) }),
  );
  const known = db.prepare('SELECT 1 FROM pieces WHERE hash = ? LIMIT 1');
  const insert = db.prepare('INSERT INTO pieces (hash, number, data) VALUES (?, ?, ?)');
  for (const file of entry.files) {
    if (known.get(file.hash) !== undefined) continue;
    const data = readFileSync(blobs.path(file.hash));
    for (let number = 0; number * pieceBytes < data.length; number++) {
      insert.run(file.hash, number, data.subarray(number * pieceBytes, (number + 1) * pieceBytes));
    }
  }
  return true;
}

/** Reads an archive, verifying every content; `keep` is given one result after the other. Throws a `UserError` for rubbish. */
export async function readArchive(
  path: string,
  blobs: BlobStore,
  keep: (entry: NewEntry) => void,
): Promise<void> {
  if (!existsSync(path)) throw new UserError('archive-missing', `There is no file ${path}.`);
  let db: Database | undefined;
  try {
    db = new Database(path, { name: 'archive', readOnly: true });
    checkForm(db);
    const next = db.prepare<{ rowid: number; content: string }>(
      'SELECT rowid, content FROM results WHERE rowid > ? ORDER BY rowid LIMIT 1',
    );
    for (let row = next.get(0); row; row = next.get(row.rowid)) {
      const { key, agent, parts, runId, storedMs, events, files } = resultSchema.parse(
        JSON.parse(row.content),
      );
      const kept: NewEntry['files'][number][] = [];
      for (const file of files) {
        const put = await blobs.put(pieces(db, file.hash), file.hash);
        if (!put) throw new Error(`the content of ${file.path} is damaged`);
        kept.push({ ...file, bytes: put.bytes });
      }
      keep({ fingerprint: { key, agent, parts }, runId, storedMs, events, files: kept });
    }
  } catch (error) {
    const ofThisMachine = databaseError(error, { name: 'cache', path: blobs.folder });
    if (ofThisMachine !== error) throw ofThisMachine;
    throw new UserError(
      'archive-invalid',
      `${path} is no archive of a cache, or it is damaged (${errorMessage(error).split('\n', 1)[0]}). Export it once more where it comes from.`,
      { cause: error },
    );
  } finally {
    db?.close();
  }
}

/** A stranger's database may hold views and triggers that never end: only the two tables are accepted. */
function checkForm(db: Database): void {
  db.exec('PRAGMA trusted_schema = OFF');
  if (db.pragma('application_id') !== applicationId) throw new Error('another kind of file');
  if (db.pragma('user_version') !== formatVersion) throw new Error('another version of the format');
  const objects = db
    .prepare<{ type: string; name: string }>('SELECT type, name FROM sqlite_master ORDER BY name')
    .all()
    .filter(({ name }) => !name.startsWith('sqlite_autoindex_'))
    .map(({ type, name }) => `${type} ${name}`);
  if (objects.join() !== 'table pieces,table results') throw new Error('unexpected tables');
}

/** An empty content has no pieces: Node 22 binds an empty array as NULL. */
function* pieces(db: Database, wanted: string): Iterable<Uint8Array> {
  const piece = db.prepare<{ data: Uint8Array }>('SELECT data FROM pieces WHERE hash = ? AND number = ?');
  for (let number = 0, row = piece.get(wanted, 0); row; row = piece.get(wanted, ++number)) yield row.data;
}
