import { type Disposable, disposable } from '../common/disposable.ts';
import { errorCode, errorMessage } from '../common/errors.ts';
import { type Logger, silentLogger } from '../common/logger.ts';
import type { SearchAnswer, SearchRequest, Suggestion, SuggestRequest } from '../model/library-report.ts';
import type { BuildProgress, BuildReport, LibraryStatus } from './library-report.ts';
import { libraryName } from './library-schema.ts';
import { BuilderLink } from './workers/builder-link.ts';
import { WorkerLink } from './workers/worker-link.ts';
import type { Notice, SearcherMethods } from './workers/worker-messages.ts';

export interface LibraryOptions {
  /** The absolute path of the folder that is indexed. */
  readonly workspace: string;
  /** The path of the database; its folder exists. Whoever opens a library checks before that the folder can be trusted. */
  readonly database: string;
  /** The program of the worker threads: `library-worker.ts` or its bundle. */
  readonly workerEntry: string;
  /** More patterns to leave out, as in an ignore file at the top of the workspace; no file can take them back. */
  readonly exclude?: readonly string[];
  /** Files with more bytes are left out. Default: 8 MiB. */
  readonly maxFileBytes?: number;
  /** Threads end when nothing was asked of them for so long, ms. Default: a minute. */
  readonly idleMs?: number;
  /** A file that is read for longer is read as plain text instead, ms. Default: 30 s. */
  readonly patienceMs?: number;
  readonly logger?: Logger;
}

export interface BuildOptions {
  /** Reads every file anew, whether it changed or not. */
  readonly full?: boolean;
  /** Ends the build after the group of files that it is at; what was written stays. */
  readonly signal?: AbortSignal;
}

const maxFileBytes = 8 * 1024 * 1024;
const idleMs = 60_000;
const patienceMs = 30_000;
/** Where not everything can be watched, a search looks for changes, if nobody has done so for so long, ms. */
const freshMs = 10_000;
/** MiB of values in the memory of the thread that searches: names and what is found. */
const searcherHeapMiB = 512;

/**
 * The knowledge library of a workspace, as the engine has it: messages to two worker threads, one that builds
 * (by way of a third one that reads files), and one that searches. Threads are started at the first call that needs them and end when nothing was asked
 * of them for a while. What can go wrong is a `UserError`: `library-locked`, `library-full`, `library-unreachable`,
 * `library-read-only`, `library-failed` (a thread died and could not go on), `library-closed`, `scan.unreadable`.
 */
export class Library {
  readonly #builder: BuilderLink;
  readonly #searcher: WorkerLink<SearcherMethods>;
  readonly #logger: Logger;
  readonly #progressListeners = new Set<(progress: BuildProgress | null) => void>();
  readonly #changeListeners = new Set<() => void>();
  #building: BuildProgress | null = null;
  #watching: LibraryStatus['watching'] = 'no';
  #lookedAt = 0;
  /** Since it has answered the last time. */
  #searcherDeaths = 0;

  constructor(options: LibraryOptions) {
    const { workspace, database, workerEntry: entry } = options;
    this.#logger = options.logger ?? silentLogger;
    this.#builder = new BuilderLink({
      entry,
      idleMs: options.idleMs ?? idleMs,
      readerIdleMs: options.idleMs ?? idleMs,
      patienceMs: options.patienceMs ?? patienceMs,
      workspace,
      database,
      exclude: options.exclude ?? [],
      maxFileBytes: options.maxFileBytes ?? maxFileBytes,
      logger: this.#logger,
      onNotice: (notice) => this.#hear(notice),
    });
    this.#searcher = new WorkerLink<SearcherMethods>({
      entry,
      role: () => ({ role: 'searcher', workspace, database }),
      idleMs: options.idleMs ?? idleMs,
      heapMiB: searcherHeapMiB,
      onNotice: () => undefined,
      onDeath: (why) => this.#searcherDied(why),
    });
  }

  /** Brings the index up to date with the workspace. Called while a build runs, it is one more look after that build. */
  async build(options: BuildOptions = {}): Promise<BuildReport> {
    const report = await this.#builder.build(options.full ?? false, options.signal);
    this.#lookedAt = performance.now();
    return report;
  }

  /** Brings the index up to date and keeps it so, until the library is closed. Resolves with what the first look did. */
  async watch(): Promise<BuildReport> {
    const report = await this.#builder.watch();
    this.#lookedAt = performance.now();
    return report;
  }

  /** What is in the library; of a library that was never built: nothing. Never waits for a build. */
  async status(): Promise<LibraryStatus> {
    const figures = await this.#ask(() => this.#searcher.call('figures', null));
    return { ...figures, building: this.#building, watching: this.#watching };
  }

  /** Finds passages; while a build runs, in what has been written so far. */
  async search(request: SearchRequest): Promise<SearchAnswer> {
    this.#lookIfOld();
    return this.#ask(() => this.#searcher.call('search', request));
  }

  /** Finds names while one types. */
  async suggest(request: SuggestRequest): Promise<readonly Suggestion[]> {
    return this.#ask(() => this.#searcher.call('suggest', request));
  }

  /** Calls `listener` some times a second while a build runs, and with null when it has ended. */
  onProgress(listener: (progress: BuildProgress | null) => void): Disposable {
    return added(this.#progressListeners, listener);
  }

  /** Calls `listener` after changes of the index, at most some times a second. */
  onChange(listener: () => void): Disposable {
    return added(this.#changeListeners, listener);
  }

  /** Ends the threads; a build that runs is ended, and what was asked is refused. */
  async close(): Promise<void> {
    await Promise.all([this.#builder.close(), this.#searcher.close()]);
  }

  #hear(notice: Notice): void {
    switch (notice.kind) {
      case 'progress':
        this.#building = notice.progress;
        for (const listener of this.#progressListeners) listener(notice.progress);
        return;
      case 'changed':
        for (const listener of this.#changeListeners) listener();
        return;
      case 'reopened':
        if (this.#searcher.isRunning) this.#searcher.call('reopen', null).catch(() => undefined);
        return;
      case 'watching':
        this.#watching = notice.state;
        return;
      case 'failed':
        this.#logger.error(`The library could not be brought up to date: ${notice.error.message}`);
        return;
      case 'poison':
        this.#logger.warn(`The file ${notice.path} is read as plain text: ${notice.why}`);
        return;
    }
  }

  /** Where a search meets damage, the index is built anew, and whoever asked is told so. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      const answer = await question();
      this.#searcherDeaths = 0;
      return answer;
    } catch (error) {
      if (errorCode(error) === `${libraryName}-damaged`) {
        this.#logger.warn(`${errorMessage(error)} It is thrown away and built anew.`);
        await this.#builder.discard(errorMessage(error));
        return question();
      }
      throw error;
    }
  }

  #lookIfOld(): void {
    if (this.#watching !== 'partly' || performance.now() - this.#lookedAt < freshMs) return;
    this.#lookedAt = performance.now();
    this.build().catch((error) => this.#logger.error('The library could not be brought up to date.', error));
  }

  /** Asked once more in another thread, and not again if that dies of it, too. */
  #searcherDied(why: string): boolean {
    this.#searcherDeaths += 1;
    this.#logger.warn(`The thread that searches the library died: ${why}`);
    return this.#searcherDeaths < 2;
  }
}

function added<T>(listeners: Set<T>, listener: T): Disposable {
  listeners.add(listener);
  return disposable(() => listeners.delete(listener));
}
