import type { Look } from './look.ts';
import type { Reader, ReadResult } from './read-results.ts';

/** What is read together, so many files at most; at first fewer, so that something is found soon. */
const groupFiles = 100;
const firstFiles = 20;
/** So many groups are being read or wait to be written, so that neither the reader nor the writer waits for the other. */
const mostGroups = 10;
/** So many groups are written together, since each writing has its price, or fewer that have waited for so long, ms. */
const writtenGroups = 6;
const longestWait = 500;
/** When fewer groups are being read than these, it is because there are no more: a look has always as many as it may. */
const lastGroups = mostGroups / 2;

interface Arrived {
  readonly look: Look;
  readonly results: readonly ReadResult[];
}

/** What is being read, and what was read and waits to be written: in the order in which it was read, whoever asked. */
export class ReadingQueue {
  readonly #reader: Reader;
  readonly #asked = new Map<Look, number>();
  readonly #failures = new Map<Look, unknown>();
  readonly #arrived: Arrived[] = [];
  readonly #forgotten = new WeakSet<Look>();
  /** When something was taken the last time; the first group does not wait. */
  #written = Number.NEGATIVE_INFINITY;
  #wake: (() => void) | null = null;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Asks for what a look needs next. */
  fill(look: Look): void {
    while ((this.#asked.get(look) ?? 0) < mostGroups) {
      const files = look.toRead(this.#written < 0 ? firstFiles : groupFiles);
      if (files.length === 0) return;
      this.#count(look, 1);
      this.#reader
        .read(files, look.maxFileBytes)
        .then((results) => {
          if (this.#forgotten.has(look)) return;
          look.giveBack(files.slice(results.length));
          this.#arrived.push({ look, results });
        })
        .catch((error) => void this.#failures.set(look, error))
        .finally(() => {
          this.#count(look, -1);
          this.wake();
        });
    }
  }

  /** Whether something has been read and should be written now. */
  isReady(): boolean {
    if (this.#arrived.length === 0) return false;
    return (
      this.#arrived.length >= writtenGroups ||
      performance.now() - this.#written > longestWait ||
      this.#arrived.some(({ look }) => {
        const asked = this.#asked.get(look) ?? 0;
        // Nothing is saved up towards the end of a build: it would be written when the reader has nothing to do any more.
        return asked === 0 || (asked < lastGroups && look.progress !== null);
      })
    );
  }

  /** What was read first of what has not been taken. */
  take(): Arrived | undefined {
    this.#written = performance.now();
    return this.#arrived.shift();
  }

  /** Whether something is being read for a look. Throws what made reading impossible. */
  isReading(look: Look): boolean {
    const failure = this.#failures.get(look);
    this.#failures.delete(look);
    if (failure !== undefined) throw failure;
    return (this.#asked.get(look) ?? 0) > 0;
  }

  /** Waits until something was read, or somebody wakes whoever waits. */
  news(): Promise<void> {
    if (this.isReady() || this.#failures.size > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const late = this.#arrived.length > 0 ? setTimeout(() => this.wake(), longestWait) : undefined;
      this.#wake = () => {
        clearTimeout(late);
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake?.();
    this.#wake = null;
  }

  /** Ignores what is still read for a look. */
  forget(look: Look): void {
    this.#forgotten.add(look);
    const others = this.#arrived.filter((arrived) => arrived.look !== look);
    this.#arrived.splice(0, this.#arrived.length, ...others);
  }

  /** The same for all looks: they belong to an index that is no more. */
  forgetAll(): void {
    for (const look of this.#asked.keys()) this.forget(look);
    this.#arrived.length = 0;
  }

  #count(look: Look, by: number): void {
    const asked = (this.#asked.get(look) ?? 0) + by;
    if (asked === 0) this.#asked.delete(look);
    else this.#asked.set(look, asked);
  }
}
