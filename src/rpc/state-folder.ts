import {
  type Dirent,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { errorCode, errorMessage, UserError } from '../common/errors.ts';
import { isTrackedByGit } from './git-tracking.ts';

/** The paths of a workspace's state. */
export interface StateFolder {
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  readonly path: string;
  readonly journal: string;
  readonly logs: string;
  readonly cache: string;
  readonly library: string;
  readonly engineFile: string;
  readonly engineLog: string;
  readonly engineLock: string;
}

/** The paths of the state of a workspace, which must be a folder that exists. Creates and checks nothing. */
export function stateFolderOf(workspace: string): StateFolder {
  let real: string;
  try {
    real = realpathSync.native(workspace);
    if (!lstatSync(real).isDirectory()) throw new Error('it is not a folder');
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    throw new UserError(
      'no-workspace',
      missing
        ? `The workspace ${workspace} does not exist.`
        : `The workspace ${workspace} cannot be used: ${errorMessage(error)}.`,
      { cause: error },
    );
  }
  const path = join(real, '.dodeca');
  return {
    workspace: real,
    path,
    journal: join(path, 'journal.db'),
    logs: join(path, 'logs'),
    cache: join(path, 'cache'),
    library: join(path, 'library.db'),
    engineFile: join(path, 'engine.json'),
    engineLog: join(path, 'engine.log'),
    engineLock: join(path, 'engine.lock'),
  };
}

/**
 * Checks that a path is the user's own and no link; a repository may bring a `.dodeca` of its own.
 *
 * @returns what the path is, or null when nothing is there
 */
export function checkOwn(path: string, shown: string): Stats | null {
  let stats: Stats;
  try {
    stats = lstatSync(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw unsafe(`${shown} cannot be read (${errorMessage(error)})`, error);
  }
  if (stats.isSymbolicLink()) throw unsafe(`${shown} is a symbolic link`);
  const user = process.getuid?.();
  if (user !== undefined && stats.uid !== user) {
    throw unsafe(`${shown} belongs to another user (${stats.uid}, and you are ${user})`);
  }
  return stats;
}

/** Checks the folder itself, without what is in it; false when there is none. */
export function checkStateFolder(folder: StateFolder): boolean {
  const stats = checkOwn(folder.path, '.dodeca');
  if (stats && !stats.isDirectory()) throw unsafe('.dodeca is not a folder');
  return stats !== null;
}

/**
 * Makes the state folder ready for an engine: creates it, or checks everything that is in it. What lies there is used
 * only if this user owns it, git does not track it, and no symbolic link is in it.
 */
export async function openStateFolder(folder: StateFolder): Promise<void> {
  if (checkStateFolder(folder)) {
    checkContents(folder);
    await refuseTracked(folder);
  }
  try {
    // Two engines may do this at once. (Not `recursive`: the workspace exists, and Node never returns from that in /proc.)
    unlessThere(() => mkdirSync(folder.path, { mode: 0o700 }));
    unlessThere(() => writeFileSync(join(folder.path, '.gitignore'), '*\n', { flag: 'wx' }));
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Throws where git tracks something in the state folder: what a repository brings is not believed. */
export async function refuseTracked(folder: StateFolder): Promise<void> {
  if (!(await isTrackedByGit(folder.workspace, '.dodeca'))) return;
  throw new UserError(
    'state-folder-unsafe',
    'Git tracks files in .dodeca, so they may come from somebody else. Run "git rm -r --cached .dodeca", delete the folder if it is not your own work, and try again.',
  );
}

/** The error that says that the state cannot be kept where it belongs. */
export function unwritable(folder: StateFolder, cause: unknown): UserError {
  return new UserError(
    'state-folder-unwritable',
    `Dodeca keeps its state in ${folder.path}, which cannot be written: ${errorMessage(cause)}. Make the folder writable, or name another workspace.`,
    { cause },
  );
}

function unlessThere(create: () => void): void {
  try {
    create();
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function checkContents(folder: StateFolder): void {
  for (const entry of list(folder.path)) {
    const path = join(folder.path, entry.name);
    const stats = checkOwn(path, shown(folder, path));
    if (stats?.isDirectory()) checkNoLinks(folder, path);
  }
}

function checkNoLinks(folder: StateFolder, top: string): void {
  const pending = [top];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const entry of list(path)) {
      const inner = join(path, entry.name);
      if (entry.isSymbolicLink()) throw unsafe(`${shown(folder, inner)} is a symbolic link`);
      if (entry.isDirectory()) pending.push(inner);
    }
  }
}

function list(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw unsafe(`${path} cannot be read (${errorMessage(error)})`, error);
  }
}

function shown(folder: StateFolder, path: string): string {
  return relative(folder.workspace, path).replaceAll('\\', '/');
}

function unsafe(what: string, cause?: unknown): UserError {
  return new UserError(
    'state-folder-unsafe',
    `${what}, so the state of this workspace cannot be trusted. Delete or move the .dodeca folder and try again.`,
    { cause },
  );
}
