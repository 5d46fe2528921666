const bits = 12;
const size = 1 << bits;

interface Page {
  readonly places: Int32Array;
  readonly lengths: Float64Array;
  there: number;
}

/** For each passage the place of its file and its length. In pages by its id: ids rise for ever, and what is gone takes no room. */
export class PassageTable {
  readonly #pages: (Page | undefined)[] = [];

  /** The place of its file; -1 of a passage that is not known. */
  placeOf(id: number): number {
    return this.#pages[id >> bits]?.places[id & (size - 1)] ?? -1;
  }

  /** Tokens of its title and text; 0 of a passage that is not known. */
  lengthOf(id: number): number {
    return this.#pages[id >> bits]?.lengths[id & (size - 1)] ?? 0;
  }

  /** The places of the files of passages whose ids rise, or nearly: one page after the other. */
  placesOf(ids: Int32Array, into: Int32Array): void {
    let number = -1;
    let page: Page | undefined;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      if (id >> bits !== number) {
        number = id >> bits;
        page = this.#pages[number];
      }
      into[at] = page === undefined ? -1 : (page.places[id & (size - 1)] as number);
    }
  }

  /** The same of their lengths. */
  lengthsOf(ids: Int32Array, into: Float64Array): void {
    let number = -1;
    let page: Page | undefined;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      if (id >> bits !== number) {
        number = id >> bits;
        page = this.#pages[number];
      }
      into[at] = page === undefined ? 0 : (page.lengths[id & (size - 1)] as number);
    }
  }

  put(id: number, place: number, length: number): void {
    let page = this.#pages[id >> bits];
    if (page === undefined) {
      page = { places: new Int32Array(size).fill(-1), lengths: new Float64Array(size), there: 0 };
      this.#pages[id >> bits] = page;
    }
    const at = id & (size - 1);
    if (page.places[at] === -1) page.there += 1;
    page.places[at] = place;
    page.lengths[at] = length;
  }

  take(id: number): void {
    const page = this.#pages[id >> bits];
    const at = id & (size - 1);
    if (page === undefined || page.places[at] === -1) return;
    page.places[at] = -1;
    page.lengths[at] = 0;
    page.there -= 1;
    if (page.there === 0) this.#pages[id >> bits] = undefined;
  }
}
