const headBytes = 8;
const pathBytes = 16 * 1024;

/**
 * Memory that two threads share: which file the builder is reading. The other one can look at it when the builder
 * does not answer any more, because it reads for too long or has died.
 */
export class ReadingSlot {
  readonly buffer: SharedArrayBuffer;
  /** How often reading has begun or ended, odd while a file is read; and the length of its path in bytes. */
  readonly #head: Int32Array;
  readonly #path: Uint8Array;
  readonly #encoder = new TextEncoder();

  constructor(buffer = new SharedArrayBuffer(headBytes + pathBytes)) {
    this.buffer = buffer;
    this.#head = new Int32Array(buffer, 0, 2);
    this.#path = new Uint8Array(buffer, headBytes);
  }

  begin(path: string): void {
    Atomics.store(this.#head, 1, this.#encoder.encodeInto(path, this.#path).written);
    this.#turn(true);
  }

  end(): void {
    this.#turn(false);
  }

  /** What is being read, null where nothing is; `turn` is another one for every reading. */
  look(): { readonly turn: number; readonly path: string | null } {
    const turn = Atomics.load(this.#head, 0);
    if ((turn & 1) === 0) return { turn, path: null };
    const bytes = this.#path.slice(0, Atomics.load(this.#head, 1));
    return { turn, path: new TextDecoder().decode(bytes) };
  }

  #turn(reading: boolean): void {
    if (((Atomics.load(this.#head, 0) & 1) === 1) !== reading) Atomics.add(this.#head, 0, 1);
  }
}
