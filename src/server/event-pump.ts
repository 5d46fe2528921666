import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { EngineApi } from '../rpc/engine-api.ts';

/** Events that are read at once: few, so that large ones fill no memory and others get their turn. */
const pageSize = 500;

/** Pages that are put into one batch for a client that is up to date: enough for 100,000 events a second. */
const livePages = 16;

/** Milliseconds between two batches for a client that is up to date. */
const liveIntervalMs = 33;

/** Characters of JSON after which a batch is closed, so that large events do not make a huge message. */
const maxBatchLength = 1024 * 1024;

interface Subscription {
  readonly id: number;
  readonly runId: string | undefined;
  /** The last event that was sent. */
  cursor: number;
  /** Whether everything recorded was sent: what comes next has only just happened. */
  live: boolean;
  /** Whether something may have been committed after the cursor. */
  news: boolean;
}

export interface EventPumpOptions {
  readonly readEvents: EngineApi['readEvents'];
  /** Sends a message and resolves when the system has taken it; a rejection ends the pump. */
  send(json: string): Promise<void>;
  /** Reading failed; the pump has ended. */
  onError(error: unknown): void;
}

/**
 * Carries events to one client. There is one path for what is recorded and for what happens: a cursor for each
 * subscription, that reads the next page when the page before was taken. A client that does not read is waited for;
 * nothing is kept for it but its cursor and the page under way.
 */
export class EventPump {
  readonly #options: EventPumpOptions;
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #ended = new AbortController();
  #nextId = 1;
  #flushing = new AbortController();
  #running: Promise<void> | undefined;
  #lastLive = Number.NEGATIVE_INFINITY;

  constructor(options: EventPumpOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  /** Begins with the event after `after`; nothing is sent before the caller's turn of the event loop ends. */
  add(after: number, runId: string | undefined): number {
    const id = this.#nextId++;
    this.#subscriptions.set(id, { id, runId, cursor: after, live: false, news: true });
    this.#wake();
    return id;
  }

  remove(id: number): boolean {
    return this.#subscriptions.delete(id);
  }

  /** Says that events were committed. */
  notify(): void {
    for (const subscription of this.#subscriptions.values()) subscription.news = true;
    this.#wake();
  }

  /** Resolves when everything committed so far was taken, without pauses; never, if the client does not read. */
  async flush(): Promise<void> {
    this.#flushing.abort();
    this.notify();
    await this.#running;
  }

  end(): void {
    this.#ended.abort();
    this.#flushing.abort();
    this.#subscriptions.clear();
  }

  #wake(): void {
    if (this.#running || this.#ended.signal.aborted) return;
    this.#running = this.#run()
      .catch((error: unknown) => {
        if (this.#ended.signal.aborted) return;
        this.end();
        this.#options.onError(error);
      })
      .finally(() => {
        this.#running = undefined;
        if (this.#due()) this.#wake();
      });
  }

  #due(): Subscription | undefined {
    for (const subscription of this.#subscriptions.values()) if (subscription.news) return subscription;
    return undefined;
  }

  async #run(): Promise<void> {
    await nextTurn();
    for (let due = this.#due(); due; due = this.#due()) {
      if (due.live) await this.#pace();
      if (this.#subscriptions.has(due.id)) await this.#sendNext(due);
      // To the end of the queue, so that subscriptions take turns.
      if (this.#subscriptions.delete(due.id)) this.#subscriptions.set(due.id, due);
      await nextTurn();
    }
  }

  async #pace(): Promise<void> {
    const wait = this.#lastLive + liveIntervalMs - performance.now();
    if (wait > 0 && !this.#flushing.signal.aborted) {
      await sleep(wait, undefined, { signal: this.#flushing.signal }).catch(() => undefined);
    }
    this.#lastLive = performance.now();
  }

  async #sendNext(subscription: Subscription): Promise<void> {
    const { runId } = subscription;
    let batch: string[] = [];
    let length = 0;
    let pages = subscription.live ? livePages : 1;
    for (; pages > 0; pages--) {
      // Before the reading: a commit during it says so again.
      subscription.news = false;
      const events = this.#options.readEvents({ after: subscription.cursor, runId, limit: pageSize });
      for (const event of events) {
        const json = JSON.stringify(event);
        batch.push(json);
        length += json.length;
        subscription.cursor = event.seq;
        if (length < maxBatchLength) continue;
        await this.#send(subscription, batch);
        batch = [];
        length = 0;
      }
      subscription.live = events.length < pageSize;
      if (subscription.live) break;
      subscription.news = true;
    }
    await this.#send(subscription, batch);
  }

  async #send(subscription: Subscription, events: readonly string[]): Promise<void> {
    if (events.length === 0 || !this.#subscriptions.has(subscription.id)) return;
    await this.#options.send(
      `{"jsonrpc":"2.0","method":"events/batch","params":{"subscription":${subscription.id},"events":[${events.join(',')}]}}`,
    );
  }
}
