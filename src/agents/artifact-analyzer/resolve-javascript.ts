import { posix } from 'node:path';
import { parse } from 'jsonc-parser';
import { folderOf } from './resolve-python.ts';
import { mapName, type PathMap, readPathMap } from './typescript-paths.ts';

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

interface Package {
  readonly folder: string;
  /** Paths that `import 'name'` may lead to, the likeliest first. */
  readonly entries: readonly string[];
}

/**
 * Finds the files of the workspace that imports of JavaScript and TypeScript name: relative ones with extension and
 * index resolution, names mapped by the nearest `tsconfig.json`, and packages of the workspace by their names.
 */
export class JavaScriptResolver {
  readonly #files: ReadonlySet<string>;
  readonly #packages = new Map<string, Package>();
  readonly #maps = new Map<string, PathMap>();
  readonly #mapOfFolder = new Map<string, PathMap | null>();

  /** @param read gives the text of a file of the workspace, or null */
  constructor(files: ReadonlySet<string>, read: (path: string) => string | null) {
    this.#files = files;
    for (const path of files) {
      const name = posix.basename(path);
      if (name === 'package.json') this.#addPackage(path, read);
      if (name !== 'tsconfig.json' && name !== 'jsconfig.json') continue;
      const map = readPathMap(path, read);
      if (map !== null && (name === 'tsconfig.json' || !this.#maps.has(folderOf(path)))) {
        this.#maps.set(folderOf(path), map);
      }
    }
  }

  /** Files that packages of the workspace name as where they begin. */
  entryPoints(): string[] {
    return [...this.#packages.values()].flatMap(({ entries }) =>
      entries.filter((path) => this.#files.has(path)),
    );
  }

  resolve(from: string, name: string): string | null {
    if (/^\.{1,2}(\/|$)/.test(name)) return this.#file(posix.join(folderOf(from), name));
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
    const found = this.#packages.get(parts.slice(0, length).join('/'));
    if (found === undefined) return null;
    const rest = parts.slice(length).join('/');
    const paths =
      rest === ''
        ? [...found.entries, `${found.folder}src/index`, `${found.folder}index`]
        : [found.folder + rest, `${found.folder}src/${rest}`];
    for (const path of paths) {
      const file = this.#file(path);
      if (file !== null) return file;
    }
    return null;
  }

  #file(path: string): string | null {
    const base = path.replace(/\/$/, '');
    if (base === path && this.#files.has(base)) return base;
    const extension = posix.extname(base);
    const stem = base.slice(0, base.length - extension.length);
    const candidates = [
      ...(sources[extension] ?? []).map((other) => stem + other),
      ...extensions.map((other) => base + other),
      ...extensions.map((other) => `${base === '.' || base === '' ? '' : `${base}/`}index${other}`),
    ];
    return candidates.find((candidate) => this.#files.has(candidate)) ?? null;
  }

  #mapFor(folder: string): PathMap | null {
    const known = this.#mapOfFolder.get(folder);
    if (known !== undefined) return known;
    const above = folder === '' ? null : this.#mapFor(folderOf(folder.slice(0, -1)));
    const map = this.#maps.get(folder) ?? above;
    this.#mapOfFolder.set(folder, map);
    return map;
  }

  #addPackage(path: string, read: (path: string) => string | null): void {
    const text = read(path);
    const manifest: unknown = text === null ? null : parse(text);
    if (manifest === null || typeof manifest !== 'object') return;
    const folder = folderOf(path);
    const fields = manifest as Record<string, unknown>;
    const told = ['source', 'types', 'module', 'main', 'bin', 'exports'].flatMap((key) =>
      texts(fields[key], 6),
    );
    const entries = told
      .map((entry) => this.#file(posix.join(folder, entry)))
      .filter((entry) => entry !== null);
    const name = typeof fields.name === 'string' ? fields.name : path;
    if (!this.#packages.has(name)) this.#packages.set(name, { folder, entries: [...new Set(entries)] });
  }
}

/** Every text in a value of JSON. */
function texts(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object' || depth === 0) return [];
  return Object.values(value).flatMap((part) => texts(part, depth - 1));
}
