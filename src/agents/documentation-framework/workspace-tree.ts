import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { IgnoreRules } from '../../library/ignore-rules.ts';
import { scan } from '../../library/scan.ts';

/** What stands at a path. `unknown`: behind a symbolic link, which is not followed. */
export type PlaceKind = 'file' | 'folder' | 'unknown' | 'absent';

/**
 * What exists in a workspace, by names as they are written: also where the file system does not care for case, and
 * what is ignored, too. Paths are relative to the workspace, with `/`; the workspace itself is the empty path.
 */
export class WorkspaceTree {
  /** Files that are not ignored, of every kind, in the order of the scan. */
  readonly files: readonly string[];
  /** Of these files, in small letters, with the dot. */
  readonly extensions: ReadonlySet<string>;
  readonly #workspace: string;
  readonly #folders = new Map<string, ReadonlyMap<string, PlaceKind>>();
  readonly #rules = new Map<string, IgnoreRules>();
  readonly #byName = new Map<string, string[]>();

  constructor(workspace: string) {
    this.#workspace = workspace;
    const files: string[] = [];
    const folders = new Set<string>();
    for (const entry of scan(workspace)) {
      if (entry.kind !== 'file') continue;
      files.push(entry.path);
      this.#name(entry.path);
      for (let at = posix.dirname(entry.path); at !== '.' && !folders.has(at); at = posix.dirname(at)) {
        folders.add(at);
        this.#name(`${at}/`);
      }
    }
    this.files = files;
    this.extensions = new Set(files.map((path) => posix.extname(path).toLowerCase()));
  }

  kindOf(path: string): PlaceKind {
    if (path === '') return 'folder';
    let folder = '';
    const names = path.split('/');
    for (const [at, name] of names.entries()) {
      const kind = this.#entries(folder).get(name) ?? 'absent';
      if (at === names.length - 1 || kind === 'unknown' || kind === 'absent') return kind;
      if (kind === 'file') return 'absent';
      folder = folder === '' ? name : `${folder}/${name}`;
    }
    return 'absent';
  }

  exists(path: string): boolean {
    return this.kindOf(path) !== 'absent';
  }

  /** Whether an ignore file leaves a path out, whether it exists or not. */
  ignores(path: string): boolean {
    let folder = '';
    for (const name of path.split('/').slice(0, -1)) {
      if (this.#rulesOf(folder).ignores(`${folder}${name}/`)) return true;
      folder += `${name}/`;
    }
    const rules = this.#rulesOf(folder);
    return rules.ignores(path) || rules.ignores(`${path}/`);
  }

  /** Files and folders (which end with `/`) of a name, wherever they are. */
  named(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }

  /** The names in a folder. */
  namesIn(folder: string): Iterable<string> {
    return this.#entries(folder).keys();
  }

  #name(path: string): void {
    const name = posix.basename(path);
    const known = this.#byName.get(name);
    if (known === undefined) this.#byName.set(name, [path]);
    else known.push(path);
  }

  #entries(folder: string): ReadonlyMap<string, PlaceKind> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    let entries: Dirent[] = [];
    try {
      entries = readdirSync(join(this.#workspace, folder), { withFileTypes: true });
    } catch {
      // What cannot be read is as good as empty.
    }
    const kinds = new Map<string, PlaceKind>(
      entries.map((entry) => [
        entry.name,
        entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'unknown',
      ]),
    );
    this.#folders.set(folder, kinds);
    return kinds;
  }

  /** @param folder empty, or ends with `/` */
  #rulesOf(folder: string): IgnoreRules {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const above =
      folder === '' ? IgnoreRules.above(this.#workspace) : this.#rulesOf(folder.replace(/[^/]+\/$/, ''));
    const rules = above.within(folder, (file) => this.#ignoreFile(folder + file));
    this.#rules.set(folder, rules);
    return rules;
  }

  #ignoreFile(path: string): string | undefined {
    if (this.kindOf(path) !== 'file') return undefined;
    try {
      return readFileSync(join(this.#workspace, path), 'utf8');
    } catch {
      return undefined;
    }
  }
}
