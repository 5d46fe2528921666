import { collectGarbageAfter } from './collect-garbage.ts';

/** Bytes of texts that are read between two looks at the heap. */
const interval = 256 * 1024;

/** Lets go of what reading left behind: many small texts make as much of it as a large one. */
export class ReadGarbage {
  #bytes = 0;

  /** So many bytes were read. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < interval) return;
    collectGarbageAfter(this.#bytes);
    this.#bytes = 0;
  }
}
