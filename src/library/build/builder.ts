import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../../common/clock.ts';
import { errorCode, errorMessage, UserError } from '../../common/errors.ts';
import type { BuildProgress, BuildReport } from '../library-report.ts';
import { libraryName } from '../library-schema.ts';
import type { ScanOptions } from '../scan.ts';
import { LibraryStore } from '../store/library-store.ts';
import { BuilderNews } from './builder-news.ts';
import { ChangeBatches, everything } from './change-batches.ts';
import { excludedPaths } from './excluded-paths.ts';
import { FileIndex } from './file-index.ts';
import { Look } from './look.ts';
import type { Reader } from './read-results.ts';
import { ReadingQueue } from './reading-queue.ts';
import { TreeWatcher } from './tree-watcher.ts';

/** What the builder tells while it works. */
export interface BuilderEvents {
  /** How far the look at everything is; null when it has ended. */
  progress(progress: BuildProgress | null): void;
  /** Something was written that can be searched now. */
  changed(): void;
  /** The database was thrown away, and a new one stands in its place. */
  reopened(): void;
  watching(state: 'yes' | 'partly'): void;
  /** Something went wrong that nobody waits for. */
  failed(error: unknown): void;
}

export interface BuilderOptions {
  /** The absolute path of the workspace. */
  readonly workspace: string;
  readonly database: string;
  /** See `excludedPaths`. */
  readonly exclude: readonly string[];
  readonly maxFileBytes: number;
  readonly reader: Reader;
  readonly events: BuilderEvents;
}

interface Job {
  readonly full: boolean;
  readonly signal: AbortSignal;
  resolve(report: BuildReport): void;
  reject(error: unknown): void;
}

/** A look that took longer, ms, had something to read: the next one will not take as long. */
const longestLook = 1000;

const damaged = `${libraryName}-damaged`;

/** Keeps the index of a workspace: one look at everything at a time, and between its steps what changes meanwhile. */
export class Builder {
  readonly #options: BuilderOptions;
  readonly #reading: ReadingQueue;
  readonly #scanOptions: ScanOptions;
  readonly #jobs: Job[] = [];
  readonly #batches: (readonly string[])[] = [];
  readonly #told: BuilderNews;
  #store: LibraryStore;
  #index: FileIndex;
  #discarded: string | null;
  #watcher: TreeWatcher | null = null;
  #changes: ChangeBatches | null = null;
  /** Damage that somebody met who reads, until it is mended. */
  #damage: { readonly reason: string; resolve(): void } | null = null;
  /** The folders that the look at everything has come by, with those that are new meanwhile. */
  #entered = new Set<string>();
  #working = false;
  #closed = false;

