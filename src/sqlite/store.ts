import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, UserError } from '../common/errors.ts';
import { Database } from './database.ts';
import { type Migration, migrate } from './migrations.ts';
import { databaseError } from './sqlite-error.ts';

export interface StoreOptions {
  /** One word for messages and error codes. */
  readonly name: string;
  readonly migrations: readonly Migration[];
  /** What becomes of a damaged file: `set-aside` renames it, `discard` deletes it (and a newer one as well). */
  readonly whenDamaged: 'set-aside' | 'discard';
  readonly busyTimeoutMs?: number;
  /** Milliseconds since the epoch, for the name of a damaged file. */
  readonly now: number;
}

/** An open database with an up-to-date schema, and what had to be done to get it. */
export interface Store {
  readonly db: Database;
  /** Where the damaged file went that stood here before; null where there was none. */
  readonly setAside: string | null;
  /** Why the file that stood here was set aside or discarded; null where it was not. */
  readonly reason: string | null;
}

// Reading all of a larger file at every start would take too long: see `markSuspect`.
const alwaysCheckBytes = 16 * 1024 * 1024;

// https://www.sqlite.org/fileformat.html
const headerBytes = 100;

const companions = ['', '-wal', '-shm'];

/** Opens or creates a database in WAL mode, checks it, and brings it up to the newest schema. */
export function openStore(path: string, options: StoreOptions): Store {
  makeFolder(path, options.name);
  const first = tryOpen(path, options);
  if ('db' in first) return { db: first.db, setAside: null, reason: null };
  const setAside = clear(path, options);
  const second = tryOpen(path, options);
  if ('db' in second) return { db: second.db, setAside, reason: first.unusable.message };
  throw second.unusable;
}

function makeFolder(path: string, name: string): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw databaseError(error, { name, path });
    const message = `The ${name} ${path} cannot be opened: ${folder} is no folder. Move it away, or give it another name.`;
    throw new UserError(`${name}-unreachable`, message, { cause: error });
  }
}

function tryOpen(path: string, options: StoreOptions): { db: Database } | { unusable: UserError } {
  let db: Database | undefined;
  try {
    refuseRemains(path, options.name);
    db = new Database(path, {
      name: options.name,
      onDamaged: () => markSuspect(path),
      ...(options.busyTimeoutMs === undefined ? {} : { busyTimeoutMs: options.busyTimeoutMs }),
    });
    // Possible in an empty file only; freed pages can then be given back without rewriting everything.
    if (db.pragma('page_count') === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = NORMAL');
    check(db, path, options.name);
    migrate(db, options.name, options.migrations);
    return { db };
  } catch (error) {
    try {
      db?.close();
    } catch {
      // Closing a damaged file may fail again; the first error is the one to tell.
    }
    const code = errorCode(error);
    const unusable =
      code === `${options.name}-damaged` ||
      (options.whenDamaged === 'discard' &&
        (code === `${options.name}-newer` || code === `${options.name}-foreign`));
    if (unusable) return { unusable: error as UserError };
    throw error;
  }
}

/**
 * What SQLite would take for a new database, and write over: a file too short for a header, and a write-ahead log whose
 * file is gone or empty (the log is then deleted, and with it what only stood there).
 */
function refuseRemains(path: string, name: string): void {
  const bytes = size(path);
  if (bytes >= headerBytes || (bytes === 0 && size(`${path}-wal`) === 0)) return;
  throw new UserError(`${name}-damaged`, `The ${name} ${path} is damaged (it was cut off).`);
}

function check(db: Database, path: string, name: string): void {
  const suspect = existsSync(suspectFile(path));
  if (!suspect && size(path) > alwaysCheckBytes) return;
  const finding = Object.values(db.prepare<Record<string, unknown>>('PRAGMA quick_check(1)').get() ?? {})[0];
  if (finding !== 'ok') {
    throw new UserError(`${name}-damaged`, `The ${name} ${path} is damaged (${String(finding)}).`);
  }
  if (suspect) rmSync(suspectFile(path), { force: true });
}

function suspectFile(path: string): string {
  return `${path}.suspect`;
}

/** Leaves a note that damage was met while the file was in use: the next opening then checks all of it, however large. */
function markSuspect(path: string): void {
  try {
    writeFileSync(suspectFile(path), '');
  } catch {
    // On a disk that takes no more files the damage is met again and told again.
  }
}

function clear(path: string, { name, whenDamaged, now }: StoreOptions): string | null {
  try {
    rmSync(suspectFile(path), { force: true });
    if (whenDamaged === 'discard') {
      for (const companion of companions) rmSync(path + companion, { force: true });
      return null;
    }
    const target = freeName(`${path}.damaged-${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}`);
    for (const companion of companions) {
      if (existsSync(path + companion)) renameSync(path + companion, target + companion);
    }
    return target;
  } catch (error) {
    throw databaseError(error, { name, path });
  }
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let n = 2; companions.some((companion) => existsSync(name + companion)); n++) name = `${wanted}-${n}`;
  return name;
}

function size(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
