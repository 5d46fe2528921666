import { posix, win32 } from 'node:path';

/** Whether a path is absolute on any system. */
export function isAbsolutePath(path: string): boolean {
  return posix.isAbsolute(path) || win32.isAbsolute(path) || /^[A-Za-z]:/.test(path);
}

/**
 * Whether a relative path or glob pattern may lead out of the workspace: it is absolute, or goes up further than
 * down. `**` may stand for nothing; braces together with `..` are taken as leading out. Symbolic links are not
 * followed.
 */
export function leavesWorkspace(pattern: string): boolean {
  const path = pattern.startsWith('!') ? pattern.slice(1) : pattern;
  if (isAbsolutePath(path)) return true;
  if (bracesMayClimb(path)) return true;
  let depth = 0;
  for (const segment of path.split(/[/\\]/)) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.' && segment !== '**') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

/** Whether braces could expand to a `..`: `{a,..}`, `.{.,x}`, `{a/,}..`. Ranges such as `{1..3}` cannot. */
function bracesMayClimb(path: string): boolean {
  if (!path.includes('{')) return false;
  const rest = path.replace(/\{-?\w+\.\.-?\w+(\.\.-?\d+)?\}/g, 'x');
  return rest.includes('..') || /[{,]\.[,}]/.test(rest);
}

/** A folder within the workspace in one form, `/` between its parts; null for the workspace itself. */
export function normalFolder(written: string): string | null {
  const path = posix.normalize(written.replaceAll('\\', '/')).replace(/\/+$/, '');
  return path === '.' || path === '' ? null : path;
}

/** The path of a script as the workspace sees it: below the folder it starts in, unless it is absolute. */
export function scriptPath(cwd: string | null, file: string): string {
  return isAbsolutePath(file) || cwd === null ? file : posix.join(cwd, file);
}
