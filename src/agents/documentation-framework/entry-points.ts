import { posix } from 'node:path';
import type { CodeOutline } from '../../syntax-tree/outline.ts';
import { readText } from '../read-text.ts';

/** Knows what is reached by the entry points of the packages of a workspace. */
export class EntryPoints {
  /** The files by which packages are used: named by a `package.json`, `__init__.py`, `index.*`. */
  readonly files: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;
  /** Files of which an entry point of JavaScript imports something. */
  readonly #reached = new Set<string>();
  /** Python: names that a package imports into itself, by the folder of the package. */
  readonly #names = new Map<string, Set<string>>();

  /** @param files all files of the workspace */
  constructor(workspace: string, files: readonly string[]) {
    this.#known = new Set(files);
    const entries = new Set<string>();
    for (const path of files) {
      if (entryName.test(path) && depthInPackage(path) <= 1) entries.add(path);
      if (posix.basename(path) !== 'package.json') continue;
      for (const target of targetsOf(readText(workspace, path) ?? '')) {
        const found = this.#resolve(posix.join(posix.dirname(path), target));
        if (found !== undefined) entries.add(found);
      }
    }
    this.files = entries;
  }

  /** Takes what an entry point imports. */
  follow(path: string, outline: CodeOutline): void {
    const folder = posix.dirname(path);
    for (const { module, level, names } of outline.imports) {
      if (/\.py$/.test(path)) {
        const own = this.#names.get(folder) ?? new Set();
        this.#names.set(folder, own);
        if (level > 0 || module !== '') for (const name of names) own.add(name);
      } else if (module.startsWith('.')) {
        const found = this.#resolve(posix.join(folder, module));
        if (found !== undefined) this.#reached.add(found);
      }
    }
  }

  /** Whether an entry point offers a definition, by its name in its file. */
  offers(path: string, name: string): boolean {
    if (this.files.has(path) || this.#reached.has(path)) return true;
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder))
      if (this.#names.get(folder)?.has(name)) return true;
    return false;
  }

  #resolve(path: string): string | undefined {
    const stem = path.replace(/\.[cm]?js$/, '');
    return [path, ...ends.map((end) => path + end), ...ends.map((end) => stem + end)].find((candidate) =>
      this.#known.has(candidate),
    );
  }
}

const entryName = /(^|\/)(__init__\.py|(index|main|mod)\.[cm]?[jt]sx?)$/;
const ends = ['.js', '.cjs', '.mjs', '.ts', '.tsx', '.mts', '.jsx', '/index.js', '/index.ts', '/index.tsx'];

/** Folders above it that do not merely hold packages. */
function depthInPackage(path: string): number {
  return path.split('/').filter((name) => !/^(src|lib|packages|python)$/.test(name)).length - 1;
}

function targetsOf(text: string): string[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    // What is wrong with it is for the smoke tester to say.
    return [];
  }
  if (manifest === null || typeof manifest !== 'object') return [];
  const named: Readonly<Record<string, unknown>> = { ...manifest };
  const targets: string[] = [];
  const open: unknown[] = ['main', 'module', 'exports', 'bin', 'browser'].map((key) => named[key]);
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') targets.push(value);
    else if (value !== null && typeof value === 'object') open.push(...Object.values(value));
  }
  return targets.filter((target) => !target.includes('*') && !target.includes('\0'));
}
