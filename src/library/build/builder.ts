import { errorMessage } from '../../common/errors.ts';
import type { BuildProgress, BuildReport } from '../../model/library-report.ts';
import type { LibraryRules } from '../library-rules.ts';
import { learnFacts } from '../record/learn-facts.ts';
import { learnedSeq } from '../record/learned.ts';
import { type PreparedFacts, prepareFacts } from '../record/prepare-facts.ts';
import type { RecordedFacts } from '../record/recorded-facts.ts';
import type { FixOutcome } from '../review/fix-outcome.ts';
import { Fixing } from '../review/fixing.ts';
import type { ScanOptions } from '../scan.ts';
import { BuilderNews } from './builder-news.ts';
import { excludedPaths } from './excluded-paths.ts';
import { Look, type Walk } from './look.ts';
import { LookCourse } from './look-course.ts';
import type { Reader } from './read-results.ts';
import { ReadingQueue } from './reading-queue.ts';
import { Watching } from './watching.ts';
import { isDamage, WrittenIndex } from './written-index.ts';

/** What the builder tells while it works. */
export interface BuilderEvents {
  /** How far the look at everything is; null when it has ended. */
  progress(progress: BuildProgress | null): void;
  /** Something was written that can be searched now. */
  changed(): void;
  /** The database was thrown away, and a new one stands in its place. */
  reopened(): void;
  watching(state: 'yes' | 'partly'): void;
  /** Something that says what is indexed may have changed. */
  rules(): void;
  /** Something went wrong that nobody waits for. */
  failed(error: unknown): void;
}

export interface BuilderOptions {
  /** The absolute path of the workspace. */
  readonly workspace: string;
  readonly database: string;
  readonly rules: LibraryRules;
  /** Files that the rules come from, relative to the workspace, with `/`. */
  readonly rulesFiles: readonly string[];
  readonly reader: Reader;
  /** See `LookOptions`. */
  readonly walk?: Walk;
  /** Folders that are watched. Default: more than most workspaces have. */
  readonly mostWatched?: number;
  readonly events: BuilderEvents;
}

interface Job {
  readonly full: boolean;
  readonly signal: AbortSignal;
  resolve(report: BuildReport): void;
  reject(error: unknown): void;
}

/** Keeps the index of a workspace: one look at everything at a time, and between its steps what changes meanwhile. */
export class Builder {
  readonly #options: BuilderOptions;
  readonly #reading: ReadingQueue;
  readonly #course: LookCourse;
  #scanOptions: ScanOptions = {};
  readonly #jobs: Job[] = [];
  readonly #batches: (readonly string[])[] = [];
  readonly #told: BuilderNews;
  readonly #index: WrittenIndex;
  #watching: Watching | null = null;
  readonly #fixes: (() => Promise<void>)[] = [];
  #working = false;
  #worked = Promise.resolve();
  #closed = false;

