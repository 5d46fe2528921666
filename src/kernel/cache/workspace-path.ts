import { lstatSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { UserError } from '../../common/errors.ts';

/** Whether `path` (absolute) is `folder` or lies below it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The error for a path that leaves the workspace. */
export function outsideWorkspace(path: string): UserError {
  return new UserError(
    'path-outside-workspace',
    `'${path}' leaves the workspace. Inputs and outputs of a cached agent must lie in it, symbolic links included.`,
  );
}

/** Whether a path is relative, written with `/`, and names something below its beginning on every system. */
export function isPlainPath(path: string): boolean {
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
}

/**
 * The absolute path of a file to be written, `path` being relative to the workspace with `/`. Throws where it would
 * leave the workspace or go through a symbolic link, for the link's target could be changed under us.
 */
export function writablePath(workspace: string, path: string): string {
  if (!isPlainPath(path) || !isInside(workspace, join(workspace, path))) throw outsideWorkspace(path);
  let at = workspace;
  for (const part of path.split('/')) {
    at = join(at, part);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (!stats) break;
    if (stats.isSymbolicLink()) throw outsideWorkspace(path);
  }
  return join(workspace, path);
}
