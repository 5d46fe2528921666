/** A set of positive integers that are not far apart: a bit for each, so that a million take no more than 128 KiB. */
export class IdSet {
  #bits = new Uint32Array(64);

  add(id: number): void {
    const word = id >>> 5;
    if (word >= this.#bits.length) {
      const larger = new Uint32Array(Math.max(word + 1, this.#bits.length * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (id & 31));
  }

  has(id: number): boolean {
    return (((this.#bits[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;
  }
}
