import { ignoreFileNames } from '../ignore-rules.ts';

/** Changes are taken together until there was none for so long, ms; an editor needs a few for one saving. */
const quietMs = 40;
/** But no longer than that after the first, ms. */
const longestMs = 200;
/** With more paths than these, looking at everything is quicker. */
const mostPaths = 1000;
/** A system that has more to tell at once forgets some of it, without a word: half of what Linux keeps. */
const mostEvents = 8000;
/** What changes all the time is read so much of the time: a tenth. */
const rest = 9;

/** What changed where nobody knows what did, or too much. */
export const everything = '*';

/** What changed: some paths, or everything. */
export type ChangeBatch = readonly string[] | typeof everything;

/** Gathers changes, so that what belongs together is handled together and what changes all the time does not keep anybody busy. */
export class ChangeBatches {
  readonly #onBatch: (batch: ChangeBatch) => void;
  readonly #paths = new Set<string>();
  /** When something may be read again, by path; `performance.now()`. */
  readonly #resting = new Map<string, number>();
  #everything = false;
  #events = 0;
  /** When the first change came that no batch has had yet. */
  #first: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(onBatch: (batch: ChangeBatch) => void) {
    this.#onBatch = onBatch;
  }

  add(path: string): void {
    const name = path.slice(path.lastIndexOf('/') + 1);
    this.#paths.add(path);
    if (this.#paths.size > mostPaths || ++this.#events > mostEvents) this.addAll();
    else if (ignoreFileNames.some((file) => file === name)) this.addAll();
    else this.#arm();
  }

  addAll(): void {
    this.#everything = true;
    this.#paths.clear();
    this.#arm();
  }

  /** Lets a file, or everything, rest after it took so many ms to look at. */
  took(path: string, ms: number): void {
    const now = performance.now();
    if (this.#resting.size > mostPaths)
      for (const [other, until] of this.#resting) if (until <= now) this.#resting.delete(other);
    if (ms * rest > quietMs) this.#resting.set(path, now + ms * rest);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#paths.clear();
  }

  #arm(): void {
    const now = performance.now();
    this.#first ??= now;
    this.#set(Math.min(quietMs, this.#first + longestMs - now));
  }

  #set(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, ms));
  }

  #fire(): void {
    const now = performance.now();
    this.#first = null;
    this.#events = 0;
    const awake = (path: string) => (this.#resting.get(path) ?? 0) <= now;
    if (this.#everything && awake(everything)) {
      this.#everything = false;
      this.#paths.clear();
      this.#onBatch(everything);
      return;
    }
    const ready = [...this.#paths].filter(awake);
    for (const path of ready) this.#paths.delete(path);
    const waiting = this.#everything ? [everything, ...this.#paths] : [...this.#paths];
    if (waiting.length > 0) {
      const wakes = waiting.map((path) => this.#resting.get(path) ?? now);
      this.#set(wakes.reduce((a, b) => Math.min(a, b)) - now);
    }
    if (ready.length > 0) this.#onBatch(topmost(ready));
  }
}

/** Without those that are below others. */
export function topmost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return paths.filter((path) => {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      if (all.has(path.slice(0, end))) return false;
    return true;
  });
}
