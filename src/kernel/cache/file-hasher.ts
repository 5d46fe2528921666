import { createHash } from 'node:crypto';
import { type BigIntStats, createReadStream, readFileSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { errorCode, errorMessage, isUserError, UserError } from '../../common/errors.ts';
import type { Database } from '../../sqlite/database.ts';

// Below this a read at once is cheaper than a stream and too short to be noticed.
const readAtOnceBytes = 256 * 1024;
const filesAtATime = 25;
const bytesAtATime = 1024 * 1024;
// A file changed again within the resolution of its time stamp would look unchanged (FAT counts in 2 s).
const raceMs = 2_000;

/** What of files is hashed. */
export interface HashLimits {
  /** Larger files have no hash. */
  readonly maxBytes: number;
  /** Whether a file that cannot be read has no hash; else it is an error. */
  readonly lenient: boolean;
}

const everyFile: HashLimits = { maxBytes: Number.POSITIVE_INFINITY, lenient: false };

/** SHA-256 of files, hexadecimal, remembered by the identity of the file: what has not been touched is not read again. */
export class FileHasher {
  readonly #db: Database | null;
  readonly #now: () => number;

  /** @param db where it is remembered; null where it is not */
  constructor(db: Database | null, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** The hash of each file, in order; null where there is no such file. */
  async hashAll(files: readonly string[], limits = everyFile): Promise<(string | null)[]> {
    const hashes: (string | null)[] = [];
    const fresh: { path: string; identity: string; hash: string }[] = [];
    let read = 0;
    for (const [index, path] of files.entries()) {
      if (index % filesAtATime === filesAtATime - 1 || read > bytesAtATime) {
        read = 0;
        await nextTurn();
      }
      const stats = hashable(path, limits);
      const identity = stats && `${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}:${stats.ino}`;
      const known = identity && this.#known(path, identity);
      const hash = known || (stats && (await hashFile(path, stats.size, limits)));
      if (!known && stats) read += Number(stats.size);
      hashes.push(hash);
      if (identity && hash && !known && Number(stats.mtimeMs) < this.#now() - raceMs) {
        fresh.push({ path, identity, hash });
      }
    }
    if (fresh.length > 0) this.#remember(fresh);
    return hashes;
  }

  #known(path: string, identity: string): string | null {
    const row = this.#db
      ?.prepare<{ hash: string }>('SELECT hash FROM file_hashes WHERE path = ? AND identity = ?')
      .get(path, identity);
    return row?.hash ?? null;
  }

  #remember(files: readonly { path: string; identity: string; hash: string }[]): void {
    const db = this.#db;
    if (db === null) return;
    const insert = db.prepare('INSERT OR REPLACE INTO file_hashes (path, identity, hash) VALUES (?, ?, ?)');
    try {
      db.transaction(() => {
        for (const { path, identity, hash } of files) insert.run(path, identity, hash);
      });
    } catch (error) {
      // A full disk or a lock costs only that the files are read again the next time.
      if (!isUserError(error) || error.code === 'cache-damaged') throw error;
    }
  }
}

function hashable(path: string, { maxBytes, lenient }: HashLimits): BigIntStats | null {
  try {
    const stats = statSync(path, { bigint: true });
    return stats.isFile() && stats.size <= maxBytes ? stats : null;
  } catch (error) {
    return lenient ? null : absent(path, error);
  }
}

async function hashFile(path: string, size: bigint, { lenient }: HashLimits): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    if (size <= readAtOnceBytes) return hash.update(readFileSync(path)).digest('hex');
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(piece as Buffer);
    return hash.digest('hex');
  } catch (error) {
    return lenient ? null : absent(path, error);
  }
}

function absent(path: string, error: unknown): null {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
  throw new UserError('input-unreadable', `${path} cannot be read (${errorMessage(error)}).`, {
    cause: error,
  });
}
