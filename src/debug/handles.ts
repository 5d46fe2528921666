/** Things that a client names by number until the run goes on; a number is never used twice. */
export class Handles<T> {
  readonly #things = new Map<number, T>();
  readonly #kept = new Map<string, number>();
  #last = 0;

  create(thing: T): number {
    this.#last += 1;
    this.#things.set(this.#last, thing);
    return this.#last;
  }

  /** The number of what has a name of its own: the same one whenever it is asked for, until the run goes on. */
  keep(key: string, thing: T): number {
    const handle = this.#kept.get(key);
    if (handle === undefined) {
      const created = this.create(thing);
      this.#kept.set(key, created);
      return created;
    }
    this.#things.set(handle, thing);
    return handle;
  }

  /** Undefined for a number that was never given out, or was before the run went on. */
  get(handle: number): T | undefined {
    return this.#things.get(handle);
  }

  /** Nothing that was given out is valid any more. */
  reset(): void {
    this.#things.clear();
    this.#kept.clear();
  }
}
