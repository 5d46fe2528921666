/** Numbers of a column that are kept to find its quartiles by. */
const sampleSize = 20_000;
/** Extremes at either end that are kept exactly. */
const extremes = 64;

/**
 * What is kept of the numbers of a column: a sample to estimate quartiles from (all of them up to 20,000, then
 * Vitter's reservoir, algorithm R, with a fixed seed so that the same file gives the same sample), and the 64 smallest
 * and largest exactly.
 */
export class NumberSample {
  count = 0;
  integers = 0;
  readonly #sample: number[] = [];
  readonly #limit: number;
  /** Ascending. */
  readonly #lowest: number[] = [];
  /** Descending. */
  readonly #highest: number[] = [];
  #seed = 0x9e3779b9;

  /** @param share of the usual sample that a table with many columns can afford, 0 to 1 */
  constructor(share = 1) {
    this.#limit = Math.max(500, Math.floor(sampleSize * share));
  }

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.count += 1;
    if (Number.isInteger(value)) this.integers += 1;
    insert(this.#lowest, value, (a, b) => a < b);
    insert(this.#highest, value, (a, b) => a > b);
    if (this.#sample.length < this.#limit) this.#sample.push(value);
    else {
      const at = Math.floor(this.#random() * this.count);
      if (at < this.#limit) this.#sample[at] = value;
    }
  }

  get lowest(): readonly number[] {
    return this.#lowest;
  }

  get highest(): readonly number[] {
    return this.#highest;
  }

  /** The sample, ascending. */
  sorted(): Float64Array {
    return Float64Array.from(this.#sample).sort();
  }

  /** Xorshift (Marsaglia 2003), 0 to 1. */
  #random(): number {
    let seed = this.#seed;
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    this.#seed = seed;
    return (seed >>> 0) / 2 ** 32;
  }
}

/** Puts a value into a short sorted list, if it belongs there. */
function insert(list: number[], value: number, before: (a: number, b: number) => boolean): void {
  const last = list.at(-1);
  if (list.length === extremes) {
    if (last === undefined || !before(value, last)) return;
    list.pop();
  }
  let at = list.length;
  while (at > 0 && before(value, list[at - 1] as number)) at -= 1;
  list.splice(at, 0, value);
}