  /** Throws the UserErrors of `LibraryStore.open`. */
  constructor(options: BuilderOptions) {
    this.#options = options;
    const { workspace, database, events } = options;
    this.#told = new BuilderNews(events);
    this.#index = new WrittenIndex({
      workspace,
      database,
      onChanged: () => this.#told.changed(),
      onReopened: () => events.reopened(),
    });
    this.#reading = new ReadingQueue(options.reader);
    this.#course = new LookCourse({ index: this.#index, reading: this.#reading, told: this.#told });
    this.goBy(options.rules);
  }

  /** Whether nothing was ever written. */
  get isEmpty(): boolean {
    return this.#index.isEmpty;
  }

  /** Indexes what these rules say, from the next look on. */
  goBy({ exclude, maxFileBytes }: LibraryRules): void {
    this.#scanOptions = {
      maxFileBytes,
      exclude: excludedPaths(exclude),
      onFolder: (folder) => this.#watching?.enter(folder),
    };
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
    const { workspace, rulesFiles, mostWatched, events } = this.#options;
    this.#watching ??= new Watching({
      workspace,
      rulesFiles,
      mostWatched,
      onPaths: (paths) => {
        this.#batches.push(paths);
        this.#reading.wake();
        void this.#work();
      },
      onAnything: () => this.#lookAgain(),
      onRules: () => events.rules(),
    });
    return this.build(false, signal);
  }

  /**
   * Keeps what the journal knows, and reviews what that concerns. Answers with the last event that it knows: another one
   * than that of the facts where they do not follow on what was told before.
   */
  async learn(facts: RecordedFacts): Promise<number> {
    const prepared = await prepareFacts(facts, this.#options.workspace);
    if (this.#closed || this.#index.hasDamage) return 0;
    try {
      const { db } = this.#index.files.store;
      if (learnedSeq(db) === facts.after) this.#learn(facts, prepared);
      this.#told.flush();
      return learnedSeq(db);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#beginAnew(errorMessage(error));
      return 0;
    }
  }

  #learn(facts: RecordedFacts, prepared: PreparedFacts): void {
    this.#index.write((change) => {
      const { store, writer, review } = this.#index.files;
      const { changed, concerned } = learnFacts(store.db, writer, facts, prepared, change);
      return review.weigh(concerned) || changed;
    });
  }

  /** Mends what can be mended without a person, of these files or of all, and reviews again until nothing changes. */
  fix(paths: readonly string[] | null): Promise<FixOutcome> {
    return new Promise((resolve, reject) => {
      this.#fixes.push(() => this.#fix(paths).then(resolve, reject));
      void this.#work();
    });
  }

  async #fix(paths: readonly string[] | null): Promise<FixOutcome> {
    const fixing = new Fixing(this.#index.files.store.db, this.#options.workspace, paths);
    try {
      for (let changed = fixing.round(); changed.length > 0 && !this.#closed; changed = fixing.round())
        await this.#lookAt(changed, null);
    } catch (error) {
      if (!isDamage(error)) throw error;
      // What was mended so far stays; it is read with everything else.
      this.#beginAnew(errorMessage(error));
    }
    return fixing.outcome();
  }

  /** Throws the database away and makes a new one, because somebody who reads it met damage; what is built there comes by and by. */
  discard(reason: string): Promise<void> {
    const mended = this.#index.meetDamage(reason);
    this.#lookAgain();
    this.#reading.wake();
    return mended;
  }

  /** Stops where it is; what was committed stays. */
  close(): void {
    this.#stop();
    this.#index.close();
  }

  /** The same, but whoever waits for a build is told how far it came. */
  async end(): Promise<void> {
    this.#stop();
    await this.#work();
    this.#index.close();
  }

  #stop(): void {
    this.#closed = true;
    this.#watching?.close();
    this.#reading.wake();
  }

  /** Looks at everything when nobody waits for it, unless somebody is going to do so. */
  #lookAgain(): void {
    if (this.#jobs.length > 0) return;
    this.build(false, new AbortController().signal)
      .then(({ durationMs }) => this.#watching?.tookEverything(durationMs))
      .catch((error) => this.#options.events.failed(error));
  }

  /** Does what there is to do; resolves when nothing is left. */
  #work(): Promise<void> {
    if (!this.#working) {
      this.#working = true;
      this.#worked = this.#workOff();
    }
    return this.#worked;
  }

  async #workOff(): Promise<void> {
    try {
      for (;;) {
        if (this.#batches.length > 0) await this.#takeBatches(null);
        const job = this.#jobs.shift();
        const fix = job === undefined && !this.#closed ? this.#fixes.shift() : undefined;
        if (job !== undefined) await this.#do(job);
        else if (fix !== undefined) await fix();
        else if (this.#batches.length === 0 || this.#closed) return;
      }
    } finally {
      this.#working = false;
      this.#told.flush();
    }
  }

  /** Its end is told before whoever waits for it is answered. */
  async #do(job: Job): Promise<void> {
    const answer = await this.#lookAtEverything(job).then(
      (report) => () => job.resolve(report),
      (error: unknown) => () => job.reject(error),
    );
    this.#options.events.progress(null);
    answer();
  }

  async #lookAtEverything({ full, signal }: Job): Promise<BuildReport> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#watching?.begin();
        const look = new Look(this.#index.files, {
          paths: null,
          walk: this.#options.walk,
          full,
          scanOptions: this.#scanOptions,
          during: null,
        });
        const stopped = () => signal.aborted || this.#closed;
        signal.addEventListener('abort', () => this.#reading.wake(), { once: true });
        const done = await this.#course.everything(look, {
          stopped,
          meanwhile: () => this.#takeBatches(look),
        });
        if (done) this.#index.tidy();
        else look.cancel();
        const report = look.report(this.#index.takeDiscarded());
        if (this.#watching !== null && !report.cancelled) this.#options.events.watching(this.#watching.end());
        return report;
      } catch (error) {
        if (!isDamage(error) || attempt > 1) throw error;
        this.#reopen(errorMessage(error));
      }
    }
  }

  /** Brings up to date what has changed, also while everything is looked at. Damage is the only error that it throws. */
  async #takeBatches(during: Look | null): Promise<void> {
    for (let paths = this.#batches.shift(); paths !== undefined; paths = this.#batches.shift()) {
      try {
        await this.#lookAt(paths, during);
        this.#watching?.forgetMissing(paths);
      } catch (error) {
        if (!isDamage(error)) this.#options.events.failed(error);
        else if (during !== null) throw error;
        else this.#beginAnew(errorMessage(error));
      }
    }
  }

  /** @param during a look at everything that is under way, which reviews in the end */
  async #lookAt(paths: readonly string[], during: Look | null): Promise<void> {
    const look = new Look(this.#index.files, {
      paths,
      full: false,
      scanOptions: this.#scanOptions,
      during,
      onRead: (path, ms) => this.#watching?.took(path, ms),
    });
    const stopped = () => this.#closed;
    if (during === null) await this.#course.alone(look, stopped);
    else await this.#course.within(look, stopped);
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
    this.#reading.forgetAll();
    this.#index.reopen(reason);
  }
}
