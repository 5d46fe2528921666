import { ChangeBatches, everything } from './change-batches.ts';
import { TreeWatcher } from './tree-watcher.ts';

export interface WatchingOptions {
  /** The absolute path of the workspace. */
  readonly workspace: string;
  /** Files that the rules come from, relative to the workspace, with `/`. */
  readonly rulesFiles: readonly string[];
  /** Folders that are watched. Default: more than most workspaces have. */
  readonly mostWatched?: number | undefined;
  /** Hears of paths that have changed, after a while of quiet. */
  readonly onPaths: (paths: readonly string[]) => void;
  /** Hears that anything may have changed. */
  readonly onAnything: () => void;
  /** Hears that something that says what is indexed may have changed. */
  readonly onRules: () => void;
}

/** Who writes a file does so in pieces: it is looked at when nothing more came for so long, ms. */
const rulesQuietMs = 50;
/** A look that took longer, ms, had something to read: the next one will not take as long. */
const longestLook = 1000;
/** Where not everything is watched, everything is looked at after so long, ms, */
const unwatchedMs = 5000;
/** or after so many times what the last look took, as far as that is to be believed, ms. */
const unwatchedRest = 9;
const longestUnwatchedLook = 5000;

/**
 * Hears what changes in a workspace, wherever a look at everything has come by. Where the system does not watch all of
 * it, everything is looked at now and then: there may also be room by then.
 */
export class Watching {
  readonly #watcher: TreeWatcher;
  readonly #changes: ChangeBatches;
  /** The folders that the look at everything has come by, with those that are new meanwhile. */
  #entered = new Set<string>();
  #rulesTimer: NodeJS.Timeout | undefined;
  #unwatchedTimer: NodeJS.Timeout | undefined;
  /** When the look at everything began, `performance.now()`. */
  #began = 0;

  constructor({ workspace, rulesFiles, mostWatched, onPaths, onAnything, onRules }: WatchingOptions) {
    const changes = new ChangeBatches((batch) => {
      if (batch === everything) onAnything();
      else onPaths(batch);
    });
    const hear = {
      changed: (path: string) => changes.add(path),
      lost: () => changes.addAll(),
      rules: () => {
        clearTimeout(this.#rulesTimer);
        this.#rulesTimer = setTimeout(onRules, rulesQuietMs);
      },
    };
    this.#changes = changes;
    this.#watcher = new TreeWatcher(workspace, rulesFiles, hear, mostWatched);
  }

  /** To be called when a look at everything begins. */
  begin(): void {
    this.#began = performance.now();
    this.#entered = new Set();
    this.#watcher.begin();
  }

  /** To be called before a folder is read, so that nothing is missed. */
  enter(folder: string): void {
    this.#entered.add(folder);
    this.#watcher.follow(folder);
  }

  /** To be called when a look at everything has come to its end; answers whether all folders are watched. */
  end(): 'yes' | 'partly' {
    this.#watcher.retain(this.#entered);
    clearInterval(this.#unwatchedTimer);
    if (!this.#watcher.isPartial) return 'yes';
    const took = Math.min(performance.now() - this.#began, longestUnwatchedLook);
    const wait = Math.max(unwatchedMs, took * unwatchedRest);
    // Again and again: a look that is stopped or fails comes to no end, and sets no time for the next one.
    this.#unwatchedTimer = setInterval(() => this.#changes.addAll(), wait);
    return 'partly';
  }

  /** Stops watching what is no more at these paths. */
  forgetMissing(paths: readonly string[]): void {
    for (const path of paths) this.#watcher.forgetMissing(path);
  }

  /** Lets a file rest after it took so many ms to read and to write: what changes all the time keeps nobody busy. */
  took(path: string, ms: number): void {
    this.#changes.took(path, ms);
  }

  /** The same after a look at everything. */
  tookEverything(ms: number): void {
    this.#changes.took(everything, Math.min(ms, longestLook));
  }

  close(): void {
    clearTimeout(this.#rulesTimer);
    clearInterval(this.#unwatchedTimer);
    this.#watcher.close();
    this.#changes.close();
  }
}
