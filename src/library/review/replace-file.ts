import { hash as digest, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../../common/errors.ts';

/** A file as it was before it is changed. */
export interface FileBefore {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/**
 * Reads a file that is going to be changed. Throws a `UserError` `not-fixed` where it is not what was reviewed, or is no
 * file of the workspace.
 *
 * @param root the absolute path of the workspace
 * @param path relative to it, with `/`
 * @param hash SHA-256 of what was reviewed, hexadecimal
 */
export function readReviewed(root: string, path: string, hash: string): FileBefore {
  const file = join(root, path);
  const inside = relative(realpathSync(root), realpathSync(dirname(file)));
  if (inside === '..' || inside.startsWith(`..${sep}`)) throw refusal('it is not in the workspace');
  const stats = lstatSync(file);
  if (!stats.isFile()) throw refusal('it is no file any more');
  accessSync(file, constants.W_OK);
  const bytes = readFileSync(file);
  if (digest('sha256', bytes) !== hash) throw refusal('it has changed since it was reviewed');
  return { bytes, stats };
}

/** Puts another content in place of a file, all of it or nothing. Throws `not-fixed` where it has changed meanwhile. */
export function replaceFile(root: string, path: string, before: FileBefore, bytes: Buffer): void {
  const file = join(root, path);
  const temporary = join(dirname(file), `.${randomBytes(8).toString('hex')}.dodeca-tmp`);
  const { mode, mtimeMs, ctimeMs, size, ino } = before.stats;
  try {
    const handle = openSync(temporary, 'wx', mode);
    try {
      writeSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    chmodSync(temporary, mode & 0o7777);
    const now = lstatSync(file);
    if (now.mtimeMs !== mtimeMs || now.ctimeMs !== ctimeMs || now.size !== size || now.ino !== ino)
      throw refusal('it has changed since it was reviewed');
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function refusal(why: string): UserError {
  return new UserError('not-fixed', why);
}
