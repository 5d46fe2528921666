import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Makes the paths that agents name relative to the workspace. */
export class WorkspacePaths {
  readonly #root: string;
  /** The workspace without symbolic links on the way to it: a program's own idea of where it runs. */
  readonly #realRoot: string;

  constructor(workspace: string) {
    this.#root = resolve(workspace);
    this.#realRoot = realPath(this.#root) ?? this.#root;
  }

  /**
   * A path relative to the workspace, with `/`, or null where it leaves it.
   *
   * @param cwd what a relative path is relative to
   * @param followLinks whether a symbolic link out of the workspace leaves it too
   */
  relative(path: string, cwd: string, followLinks: boolean): string | null {
    if (path.includes('\0')) return null;
    const absolute = resolve(cwd, path);
    const inside = within(this.#root, absolute) ?? within(this.#realRoot, absolute);
    if (inside === null || !followLinks) return inside;
    const real = realPath(absolute);
    return real === null || within(this.#realRoot, real) !== null ? inside : null;
  }
}

function within(root: string, path: string): string | null {
  const inside = relative(root, path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
  return inside === '' ? '.' : inside.replaceAll(sep, '/');
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null; // It does not exist (yet), so that nothing links anywhere.
  }
}
