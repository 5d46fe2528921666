/** Bits of a hash by which it is known, as so many hexadecimal digits. */
const digits = 6;

/**
 * Tells of a hash that no file has it, mostly, and never wrongly: asking the database for every new file takes longer
 * than all else that is asked of it. A bit for every beginning of a hash, two megabytes.
 */
export class KnownHashes {
  readonly #read: () => Iterable<string>;
  #bits: Uint8Array | null = null;

  /** @param read gives all that are known when something is asked for the first time, those that were added included */
  constructor(read: () => Iterable<string>) {
    this.#read = read;
  }

  add(hash: string): void {
    if (this.#bits !== null) set(this.#bits, hash);
  }

  /** False where no file has it. A hash is known for ever, also when the file is gone. */
  mayHave(hash: string): boolean {
    if (this.#bits === null) {
      this.#bits = new Uint8Array(16 ** digits / 8);
      for (const known of this.#read()) set(this.#bits, known);
    }
    const at = placeOf(hash);
    return ((this.#bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
  }
}

function set(bits: Uint8Array, hash: string): void {
  const at = placeOf(hash);
  bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
}

/** What is no hash, as of the log of a run, has the place 0. */
function placeOf(hash: string): number {
  return Number.parseInt(hash.slice(0, digits), 16) || 0;
}
