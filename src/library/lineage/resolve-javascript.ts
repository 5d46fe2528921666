import { posix } from 'node:path';
import type { FileSet } from './file-set.ts';
import { folderAround, folderOf } from './folder-of.ts';
import type { ScriptPackage, ScriptProjects } from './script-projects.ts';
import { mapName, type PathMap } from './typescript-paths.ts';

const extensions = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.d.ts',
  '.d.mts',
  '.d.cts',
];
/** What stands in the sources for what an import calls by the name it has when compiled. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/**
 * Finds the files of the workspace that imports of JavaScript and TypeScript name: relative ones with extension and
 * index resolution, names mapped by the nearest `tsconfig.json`, and packages of the workspace by their names.
 */
export class JavaScriptResolver {
  readonly #files: FileSet;
  readonly #projects: ScriptProjects;
  readonly #entries = new Map<ScriptPackage, readonly string[]>();
  readonly #mapOfFolder = new Map<string, PathMap | null>();

  /** @param files do not change while it is used */
  constructor(files: FileSet, projects: ScriptProjects) {
    this.#files = files;
    this.#projects = projects;
  }

  /** Files that packages of the workspace name as where they begin. */
  entryPoints(): string[] {
    return [...this.#projects.packages.values()].flatMap((one) => this.#entriesOf(one));
  }

  resolve(from: string, name: string): string | null {
    if (/^\.{1,2}(\/|$)/.test(name)) {
      // `.` and `..` at the end name a folder, as a slash does.
      const meant = /(?:^|\/)\.{1,2}$/.test(name) ? `${name}/` : name;
      return this.#file(posix.join(folderOf(from), meant));
    }
    if (name.startsWith('/') || /^[a-z]+:/.test(name)) return null;
    const map = this.#mapFor(folderOf(from));
    for (const path of map === null ? [] : mapName(name, map)) {
      const found = this.#file(path);
      if (found !== null) return found;
    }
    return this.#inPackage(name);
  }

  #inPackage(name: string): string | null {
    const parts = name.split('/');
    const length = name.startsWith('@') ? 2 : 1;
    const found = this.#projects.packages.get(parts.slice(0, length).join('/'));
    if (found === undefined) return null;
    const rest = parts.slice(length).join('/');
    const paths =
      rest === ''
        ? [...this.#entriesOf(found), `${found.folder}src/index`, `${found.folder}index`]
        : [found.folder + rest, `${found.folder}src/${rest}`];
    for (const path of paths) {
      const file = this.#file(path);
      if (file !== null) return file;
    }
    return null;
  }

  /** The files that a package begins with, the likeliest first. */
  #entriesOf(one: ScriptPackage): readonly string[] {
    const known = this.#entries.get(one);
    if (known !== undefined) return known;
    const found = one.entries
      .map((entry) => this.#file(posix.join(one.folder, entry)))
      .filter((entry) => entry !== null);
    const entries = [...new Set(found)];
    this.#entries.set(one, entries);
    return entries;
  }

  #file(path: string): string | null {
    // A slash at the end names a folder, and no file beside it.
    return (path.endsWith('/') ? null : this.#fileItself(path)) ?? this.#index(path);
  }

  #fileItself(path: string): string | null {
    if (this.#files.has(path)) return path;
    const extension = posix.extname(path);
    const stem = path.slice(0, path.length - extension.length);
    for (const other of sources[extension] ?? []) if (this.#files.has(stem + other)) return stem + other;
    for (const other of extensions) if (this.#files.has(path + other)) return path + other;
    return null;
  }

  #index(path: string): string | null {
    const base = path.replace(/\/$/, '');
    const folder = base === '.' || base === '' ? '' : `${base}/`;
    if (folder !== '' && !this.#files.hasFolder(folder)) return null;
    for (const other of extensions) {
      if (this.#files.has(`${folder}index${other}`)) return `${folder}index${other}`;
    }
    return null;
  }

  #mapFor(folder: string): PathMap | null {
    const known = this.#mapOfFolder.get(folder);
    if (known !== undefined) return known;
    const around = folderAround(folder);
    const above = around === null ? null : this.#mapFor(around);
    const map = this.#projects.maps.get(folder) ?? above;
    this.#mapOfFolder.set(folder, map);
    return map;
  }
}
