import { type Bands, bandKeys } from './signature.ts';

const none = -1;

/**
 * Which of many signatures share a band, while they come and go. Those that do are in a list; a list is found by the
 * key of the band. All in arrays of numbers, which grow with the signatures.
 */
export class BandTable {
  readonly #banding: Bands;
  /** By place and band, as everything of an entry. */
  #keys: Uint32Array;
  #next: Int32Array;
  #before: Int32Array;
  /** The first entry of each list; there are as many lists as there is room for entries, or more. */
  #heads: Int32Array;
  #visited: Int32Array;
  #visit = 0;

  /** @param room so many places there are at first */
  constructor(banding: Bands, room: number) {
    this.#banding = banding;
    const entries = room * banding.bands;
    this.#keys = new Uint32Array(entries);
    this.#next = new Int32Array(entries).fill(none);
    this.#before = new Int32Array(entries).fill(none);
    this.#heads = new Int32Array(listsFor(entries)).fill(none);
    this.#visited = new Int32Array(room).fill(none);
  }

  /** Makes room for so many places. @param inUse those that are taken in */
  grow(room: number, inUse: Iterable<number>): void {
    const entries = room * this.#banding.bands;
    const keys = new Uint32Array(entries);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#next = new Int32Array(entries).fill(none);
    this.#before = new Int32Array(entries).fill(none);
    this.#heads = new Int32Array(listsFor(entries)).fill(none);
    this.#visited = new Int32Array(room).fill(none);
    this.#visit = 0;
    for (const place of inUse) this.#link(place);
  }

  /** Takes in the signature that begins at `at`, at a place that there is room for and that is not in use. */
  put(place: number, bytes: Uint8Array, at: number): void {
    const { bands } = this.#banding;
    bandKeys(bytes, at, this.#banding, this.#keys, place * bands);
    this.#link(place);
  }

  take(place: number): void {
    const { bands } = this.#banding;
    for (let entry = place * bands; entry < (place + 1) * bands; entry++) {
      const next = this.#next[entry] as number;
      const before = this.#before[entry] as number;
      if (next !== none) this.#before[next] = before;
      if (before !== none) this.#next[before] = next;
      else this.#heads[this.#listOf(entry)] = next;
    }
  }

  /** Those that share a band with what is at a place, each once, until `use` answers true. */
  eachMate(place: number, use: (mate: number) => boolean): void {
    const { bands } = this.#banding;
    const keys = this.#keys;
    const visited = this.#visited;
    const visit = this.#visit++;
    visited[place] = visit;
    for (let band = 0; band < bands; band++) {
      const own = place * bands + band;
      const key = keys[own] as number;
      let entry = this.#heads[this.#listOf(own)] as number;
      for (; entry !== none; entry = this.#next[entry] as number) {
        if (keys[entry] !== key || entry % bands !== band) continue;
        const mate = (entry - band) / bands;
        if (visited[mate] === visit) continue;
        visited[mate] = visit;
        if (use(mate)) return;
      }
    }
  }

  #link(place: number): void {
    const { bands } = this.#banding;
    for (let entry = place * bands; entry < (place + 1) * bands; entry++) {
      const list = this.#listOf(entry);
      const first = this.#heads[list] as number;
      this.#next[entry] = first;
      this.#before[entry] = none;
      if (first !== none) this.#before[first] = entry;
      this.#heads[list] = entry;
    }
  }

  #listOf(entry: number): number {
    return (this.#keys[entry] as number) & (this.#heads.length - 1);
  }
}

/** A power of two, so that a list is found by the last bits of a key. */
function listsFor(entries: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(entries, 2)));
}
