import { availableParallelism } from 'node:os';
import type { Result } from '../common/result.ts';
import type { EnvironmentMark } from './find-by-environment.ts';
import { type SpawnedProcess, type SpawnFailure, type SpawnRequest, spawnProcess } from './spawn-process.ts';
import { SpawnerLink } from './spawner-link.ts';

export interface SpawnerOptions {
  /** The program of the spawner. */
  readonly entry: string;
  /** What every spawner carries in its environment, see `endSpawners`. */
  readonly mark: EnvironmentMark;
  /** Hears, once, that the spawner is lost; everything is then started from here. */
  readonly onTrouble: (message: string) => void;
  /** So many processes in quick succession are worth a spawner's memory. */
  readonly worthwhile?: number;
  /** Milliseconds without work after which the spawners are let go. */
  readonly idleMs?: number;
}

const defaultWorthwhile = 48;
const defaultIdleMs = 10_000;

// Each of them spends most of its time waiting until a program is loaded; more than two would only take turns.
const mostLinks = Math.min(2, availableParallelism());

/**
 * Starts processes through small processes of its own, when there are many to start. `fork` copies the page tables of
 * the process that forks, and Node waits until the new program is loaded: an engine of a hundred megabytes would do
 * little else. Where starting is no fork (macOS, Windows), it starts them itself.
 */
export class Spawner {
  readonly #options: SpawnerOptions;
  #links: SpawnerLink[] = [];
  /** Those that were let go and may still be there. */
  readonly #leaving = new Set<SpawnerLink>();
  #broken = process.platform !== 'linux';
  #started = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: SpawnerOptions) {
    this.#options = options;
  }

  /** So many processes are about to be started. */
  expect(processes: number): void {
    if (processes >= this.#worthwhile) this.#begin();
  }

  /** Starts a process with its outputs piped. */
  spawn(request: SpawnRequest): Promise<Result<SpawnedProcess, SpawnFailure>> {
    // Where one is lost the others may be about to be: none of them is given anything more.
    if (this.#broken) return spawnProcess(request);
    let freest: SpawnerLink | undefined;
    for (const link of this.#links)
      if (link.isReady && link.size < (freest?.size ?? Number.POSITIVE_INFINITY)) freest = link;
    if (freest) return freest.spawn(request);
    this.#count();
    return spawnProcess(request);
  }

  /** Resolves when every spawner is gone, also one that was let go before. What it started goes on, and is not heard of any more. */
  async close(): Promise<void> {
    this.#broken = true;
    this.#letGo();
    await Promise.all(Array.from(this.#leaving, (link) => link.gone));
  }

  get #worthwhile(): number {
    return this.#options.worthwhile ?? defaultWorthwhile;
  }

  get #idleMs(): number {
    return this.#options.idleMs ?? defaultIdleMs;
  }

  #count(): void {
    const now = performance.now();
    if (now - this.#lastAt > this.#idleMs) this.#started = 0;
    this.#lastAt = now;
    this.#started += 1;
    if (this.#started >= this.#worthwhile) this.#begin();
  }

  #begin(): void {
    if (this.#broken || this.#links.length > 0) return;
    this.#started = 0;
    const { entry, mark } = this.#options;
    try {
      // One after another: the first is not forgotten where there is no room for the second.
      while (this.#links.length < mostLinks) {
        this.#links.push(new SpawnerLink(entry, mark, () => this.#onLost()));
      }
    } catch {
      this.#onLost();
    }
    this.#watch(this.#idleMs);
  }

  /** Lets the spawners go when they had nothing to do twice in a row. */
  #watch(idleMs: number): void {
    let wasIdle = false;
    this.#idleTimer = setInterval(() => {
      const isIdle = this.#links.every(({ isReady, size }) => isReady && size === 0);
      if (wasIdle && isIdle) this.#letGo();
      wasIdle = isIdle;
    }, idleMs).unref();
  }

  #letGo(): void {
    clearInterval(this.#idleTimer);
    for (const link of this.#links) {
      this.#leaving.add(link);
      link.letGo();
      void link.gone.then(() => this.#leaving.delete(link));
    }
    this.#links = [];
  }

  #onLost(): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#options.onTrouble(
      'a process that starts agents was lost; from now on the engine starts them itself',
    );
  }
}
