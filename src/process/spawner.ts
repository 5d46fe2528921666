import type { Result } from '../common/result.ts';
import { type SpawnedProcess, type SpawnFailure, type SpawnRequest, spawnProcess } from './spawn-process.ts';
import { SpawnerLink } from './spawner-link.ts';

export interface SpawnerOptions {
  /** The program of the spawner. */
  readonly entry: string;
  /** Hears, once, that the spawner is lost; everything is then started from here. */
  readonly onTrouble: (message: string) => void;
  /** Processes that are started from here in quick succession before a spawner is worth its memory. */
  readonly after?: number;
  /** Milliseconds without work after which the spawner is let go. */
  readonly idleMs?: number;
}

const defaultAfter = 24;
const defaultIdleMs = 10_000;

/**
 * Starts processes through a small process of its own, when there are many to start. `fork` copies the page tables of
 * the process that forks and waits until the new program is loaded: an engine of a hundred megabytes would do little
 * else. Where starting is no fork (macOS, Windows), it starts them itself.
 */
export class Spawner {
  readonly #options: SpawnerOptions;
  #link: SpawnerLink | null = null;
  #broken = process.platform !== 'linux';
  #started = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: SpawnerOptions) {
    this.#options = options;
  }

  /** Starts a process with its outputs piped. */
  spawn(request: SpawnRequest): Promise<Result<SpawnedProcess, SpawnFailure>> {
    if (this.#link?.isReady) return this.#link.spawn(request);
    if (!this.#broken && this.#link === null) this.#count();
    return spawnProcess(request);
  }

  /** Resolves when the spawner is gone. What it started goes on, and is not heard of any more. */
  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    this.#broken = true;
    const link = this.#link;
    this.#link = null;
    await link?.end();
  }

  #count(): void {
    const { after = defaultAfter, idleMs = defaultIdleMs, entry } = this.#options;
    const now = performance.now();
    if (now - this.#lastAt > idleMs) this.#started = 0;
    this.#lastAt = now;
    this.#started += 1;
    if (this.#started <= after) return;
    this.#started = 0;
    this.#link = new SpawnerLink(entry, () => this.#onLost());
    this.#watch(idleMs);
  }

  /** Lets a spawner go that had nothing to do twice in a row. */
  #watch(idleMs: number): void {
    let wasIdle = false;
    this.#idleTimer = setInterval(() => {
      const link = this.#link;
      const isIdle = link?.size === 0;
      if (wasIdle && isIdle) {
        clearInterval(this.#idleTimer);
        this.#link = null;
        void link.end();
      }
      wasIdle = isIdle;
    }, idleMs).unref();
  }

  #onLost(): void {
    clearInterval(this.#idleTimer);
    this.#link = null;
    this.#broken = true;
    this.#options.onTrouble('the process that starts agents was lost; they are started by the engine itself');
  }
}
