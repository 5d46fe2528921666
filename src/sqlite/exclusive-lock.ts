import { truncateSync } from 'node:fs';
import { type Disposable, disposable } from '../common/disposable.ts';
import { errorCode } from '../common/errors.ts';
import { Database } from './database.ts';

// A connection that nobody refers to is collected and closed, which would let go of the lock.
const held = new Set<Database>();

/**
 * Takes a lock that dies with its owner: an exclusive transaction held open on a file of its own. The file stays
 * when the lock is let go, for others may be waiting at it. Null where somebody holds the lock, this process included.
 */
export function tryLock(path: string): Disposable | null {
  try {
    return begin(path);
  } catch (error) {
    if (errorCode(error) === 'lock-locked') return null;
    if (errorCode(error) !== 'lock-damaged') throw error;
  }
  // Rubbish in the file, so nobody can hold it. It is emptied in place: two who do that still meet at the same file.
  truncateSync(path);
  try {
    return begin(path);
  } catch (error) {
    if (errorCode(error) === 'lock-locked') return null;
    throw error;
  }
}

function begin(path: string): Disposable {
  const db = new Database(path, { name: 'lock', busyTimeoutMs: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw error;
  }
  held.add(db);
  return disposable(() => {
    held.delete(db);
    db.close();
  });
}
