import { existsSync } from 'node:fs';
import { type Disposable, disposable } from '../common/disposable.ts';
import { errorCode, errorMessage, UserError } from '../common/errors.ts';
import { type Logger, silentLogger } from '../common/logger.ts';
import type {
  BuildProgress,
  BuildReport,
  LibraryStatus,
  SearchAnswer,
  SearchRequest,
} from '../model/library-report.ts';
import type { LibraryQuestions } from './library-questions.ts';
import { type LibraryRules, plainRules, sameRules } from './library-rules.ts';
import { libraryName } from './library-schema.ts';
import type { RecordedFacts } from './record/recorded-facts.ts';
import type { FixOutcome } from './review/fix-outcome.ts';
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
  /** What is indexed now: asked before every look and every question, so it must be quick. Default: `plainRules`. */
  readonly rules?: () => LibraryRules;
  /** Files that the rules come from, relative to the workspace, with `/`. */
  readonly rulesFiles?: readonly string[];
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

const idleMs = 60_000;
const patienceMs = 30_000;
/** MiB of values in the memory of the thread that searches: names and what is found. */
const searcherHeapMiB = 512;

/**
 * The knowledge library of a workspace, as the engine has it: messages to two worker threads, one that builds
 * (by way of a third one that reads files), and one that searches. Threads are started at the first call that needs them and end when nothing was asked
 * of them for a while. What can go wrong is a `UserError`: `library-locked`, `library-full`, `library-unreachable`,
 * `library-read-only`, `library-failed` (a thread died and could not go on), `library-closed`, `library-off` (the
 * rules say that nothing is indexed), `scan.unreadable`.
 */
export class Library {
  readonly #builder: BuilderLink;
  readonly #searcher: WorkerLink<SearcherMethods>;
  readonly #logger: Logger;
  readonly #database: string;
  readonly #rules: () => LibraryRules;
  /** Those of the last look; null before there was one. */
  #lookedBy: LibraryRules | null = null;
  /** Whether somebody wants it to be watched, as soon as something is indexed. */
  #wanted = false;
  readonly #progressListeners = new Set<(progress: BuildProgress | null) => void>();
  readonly #changeListeners = new Set<() => void>();
  readonly #discardListeners = new Set<() => void>();
  #building: BuildProgress | null = null;
  #watching: LibraryStatus['watching'] = 'no';
  /** Since it has answered the last time. */
  #searcherDeaths = 0;

  constructor(options: LibraryOptions) {
    const { workspace, database, workerEntry: entry } = options;
    this.#logger = options.logger ?? silentLogger;
    this.#database = database;
    this.#rules = options.rules ?? (() => plainRules);
    this.#builder = new BuilderLink({
      entry,
      idleMs: options.idleMs ?? idleMs,
      readerIdleMs: options.idleMs ?? idleMs,
      patienceMs: options.patienceMs ?? patienceMs,
      workspace,
      database,
      rulesFiles: options.rulesFiles ?? [],
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

  /** Why nothing is indexed, by the rules as they are now; null where something is. */
  get off(): string | null {
    return this.#rules().off;
  }

  /** Brings the index up to date with the workspace. Called while a build runs, it is one more look after that build. */
  async build(options: BuildOptions = {}): Promise<BuildReport> {
    const rules = this.#rules();
    if (rules.off !== null) {
      await this.#clear(rules);
      throw new UserError('library-off', rules.off);
    }
    this.#lookedBy = rules;
    return await this.#builder.build(options.full ?? false, rules, options.signal);
  }

  /**
   * Brings the index up to date and keeps it so, until the library is closed. Resolves with what the first look did;
   * null where nothing is indexed: watching begins when something is, and somebody asks something.
   */
  async watch(): Promise<BuildReport | null> {
    this.#wanted = true;
    const rules = this.#rules();
    if (rules.off !== null) {
      await this.#clear(rules);
      return null;
    }
    this.#lookedBy = rules;
    return await this.#builder.watch(rules);
  }

  /** What is in the library; of a library that was never built: nothing. Never waits for a build. */
  async status(): Promise<LibraryStatus> {
    const off = await this.#follow();
    const figures = await this.#ask(() => this.#searcher.call('figures', null));
    return { ...figures, building: this.#building, watching: this.#watching, off };
  }

  /** Finds passages; while a build runs, in what has been written so far. */
  async search(request: SearchRequest): Promise<SearchAnswer> {
    const off = await this.#follow();
    if (off !== null) return { hits: [], problem: off };
    return this.#ask(() => this.#searcher.call('search', request));
  }

  /** Asks what is in it; of a library that was never built there is nothing to say. Never waits for a build. */
  async ask<Q extends Exclude<keyof LibraryQuestions, 'search' | 'figures'>>(
    question: Q,
    params: LibraryQuestions[Q]['params'],
  ): Promise<LibraryQuestions[Q]['value']> {
    await this.#follow();
    return this.#ask(() => this.#searcher.call(question, params));
  }

  /**
   * Keeps what the journal knows, and reviews what that concerns. Answers with the last event that it knows: another one
   * than that of the facts where they do not follow on what it was told before. Null where nothing is indexed.
   */
  async learn(facts: RecordedFacts): Promise<number | null> {
    if ((await this.#follow()) !== null) return null;
    return this.#builder.learn(facts);
  }

  /** Mends what can be mended without a person, of these files or of all, and reviews again until nothing changes. */
  async fix(paths: readonly string[] | null): Promise<FixOutcome> {
    const off = await this.#follow();
    if (off !== null) throw new UserError('library-off', off);
    return this.#builder.fix(paths);
  }

  /** Calls `listener` some times a second while a build runs, and with null when it has ended. */
  onProgress(listener: (progress: BuildProgress | null) => void): Disposable {
    return added(this.#progressListeners, listener);
  }

  /** Calls `listener` after changes of the index, at most some times a second. */
  onChange(listener: () => void): Disposable {
    return added(this.#changeListeners, listener);
  }

  /** Calls `listener` when everything was thrown away and is built anew: what was told has to be told again. */
  onDiscard(listener: () => void): Disposable {
    return added(this.#discardListeners, listener);
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
        for (const listener of this.#discardListeners) listener();
        return;
      case 'watching':
        this.#watching = notice.state;
        return;
      case 'rules':
        void this.#follow();
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

  /** Goes by other rules, where they have changed since the last look. Answers why nothing is indexed; null where something is. */
  async #follow(): Promise<string | null> {
    const rules = this.#rules();
    const before = this.#lookedBy;
    if (rules.off !== null) await this.#clear(rules);
    // Where nobody watches, the next look goes by them.
    else if (before !== null && !sameRules(before, rules)) {
      this.#lookedBy = rules;
      if (this.#wanted) this.#inBackground(this.#watching === 'no' ? this.watch() : this.build());
    }
    return rules.off;
  }

  async #clear(rules: LibraryRules): Promise<void> {
    const before = this.#lookedBy;
    this.#lookedBy = rules;
    if ((before === null || before.off !== null) && !existsSync(this.#database)) return;
    await this.#builder.clear();
  }

  #inBackground(look: Promise<unknown>): void {
    look.catch((error) => this.#logger.error('The library could not be brought up to date.', error));
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
