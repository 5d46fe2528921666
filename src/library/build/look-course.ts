import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BuilderNews } from './builder-news.ts';
import type { Look } from './look.ts';
import type { ReadingQueue } from './reading-queue.ts';
import type { WrittenIndex } from './written-index.ts';

/** What a look is asked between its steps. */
export interface LookPace {
  /** Whether it is to end where it is. */
  readonly stopped: () => boolean;
  /** What is done before the next step. */
  readonly meanwhile: () => Promise<void>;
}

export interface LookCourseOptions {
  readonly index: WrittenIndex;
  readonly reading: ReadingQueue;
  readonly told: BuilderNews;
}

/** Takes looks from their beginning to their end, step by step: each writes a group, and others have their turn between them. */
export class LookCourse {
  readonly #index: WrittenIndex;
  readonly #reading: ReadingQueue;
  readonly #told: BuilderNews;
  /** A look at some paths while nothing else is looked at: what it writes is reviewed with it. */
  #alone: Look | null = null;

  constructor({ index, reading, told }: LookCourseOptions) {
    this.#index = index;
    this.#reading = reading;
    this.#told = told;
  }

  /** A look at everything, and the review of it. Answers whether it came to its end before it was stopped. */
  async everything(look: Look, pace: LookPace): Promise<boolean> {
    const done =
      (await this.#goThrough(look, pace)) &&
      (await this.#renewEdges(pace)) &&
      (await this.#reviewAhead(pace));
    if (done) this.#index.renewReview();
    return done;
  }

  /** A look at some paths, and the review of them. */
  async alone(look: Look, stopped: () => boolean): Promise<void> {
    const pace = unbroken(stopped);
    this.#alone = look;
    try {
      await this.#goThrough(look, pace);
    } finally {
      this.#alone = null;
    }
    if (await this.#renewEdges(pace)) this.#index.renewReview();
  }

  /** A look at some paths between the steps of a look at everything, which reviews them in the end. */
  async within(look: Look, stopped: () => boolean): Promise<void> {
    await this.#goThrough(look, unbroken(stopped));
  }

  /** Brings a look to its end, group by group. Answers whether it came so far before it was stopped. */
  async #goThrough(look: Look, { stopped, meanwhile }: LookPace): Promise<boolean> {
    for (;;) {
      await nextTurn();
      await meanwhile();
      if (stopped()) {
        this.#reading.forget(look);
        return false;
      }
      this.#index.throwDamage();
      if (look.progress !== null) this.#told.progress(look.progress);
      this.#group(look);
      this.#reading.fill(look);
      const reading = this.#reading.isReading(look);
      if (look.isScanning || this.#reading.isReady()) continue;
      if (!reading) break;
      await this.#reading.news();
    }
    while (this.#index.write(() => look.remove())) {
      await nextTurn();
      if (stopped()) return false;
    }
    return true;
  }

  /** Resolves the links that may lead elsewhere now. Answers whether it came to the end before it was stopped. */
  #renewEdges(pace: LookPace): Promise<boolean> {
    return this.#inSteps(() => this.#index.renewSomeEdges(), pace);
  }

  /**
   * Lets the rules of the review look at everything that is new, step by step. Where something is written meanwhile it
   * leaves all of it to the review at the end: what changes all the time must not keep it from coming to an end.
   * Answers whether it was not stopped.
   */
  #reviewAhead(pace: LookPace): Promise<boolean> {
    this.#index.files.review.begin();
    return this.#inSteps(() => this.#index.reviewSome(), pace);
  }

  /** Does something until there is no more of it; answers whether it was not stopped before. */
  async #inSteps(step: () => boolean, { stopped, meanwhile }: LookPace): Promise<boolean> {
    for (let left = true; left; ) {
      await nextTurn();
      await meanwhile();
      if (stopped()) return false;
      this.#index.throwDamage();
      left = step();
    }
    return true;
  }

  /** Finds more files, and writes what was read, of whatever look, in the order in which it was. */
  #group(look: Look): void {
    if (!look.isScanning && !this.#reading.isReady()) return;
    this.#index.write((change) => {
      if (look.isScanning) look.scan();
      let changed = false;
      if (!this.#reading.isReady()) return changed;
      for (let next = this.#reading.take(); next !== undefined; next = this.#reading.take())
        for (const result of next.results) changed = next.look.take(result, change) || changed;
      // Nobody sees a file that was saved as one that nobody has reviewed.
      if (this.#alone !== null && !this.#reading.isReading(this.#alone))
        changed = this.#index.renewWithin() || changed;
      return changed;
    });
  }
}

/** The pace of what goes on without a break. */
function unbroken(stopped: () => boolean): LookPace {
  return { stopped, meanwhile: async () => undefined };
}
