import * as vscode from 'vscode';
import type { EngineClient } from '../../client/engine-client.ts';
import type { BuildProgress, LibraryStatus } from '../../model/library-report.ts';
import type { ReviewQueue } from '../../model/library-review.ts';
import { Pulse } from './pulse.ts';

/** Milliseconds between two looks at what has changed, at least: a build tells of changes some times a second. */
const lookEveryMs = 500;

/** Documents and groups of the review that are listed at most. */
const mostWaiting = 5000;

/** What of a library is another one now: how far its build has come, what is in it, or what is known of it at all. */
export type LibraryChange = 'progress' | 'content';

/** What a library asks of the session that it belongs to. */
export interface LibraryAccess {
  /** The engine, started where none runs. */
  engine(): Promise<EngineClient>;
  /** Something went wrong that nobody waits for. */
  fail(error: unknown): void;
}

/**
 * The knowledge library of a workspace folder, as this window knows it. Nothing is read or indexed because of it until
 * somebody calls `watch`; from then on it is kept up to date, also by the next engine when this one is gone.
 */
export class WorkspaceLibrary implements vscode.Disposable {
  readonly #access: LibraryAccess;
  readonly #onDidChange = new vscode.EventEmitter<LibraryChange>();
  readonly #look = new Pulse(lookEveryMs, () => void this.#lookNow());
  #client: EngineClient | null = null;
  #wanted = false;
  #status: LibraryStatus | null = null;
  #waiting: ReviewQueue['waiting'] | null = null;
  #progress: BuildProgress | null = null;
  #queue: Promise<ReviewQueue> | null = null;
  #generation = 0;
  /** How often progress was told. */
  #moves = 0;
  #looking = false;
  #lookAgain = false;
  #disposed = false;

  /** At most twice a second for what is in it. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(access: LibraryAccess) {
    this.#access = access;
  }

  /** Whether somebody wants it kept up to date. */
  get isWatched(): boolean {
    return this.#wanted;
  }

  /** What it holds, as it was told last; null where nobody has asked. */
  get status(): LibraryStatus | null {
    return this.#status;
  }

  /** How many documents wait for somebody to look at them; null where nobody has asked. */
  get waiting(): ReviewQueue['waiting'] | null {
    return this.#waiting;
  }

  /** How far the build is that goes on; null where none does. */
  get progress(): BuildProgress | null {
    return this.#progress;
  }

  /** Rises with every change: what was asked before may be another one now. */
  get generation(): number {
    return this.#generation;
  }

  /** Brings it up to date, and keeps it so. Never rejects. */
  async watch(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    await this.#watchBy(this.#client);
  }

  /** Looks for what has changed in a library that is watched; of another one, asks for nothing. Never rejects. */
  async refresh(): Promise<void> {
    if (!this.#wanted) return;
    try {
      const client = this.#client ?? (await this.#access.engine());
      await client.call('library/build', { full: false });
    } catch (error) {
      this.#access.fail(error);
    }
    this.#look.beat();
  }

  /** What waits for somebody to look at it: asked once for every state of the library. */
  async queue(): Promise<ReviewQueue> {
    const asked = this.#queue ?? this.#askQueue();
    this.#queue = asked;
    try {
      return await asked;
    } catch (error) {
      if (this.#queue === asked) this.#queue = null;
      throw error;
    }
  }

  /** Asks again for all that is shown of it. */
  changed(): void {
    this.#look.beat();
  }

  /** An engine is there, for the first time or again. */
  attach(client: EngineClient): void {
    this.#client = client;
    client.onLibraryNews((news) => {
      if (news.kind === 'progress') this.#moved(news.progress);
      else this.#look.beat();
    });
    client.onClose(() => {
      if (this.#client !== client) return;
      this.#client = null;
      this.#moved(null);
    });
    if (this.#wanted) void this.#watchBy(client);
    this.#look.beat();
  }

  dispose(): void {
    this.#disposed = true;
    this.#look.dispose();
    this.#onDidChange.dispose();
  }

  async #watchBy(client: EngineClient | null): Promise<void> {
    try {
      // Whoever connects because of this is attached, and watches.
      if (client === null) await this.#access.engine();
      else {
        await client.call('library/watch', {});
        this.#look.beat();
      }
    } catch (error) {
      this.#access.fail(error);
    }
  }

  async #askQueue(): Promise<ReviewQueue> {
    const client = await this.#access.engine();
    return await client.call('library/review', { limit: mostWaiting });
  }

  #moved(progress: BuildProgress | null): void {
    const ended = progress === null && this.#progress !== null;
    this.#progress = progress;
    this.#moves += 1;
    this.#tell('progress');
    // When it was built, and whether everything is in it, is told by nobody else.
    if (ended) this.#look.beat();
  }

  async #lookNow(): Promise<void> {
    // What is asked now may be answered after what is asked later.
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = true;
    this.#generation += 1;
    this.#queue = null;
    if (this.#wanted && this.#client !== null) await this.#ask(this.#client);
    this.#looking = false;
    this.#tell('content');
    if (this.#lookAgain) this.#look.beat();
    this.#lookAgain = false;
  }

  async #ask(client: EngineClient): Promise<void> {
    const moves = this.#moves;
    const [status, review] = await Promise.allSettled([
      client.call('library/status', {}),
      client.call('library/review', { limit: 1 }),
    ]);
    if (status.status === 'fulfilled') {
      this.#status = status.value;
      // What was told meanwhile is newer than what was asked for.
      if (this.#moves === moves) this.#progress = status.value.building;
    }
    if (review.status === 'fulfilled') this.#waiting = review.value.waiting;
    for (const answer of [status, review])
      if (answer.status === 'rejected' && !client.closed) this.#access.fail(answer.reason);
  }

  #tell(change: LibraryChange): void {
    if (!this.#disposed) this.#onDidChange.fire(change);
  }
}
