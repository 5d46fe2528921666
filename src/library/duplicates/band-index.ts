import { type Bands, bandKeys, signatureLanes } from './signature.ts';

/** Which signatures share a band with which others. */
export class BandIndex {
  readonly count: number;
  readonly #bands: number;
  readonly #keys: Uint32Array;
  /** For each band its signatures by their keys, one band behind the other. */
  readonly #sorted: Int32Array;
  /** Where a signature stands there. */
  readonly #places: Int32Array;
  readonly #visited: Int32Array;
  #visit = 0;

  /**
   * @param bytes signatures one behind the other
   * @param banding the fewer lanes a band has, the less alike are those that share one
   */
  constructor(bytes: Uint8Array, banding: Bands) {
    const count = bytes.length / signatureLanes;
    const { bands } = banding;
    this.count = count;
    this.#bands = bands;
    this.#keys = new Uint32Array(count * bands);
    for (let at = 0; at < count; at++) bandKeys(bytes, at * signatureLanes, banding, this.#keys, at * bands);
    this.#sorted = new Int32Array(count * bands);
    this.#places = new Int32Array(count * bands);
    this.#visited = new Int32Array(count).fill(-1);
    // A key and a number of 21 bits fit into a double.
    const order = new Float64Array(count);
    for (let band = 0; band < bands; band++) {
      for (let at = 0; at < count; at++)
        order[at] = (this.#keys[at * bands + band] as number) * 0x200000 + at;
      order.sort();
      for (let place = 0; place < count; place++) {
        const at = (order[place] as number) % 0x200000;
        this.#sorted[band * count + place] = at;
        this.#places[band * count + at] = place;
      }
    }
  }

  /** Whether it shares a band with any other. */
  hasMates(at: number): boolean {
    for (let band = 0; band < this.#bands; band++) {
      const place = this.#places[band * this.count + at] as number;
      if (this.#shares(band, at, place - 1) || this.#shares(band, at, place + 1)) return true;
    }
    return false;
  }

  /** Those that share a band with it, each once, until `use` answers true. */
  eachMate(at: number, use: (mate: number) => boolean): void {
    const visit = this.#visit++;
    this.#visited[at] = visit;
    for (let band = 0; band < this.#bands; band++) {
      const place = this.#places[band * this.count + at] as number;
      for (const step of [-1, 1]) {
        for (let other = place + step; this.#shares(band, at, other); other += step) {
          const mate = this.#sorted[band * this.count + other] as number;
          if (this.#visited[mate] === visit) continue;
          this.#visited[mate] = visit;
          if (use(mate)) return;
        }
      }
    }
  }

  #shares(band: number, at: number, place: number): boolean {
    if (place < 0 || place >= this.count) return false;
    const mate = this.#sorted[band * this.count + place] as number;
    return this.#keys[mate * this.#bands + band] === this.#keys[at * this.#bands + band];
  }
}
