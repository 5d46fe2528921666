/** Values that are remembered, at 8 bytes each; in a longer table only the first so many are compared. */
const most = 4_000_000;

/** Finds the numbers that were added more than once, in little memory. */
export class RepeatedValues {
  #values = new Float64Array(256);
  #count = 0;
  #repeated: ReadonlySet<number> | null = null;
  #repetitions = 0;

  add(value: number): void {
    if (this.#count === most) return;
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(Math.min(2 * this.#count, most));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value;
    this.#repeated = null;
  }

  get count(): number {
    return this.#count;
  }

  /** How many were there before. */
  get repetitions(): number {
    this.#find();
    return this.#repetitions;
  }

  /** Those that were added more than once. */
  get repeated(): ReadonlySet<number> {
    return this.#find();
  }

  #find(): ReadonlySet<number> {
    if (this.#repeated !== null) return this.#repeated;
    const sorted = this.#values.slice(0, this.#count).sort();
    const repeated = new Set<number>();
    this.#repetitions = 0;
    for (let at = 1; at < sorted.length; at++) {
      if (sorted[at] !== sorted[at - 1]) continue;
      this.#repetitions += 1;
      repeated.add(sorted[at] as number);
    }
    this.#repeated = repeated;
    return repeated;
  }
}
