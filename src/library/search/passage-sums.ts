const bits = 12;
const size = 1 << bits;

/** Sums by the id of a passage, filled and emptied again and again. In pages, since ids rise for ever. */
export class PassageSums {
  readonly #pages: (Float64Array | undefined)[] = [];
  readonly #ids: number[] = [];

  /**
   * Adds to each of these passages its score.
   *
   * @param scores above 0, as many as ids
   */
  add(ids: Int32Array, scores: Float64Array): void {
    let number = 0;
    let page = this.#pages[0] ?? this.#newPage(0);
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      // Most follow each other, and are on the same page.
      if (id >> bits !== number) {
        number = id >> bits;
        page = this.#pages[number] ?? this.#newPage(number);
      }
      const before = page[id & (size - 1)] as number;
      if (before === 0) this.#ids.push(id);
      page[id & (size - 1)] = before + (scores[at] as number);
    }
  }

  /** Hands out all sums, and begins anew. */
  take(each: (id: number, sum: number) => void): void {
    for (const id of this.#ids) {
      const page = this.#pages[id >> bits] ?? this.#newPage(id >> bits);
      each(id, page[id & (size - 1)] ?? 0);
      page[id & (size - 1)] = 0;
    }
    this.#ids.length = 0;
  }

  #newPage(at: number): Float64Array {
    const page = new Float64Array(size);
    this.#pages[at] = page;
    return page;
  }
}
