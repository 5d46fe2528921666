/** Things that a client names by number until the run goes on; a number is never used twice. */
export class Handles<T> {
  readonly #things = new Map<number, T>();
  #last = 0;

  create(thing: T): number {
    this.#last += 1;
    this.#things.set(this.#last, thing);
    return this.#last;
  }

  /** Undefined for a number that was never given out, or was before the run went on. */
  get(handle: number): T | undefined {
    return this.#things.get(handle);
  }

  /** Nothing that was given out is valid any more. */
  reset(): void {
    this.#things.clear();
  }
}
