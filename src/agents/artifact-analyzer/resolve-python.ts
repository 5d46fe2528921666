import { posix } from 'node:path';
import type { ImportStatement } from '../../syntax-tree/import-statement.ts';

/**
 * Finds the files of the workspace that Python imports name.
 *
 * An absolute name is looked for where Python would: in the folder above the file's topmost package, in the root and
 * its `src`, in each project (a folder with `pyproject.toml` or `setup.py`) and its `src`; the first place that has
 * it counts. A file in a package that is started as a script sees its neighbours too, unless the name is one of the
 * standard library.
 */
export class PythonResolver {
  readonly #files: ReadonlySet<string>;
  readonly #standard: ReadonlySet<string>;
  readonly #roots: readonly string[];

  constructor(files: ReadonlySet<string>, standard: ReadonlySet<string>) {
    this.#files = files;
    this.#standard = standard;
    const projects = [...files]
      .filter((path) => /(^|\/)(pyproject\.toml|setup\.py)$/.test(path))
      .map((path) => folderOf(path))
      .sort();
    this.#roots = [...new Set(['', ...projects].flatMap((folder) => [folder, `${folder}src/`]))];
  }

  /** Paths that an import leads to, each once, in the order of its names. */
  resolve(from: string, { module, level, names }: ImportStatement): string[] {
    const parts = module === '' ? [] : module.split('.');
    if (level > 0) {
      const base = ancestor(folderOf(from), level - 1);
      return base === null ? [] : this.#inFolder(base, parts, names);
    }
    const folder = folderOf(from);
    const top = this.#packageTop(folder);
    for (const root of [top, ...this.#roots]) {
      const found = this.#inFolder(root, parts, names);
      if (found.length > 0) return found;
    }
    const mayBeNeighbour = this.#standard.size > 0 && !this.#standard.has(parts[0] ?? '');
    return top !== folder && mayBeNeighbour ? this.#inFolder(folder, parts, names) : [];
  }

  #inFolder(root: string, parts: readonly string[], names: readonly string[]): string[] {
    const base = root + parts.join('/');
    const own = parts.length === 0 ? this.#initOf(root) : this.#module(base);
    if (names.length === 0) return own === null ? [] : [own];
    const folder = parts.length === 0 ? root : `${base}/`;
    const found = new Set<string>();
    for (const name of names) {
      const target = (name === '*' ? null : this.#module(folder + name)) ?? own;
      if (target !== null) found.add(target);
    }
    return [...found];
  }

  #module(base: string): string | null {
    for (const path of [`${base}/__init__.py`, `${base}.py`, `${base}/__init__.pyi`, `${base}.pyi`]) {
      if (this.#files.has(path)) return path;
    }
    return null;
  }

  #initOf(folder: string): string | null {
    return [`${folder}__init__.py`, `${folder}__init__.pyi`].find((path) => this.#files.has(path)) ?? null;
  }

  /** The folder that holds the topmost package a folder belongs to. */
  #packageTop(folder: string): string {
    let top = folder;
    while (top !== '' && this.#initOf(top) !== null) top = ancestor(top, 1) ?? '';
    return top;
  }
}

/** The folder of a file: empty, or ending with `/`. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : `${folder}/`;
}

function ancestor(folder: string, levels: number): string | null {
  let result = folder;
  for (let step = 0; step < levels; step++) {
    if (result === '') return null;
    result = folderOf(result.slice(0, -1));
  }
  return result;
}
