import type { Poison } from '../build/poison.ts';
import type { FileToRead, Reader, ReadResult } from '../build/read-results.ts';
import { ReadingSlot } from './reading-slot.ts';
import { WorkerLink } from './worker-link.ts';
import type { ReaderMethods, ReadingRole } from './worker-messages.ts';

export interface ReaderLinkOptions extends ReadingRole {
  /** The program of the thread. */
  readonly entry: string;
  /** See `WorkerLinkOptions`. */
  readonly idleMs: number;
  /** How long a file may be read, ms. */
  readonly patienceMs: number;
  /** Hears of a file that took the thread down. */
  readonly onPoison: (path: string, why: string) => void;
}

/** MiB of values in the memory of the thread: the largest syntax tree, and what was read of some files. */
const heapMiB = 256;

/** The thread that reads. When a file takes it down or keeps it too long, the next one reads that file as plain text. */
export class ReaderLink implements Reader {
  readonly #options: ReaderLinkOptions;
  readonly #link: WorkerLink<ReaderMethods>;
  readonly #slot = new ReadingSlot();
  readonly #poison = new Map<string, Poison>();
  /** Deaths without a file to blame, since something was read the last time. */
  #unexplained = 0;
  #asked = 0;
  #guard: NodeJS.Timeout | undefined;

  constructor(options: ReaderLinkOptions) {
    this.#options = options;
    const { entry, idleMs, workspace, database } = options;
    this.#link = new WorkerLink<ReaderMethods>({
      entry,
      idleMs,
      heapMiB,
      role: () => ({
        role: 'reader',
        workspace,
        database,
        slot: this.#slot.buffer,
        poison: [...this.#poison],
      }),
      onNotice: () => undefined,
      onDeath: (why) => this.#died(why),
    });
  }

  async read(files: readonly FileToRead[], maxBytes: number): Promise<readonly ReadResult[]> {
    if (this.#asked++ === 0) this.#watchOver();
    try {
      const results = await this.#link.call('read', { files, maxBytes });
      this.#unexplained = 0;
      for (const { path } of results) this.#poison.delete(path);
      return results;
    } finally {
      if (--this.#asked === 0) clearInterval(this.#guard);
    }
  }

  /** Keeps the thread ready from now on: to start it takes longer than to read what somebody has just saved. */
  async stayReady(): Promise<void> {
    this.#link.keep(true);
    await this.#link.call('read', { files: [], maxBytes: 0 });
  }

  /** Lets the thread end again when it has nothing to do. */
  rest(): void {
    this.#link.keep(false);
  }

  async close(): Promise<void> {
    clearInterval(this.#guard);
    await this.#link.close();
  }

  /** Looks whether the thread reads one file for too long. */
  #watchOver(): void {
    const { patienceMs } = this.#options;
    let last = this.#slot.look().turn;
    let since = performance.now();
    const look = () => {
      const { turn, path } = this.#slot.look();
      const now = performance.now();
      if (turn !== last || path === null) {
        last = turn;
        since = now;
      } else if (now - since > patienceMs) {
        this.#link.kill(`it took longer than ${patienceMs / 1000} s to read`);
      }
    };
    this.#guard = setInterval(look, Math.min(1000, patienceMs / 4));
  }

  /** Answers whether another thread can do better. */
  #died(why: string): boolean {
    const { path } = this.#slot.look();
    this.#slot.end();
    if (path === null) return ++this.#unexplained < 2;
    this.#options.onPoison(path, why);
    const before = this.#poison.get(path);
    this.#poison.set(path, { trouble: why, always: before !== undefined });
    return !before?.always;
  }
}
