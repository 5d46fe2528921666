import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';

/** The path of a file relative to the workspace, with `/`; null where it lies outside. Links are resolved. */
export function placeInWorkspace(workspace: string, file: string): string | null {
  const path = relative(real(workspace), real(file)).split(sep).join('/');
  return path === '' || path === '..' || path.startsWith('../') || isAbsolute(path) ? null : path;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // Gone meanwhile, or made up by a program.
  }
}
