import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText } from '../read-text.ts';
import { placesIn, type WrittenPlace } from './stack-places.ts';
import { isTestPath } from './test-paths.ts';
import type { TestCase } from './test-result.ts';

/** A place in a file of the workspace. */
export interface WorkspacePlace {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** What is installed is not the workspace's own. */
const foreign = /(^|\/)(node_modules|site-packages|dist-packages|\.venv|venv|\.dodeca|\.git)\//;

/** Finds out which files of a workspace the results of its tests name. */
export class PlaceFinder {
  readonly #workspace: string;
  readonly #known = new Map<string, string | null>();
  readonly #lengths = new Map<string, number>();

  /** @param workspace an absolute path */
  constructor(workspace: string) {
    this.#workspace = realpathSync(workspace);
  }

  /**
   * A written path as one relative to the workspace; null where there is no such file in it.
   *
   * @param folder where the suite ran, relative to the workspace
   */
  path(written: string, folder: string): string | null {
    const key = `${folder}\0${written}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      known = this.#find(written, folder);
      if (this.#known.size < 100_000) this.#known.set(key, known);
    }
    return known;
  }

  /** Where a failed test should be looked at: where it failed in its own file, else in the nearest file of the workspace. */
  ofTest({ file, line, detail }: TestCase, folder: string): WorkspacePlace | null {
    const own = file === null ? null : this.path(file, folder);
    if (own === null) return this.ofText(detail, folder);
    const places = this.#all(detail, folder).filter(({ path }) => path === own);
    // The test itself says more than what it calls to compare; in Python a call from within it stands behind its head.
    const inTest =
      own.endsWith('.py') && line !== null
        ? places.findLast((place) => (place.line ?? 0) >= line)
        : undefined;
    return inTest ?? places[0] ?? this.#checked(own, { file: '', line: line ?? 0 });
  }

  /** The innermost place in a test that a text names, else the innermost one in the workspace. */
  ofText(text: string, folder: string): WorkspacePlace | null {
    const places = this.#all(text, folder);
    return places.find(({ path }) => isTestPath(path)) ?? places[0] ?? null;
  }

  #all(text: string, folder: string): WorkspacePlace[] {
    return placesIn(text).flatMap((written) => {
      const path = this.path(written.file, folder);
      return path === null ? [] : [this.#checked(path, written)];
    });
  }

  /** A compiled file may have been made from one with other lines: a line that does not exist is no line. */
  #checked(path: string, { line, column }: WrittenPlace): WorkspacePlace {
    let length = this.#lengths.get(path);
    if (length === undefined) {
      length = (readText(this.#workspace, path) ?? '').split('\n').length;
      this.#lengths.set(path, length);
    }
    if (line < 1 || line > length) return { path };
    return column === undefined ? { path, line } : { path, line, column };
  }

  #find(written: string, folder: string): string | null {
    let file = written;
    if (file.startsWith('file:')) {
      try {
        file = fileURLToPath(file);
      } catch {
        return null;
      }
    }
    if (file === '' || file.includes('\0') || file.length > 4000) return null;
    const bases = isAbsolute(file) ? [''] : [join(this.#workspace, folder), this.#workspace];
    for (const base of bases) {
      const path = this.#inside(resolve(base, file));
      if (path !== null) return path;
    }
    return null;
  }

  #inside(absolute: string): string | null {
    try {
      const real = realpathSync(absolute);
      const path = relative(this.#workspace, real).split(sep).join('/');
      if (path === '' || path === '..' || path.startsWith('../') || isAbsolute(path) || foreign.test(path))
        return null;
      return statSync(real).isFile() ? path : null;
    } catch {
      return null; // There is no such file, which is an answer.
    }
  }
}