  /** Throws the UserErrors of `LibraryStore.open`. */
  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#told = new BuilderNews(options.events);
    this.#store = LibraryStore.open(options.database);
    this.#discarded = this.#store.discarded;
    this.#reading = new ReadingQueue(options.reader);
    this.#index = this.#openIndex();
    this.#scanOptions = {
      maxFileBytes: options.maxFileBytes,
      exclude: excludedPaths(options.exclude),
      onFolder: (folder) => this.#enter(folder),
    };
    if (this.#discarded !== null) options.events.reopened();
  }

  /** Whether nothing was ever written. */
  get isEmpty(): boolean {
    return this.#store.changes === 0;
  }

  /** Looks at everything. Builds that are asked for while one runs come after it. */
  build(full: boolean, signal: AbortSignal): Promise<BuildReport> {
    return new Promise((resolve, reject) => {
      this.#jobs.push({ full, signal, resolve, reject });
      void this.#work();
    });
  }

  /** Looks at everything, and goes on with whatever changes. */
  watch(signal: AbortSignal): Promise<BuildReport> {
    this.#changes ??= new ChangeBatches((batch) => {
      if (batch === everything) return this.#lookAgain();
      this.#batches.push(batch);
      this.#reading.wake();
      void this.#work();
    });
    const changes = this.#changes;
    this.#watcher ??= new TreeWatcher(this.#options.workspace, {
      changed: (path) => changes.add(path),
      lost: () => changes.addAll(),
    });
    return this.build(false, signal);
  }

  /** Throws the database away and makes a new one, because somebody who reads it met damage; what is built there comes by and by. */
  discard(reason: string): Promise<void> {
    return new Promise((resolve) => {
      this.#damage = { reason, resolve };
      this.#lookAgain();
      this.#reading.wake();
    });
  }

  /** Stops where it is; what was committed stays. */
  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    this.#changes?.close();
    this.#reading.wake();
    this.#store.close();
  }

  /** Looks at everything when nobody waits for it, unless somebody is going to do so. */
  #lookAgain(): void {
    if (this.#jobs.length > 0) return;
    this.build(false, new AbortController().signal)
      .then(({ durationMs }) => this.#changes?.took(everything, Math.min(durationMs, longestLook)))
      .catch((error) => this.#options.events.failed(error));
  }

  async #work(): Promise<void> {
    if (this.#working || this.#closed) return;
    this.#working = true;
    try {
      for (;;) {
        if (this.#batches.length > 0) await this.#takeBatches(null);
        const job = this.#jobs.shift();
        if (job !== undefined) await this.#do(job);
        else if (this.#batches.length === 0 || this.#closed) return;
      }
    } finally {
      this.#working = false;
      this.#told.flush();
    }
  }

  async #do(job: Job): Promise<void> {
    try {
      job.resolve(await this.#lookAtEverything(job));
    } catch (error) {
      job.reject(error);
    } finally {
      this.#options.events.progress(null);
    }
  }

  async #lookAtEverything({ full, signal }: Job): Promise<BuildReport> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#entered = new Set();
        this.#watcher?.begin();
        const look = new Look(this.#index, {
          paths: null,
          full,
          scanOptions: this.#scanOptions,
          during: null,
        });
        const stopped = () => signal.aborted || this.#closed;
        signal.addEventListener('abort', () => this.#reading.wake(), { once: true });
        const done = await this.#goThrough(look, stopped, () => this.#takeBatches(look));
        if (done) this.#store.tidy();
        else look.cancel();
        const report = look.report(this.#discarded);
        if (this.#watcher !== null && !report.cancelled) {
          this.#watcher.retain(this.#entered);
          this.#options.events.watching(this.#watcher.isPartial ? 'partly' : 'yes');
        }
        this.#discarded = null;
        return report;
      } catch (error) {
        if (errorCode(error) !== damaged || attempt > 1) throw error;
        this.#reopen(errorMessage(error));
      }
    }
  }

  #enter(folder: string): void {
    if (this.#watcher === null) return;
    this.#entered.add(folder);
    this.#watcher.follow(folder);
  }

  /**
   * Brings a look to its end, group by group. Answers whether it came so far before it was stopped.
   *
   * @param meanwhile is done between the groups
   */
  async #goThrough(look: Look, stopped: () => boolean, meanwhile: () => Promise<void>): Promise<boolean> {
    for (;;) {
      await nextTurn();
      await meanwhile();
      if (stopped()) {
        this.#reading.forget(look);
        return false;
      }
      this.#meetDamage();
      this.#told.progress(look.progress);
      this.#group(look);
      this.#reading.fill(look);
      const reading = this.#reading.isReading(look);
      if (look.isScanning || this.#reading.isReady()) continue;
      if (!reading) break;
      await this.#reading.news();
    }
    while (this.#write(() => look.remove())) {
      await nextTurn();
      if (stopped()) return false;
    }
    return true;
  }

  /** Throws what somebody else has met. */
  #meetDamage(): void {
    if (this.#damage !== null) throw new UserError(damaged, this.#damage.reason);
  }

  /** Finds more files, and writes what was read, of whatever look, in the order in which it was. */
  #group(look: Look): void {
    if (!look.isScanning && !this.#reading.isReady()) return;
    this.#write((change) => {
      if (look.isScanning) look.scan();
      let changed = false;
      if (!this.#reading.isReady()) return changed;
      for (let next = this.#reading.take(); next !== undefined; next = this.#reading.take())
        for (const result of next.results) changed = next.look.take(result, change) || changed;
      return changed;
    });
  }

  /** Writes a group; answers whether something has changed. */
  #write(work: (change: number) => boolean): boolean {
    let changed = false;
    this.#store.group((change) => {
      changed = work(change);
      if (changed) this.#index.endGroup();
      return changed;
    });
    if (changed) this.#told.changed();
    return changed;
  }

  /** Brings up to date what has changed, also while everything is looked at. Damage is the only error that it throws. */
  async #takeBatches(during: Look | null): Promise<void> {
    for (let paths = this.#batches.shift(); paths !== undefined; paths = this.#batches.shift()) {
      try {
        const look = new Look(this.#index, {
          paths,
          full: false,
          scanOptions: this.#scanOptions,
          during,
          onRead: (path, ms) => this.#changes?.took(path, ms),
        });
        await this.#goThrough(
          look,
          () => this.#closed,
          async () => undefined,
        );
        for (const path of paths) this.#watcher?.forgetMissing(path);
      } catch (error) {
        if (errorCode(error) !== damaged) this.#options.events.failed(error);
        else if (during !== null) throw error;
        else this.#beginAnew(errorMessage(error));
      }
    }
  }

  #beginAnew(reason: string): void {
    try {
      this.#reopen(reason);
      this.#lookAgain();
    } catch (error) {
      this.#options.events.failed(error);
    }
  }

  #reopen(reason: string): void {
    try {
      this.#store.close();
    } catch {
      // It is thrown away; whatever it says to that.
    }
    this.#reading.forgetAll();
    LibraryStore.discard(this.#options.database);
    this.#store = LibraryStore.open(this.#options.database);
    this.#index = this.#openIndex();
    this.#discarded = reason;
    this.#options.events.reopened();
    this.#damage?.resolve();
    this.#damage = null;
  }

  #openIndex(): FileIndex {
    return new FileIndex({ root: this.#options.workspace, store: this.#store, now: systemClock.now });
  }
}
