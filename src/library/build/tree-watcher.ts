import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../common/errors.ts';
import { isNeverSource } from '../scan.ts';

/** Where git keeps rules of the workspace that are not part of it. */
const privateRules = '.git/info/';

/**
 * Where the system itself watches whole trees. On Linux, Node would watch every single file, those of installed
 * packages too; there each folder that is looked at is watched by itself.
 */
const watchesTrees = process.platform === 'darwin' || process.platform === 'win32';

export interface TreeWatcherEvents {
  /** Something happened at a path, relative to the root with `/`. */
  changed(path: string): void;
  /** Something happened that nobody knows the place of. */
  lost(): void;
  /** A file that says what is indexed may have changed. */
  rules(): void;
}

/** What the system watches is shared by all programs of a user: not all of it is taken. */
const politeFolders = 50_000;

interface Watched {
  readonly watcher: FSWatcher;
  /** Which folder it is; another one may come to the same path. */
  readonly identity: string;
}

/** Hears of changes in the folders of a workspace. */
export class TreeWatcher {
  readonly #root: string;
  readonly #rulesFiles: ReadonlySet<string>;
  /** Folders that are watched whether they are looked at or not. */
  readonly #always: ReadonlySet<string>;
  readonly #events: TreeWatcherEvents;
  readonly #mostFolders: number;
  readonly #folders = new Map<string, Watched>();
  #tree: FSWatcher | null = null;
  #full = false;
  #closed = false;

  /**
   * @param rulesFiles files that say what is indexed; they may lie in folders that are not
   * @param mostFolders that are watched, where each is by itself
   */
  constructor(
    root: string,
    rulesFiles: readonly string[],
    events: TreeWatcherEvents,
    mostFolders = politeFolders,
  ) {
    this.#root = root;
    this.#mostFolders = mostFolders;
    this.#rulesFiles = new Set(rulesFiles);
    this.#always = new Set([
      privateRules,
      ...rulesFiles.map((file) => file.slice(0, file.lastIndexOf('/') + 1)),
    ]);
    this.#events = events;
    if (watchesTrees) this.#tree = this.#watch('', true);
    else for (const folder of this.#always) this.follow(folder);
  }

  /** Whether some folders are not watched, since the system does not watch any more. */
  get isPartial(): boolean {
    return watchesTrees ? this.#tree === null : this.#full;
  }

  /** Watches a folder: empty, or ending with `/`. Call it before the folder is read, so that nothing is missed. */
  follow(folder: string): void {
    if (watchesTrees || this.#closed) return;
    const identity = identityOf(join(this.#root, folder));
    const known = this.#folders.get(folder);
    if (known?.identity === identity) return;
    this.#drop(folder);
    if (identity === null) return;
    if (this.#folders.size >= this.#mostFolders) {
      this.#full = true;
      return;
    }
    const watcher = this.#watch(folder, false);
    if (watcher !== null) this.#folders.set(folder, { watcher, identity });
  }

  /** To be called before all folders are followed: there may be room for more than last time. */
  begin(): void {
    this.#full = false;
  }

  /** Stops watching all folders but these. */
  retain(folders: ReadonlySet<string>): void {
    for (const folder of [...this.#folders.keys()])
      if (!folders.has(folder) && !this.#always.has(folder)) this.#drop(folder);
  }

  /** Stops watching what was at a path and below it, if no folder is there any more. */
  forgetMissing(path: string): void {
    if (!this.#folders.has(`${path}/`) || existsSync(join(this.#root, path))) return;
    for (const folder of [...this.#folders.keys()]) if (folder.startsWith(`${path}/`)) this.#drop(folder);
  }

  close(): void {
    this.#closed = true;
    this.#tree?.close();
    for (const folder of [...this.#folders.keys()]) this.#drop(folder);
  }

  #watch(folder: string, recursive: boolean): FSWatcher | null {
    try {
      const watcher = watch(join(this.#root, folder), { recursive, persistent: false }, (_event, name) => {
        if (name === null) this.#events.lost();
        else this.#tell(folder + name.replaceAll('\\', '/'));
      });
      // A folder that is removed says so in its parent, too.
      watcher.on('error', () => {
        watcher.close();
        if (recursive) this.#tree = null;
        this.#events.lost();
      });
      return watcher;
    } catch (error) {
      // Too many folders or too many files: what can be watched is.
      if (['ENOSPC', 'EMFILE', 'ENFILE'].includes(errorCode(error) ?? '')) this.#full = true;
      return null;
    }
  }

  #tell(path: string): void {
    if (this.#closed) return;
    const isFolder = this.#always.has(`${path}/`);
    if (isFolder) this.follow(`${path}/`);
    if (isFolder || this.#rulesFiles.has(path)) this.#events.rules();
    if (path === `${privateRules}exclude`) this.#events.lost();
    else if (!isNeverSource(path)) this.#events.changed(path);
  }

  #drop(folder: string): void {
    this.#folders.get(folder)?.watcher.close();
    this.#folders.delete(folder);
  }
}

/** A folder that takes the place of another one often gets the number of that one, but is younger. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino, birthtimeNs } = statSync(path, { bigint: true });
    return `${dev}:${ino}:${birthtimeNs}`;
  } catch {
    return null;
  }
}
