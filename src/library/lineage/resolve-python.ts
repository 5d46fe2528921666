import type { FileSet } from './file-set.ts';
import { folderAround, folderOf } from './folder-of.ts';
import type { PythonImport } from './python-import.ts';

/**
 * Finds the files of the workspace that Python imports name.
 *
 * An absolute name is looked for where Python would: in the folder above the file's topmost package, in the root and
 * its `src`, in each project (a folder with `pyproject.toml` or `setup.py`) and its `src`; the first place that has
 * it counts. A file in a package that is started as a script sees its neighbours too, unless the name is one of the
 * standard library.
 */
export class PythonResolver {
  readonly #files: FileSet;
  readonly #standard: ReadonlySet<string>;
  readonly #roots: readonly string[];
  /** What was found from all roots: most imports are of a few modules, and those of others are looked for longest. */
  readonly #fromRoots = new Map<string, readonly string[]>();
  readonly #tops = new Map<string, string>();

  /** @param files do not change while it is used */
  constructor(files: FileSet, standard: ReadonlySet<string>) {
    this.#files = files;
    this.#standard = standard;
    const projects = [...new Set(files.called(projectFiles).map(folderOf))].sort();
    this.#roots = [...new Set(['', ...projects].flatMap((folder) => [folder, `${folder}src/`]))];
  }

  /** Paths that an import leads to, each once, in the order of its names. */
  resolve(from: string, { module, level, names }: PythonImport): readonly string[] {
    const parts = module === '' ? [] : module.split('.');
    if (level > 0) {
      const base = ancestor(folderOf(from), level - 1);
      return base === null ? [] : this.#inFolder(base, parts, names);
    }
    const folder = folderOf(from);
    const top = this.#packageTop(folder);
    const beside = this.#inFolder(top, parts, names);
    if (beside.length > 0) return beside;
    const found = this.#inRoots(parts, names);
    if (found.length > 0) return found;
    const mayBeNeighbour = this.#standard.size > 0 && !this.#standard.has(parts[0] ?? '');
    return top !== folder && mayBeNeighbour ? this.#inFolder(folder, parts, names) : [];
  }

  #inRoots(parts: readonly string[], names: readonly string[]): readonly string[] {
    const key = `${parts.join('.')}:${names.join()}`;
    const known = this.#fromRoots.get(key);
    if (known !== undefined) return known;
    let found: readonly string[] = [];
    for (const root of this.#roots) {
      found = this.#inFolder(root, parts, names);
      if (found.length > 0) break;
    }
    this.#fromRoots.set(key, found);
    return found;
  }

  #inFolder(root: string, parts: readonly string[], names: readonly string[]): readonly string[] {
    const [first] = parts;
    // What most imports name is nowhere in the workspace.
    if (first !== undefined && !this.#begins(root + first)) return none;
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

  #begins(base: string): boolean {
    return (
      this.#files.hasFolder(`${base}/`) || this.#files.has(`${base}.py`) || this.#files.has(`${base}.pyi`)
    );
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
    const known = this.#tops.get(folder);
    if (known !== undefined) return known;
    let top = folder;
    while (top !== '' && this.#initOf(top) !== null) top = folderAround(top) ?? '';
    this.#tops.set(folder, top);
    return top;
  }
}

const none: readonly string[] = [];

/** Files that a project of Python has in its folder. */
export const projectFiles: readonly string[] = ['pyproject.toml', 'setup.py'];

function ancestor(folder: string, levels: number): string | null {
  let result: string | null = folder;
  for (let step = 0; step < levels && result !== null; step++) result = folderAround(result);
  return result;
}
