/** What was read and may be asked for again, up to some size in all: what was not asked for longest is forgotten. */
export class RecentlyUsed<T> {
  readonly #most: number;
  readonly #sizeOf: (value: T) => number;
  /** What was asked for last stands last. */
  readonly #kept = new Map<string, T>();
  #size = 0;

  /**
   * @param most the size of all
   * @param sizeOf the size of one, above 0, in whatever unit
   */
  constructor(most: number, sizeOf: (value: T) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  /** What is kept under a key; or else what `read` gives, which is kept from now on. */
  get(key: string, read: () => T): T {
    let value = this.#kept.get(key);
    if (value === undefined) {
      value = read();
      this.#size += this.#sizeOf(value);
    } else this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const [oldest, old] of this.#kept) {
      if (this.#size <= this.#most || oldest === key) break;
      this.#kept.delete(oldest);
      this.#size -= this.#sizeOf(old);
    }
    return value;
  }

  clear(): void {
    this.#kept.clear();
    this.#size = 0;
  }
}
