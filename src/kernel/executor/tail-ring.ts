import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { writeFully } from './write-fully.ts';

const pieceBytes = 1024 * 1024;

/** The last bytes of a long output, in a temporary file that is written round and round. */
export class TailRing {
  readonly #path: string;
  readonly #capacity: number;
  #file: FileHandle | null = null;
  #total = 0;

  constructor(path: string, capacity: number) {
    this.#path = path;
    this.#capacity = capacity;
  }

  /** Bytes that were given to it, those that were overwritten since included. */
  get total(): number {
    return this.#total;
  }

  async write(bytes: Buffer): Promise<void> {
    this.#file ??= await open(this.#path, 'w+', 0o600);
    // Of more than fits, only the end would be left.
    const skipped = Math.max(0, bytes.length - this.#capacity);
    let rest = bytes.subarray(skipped);
    this.#total += skipped;
    while (rest.length > 0) {
      const position = this.#total % this.#capacity;
      const part = rest.subarray(0, this.#capacity - position);
      await writeFully(this.#file, part, position);
      this.#total += part.length;
      rest = rest.subarray(part.length);
    }
  }

  /** Reads what is left, oldest first, piece by piece; `cutBytes` says how many are gone before it. */
  async drain(accept: (piece: Buffer, cutBytes: number) => Promise<void>): Promise<void> {
    if (this.#file === null) return;
    const cut = Math.max(0, this.#total - this.#capacity);
    for (let at = cut; at < this.#total; ) {
      const position = at % this.#capacity;
      const wanted = Math.min(pieceBytes, this.#capacity - position, this.#total - at);
      const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(wanted), 0, wanted, position);
      if (bytesRead === 0) return;
      await accept(buffer.subarray(0, bytesRead), cut);
      at += bytesRead;
    }
  }

  /** Removes the file. */
  async close(): Promise<void> {
    if (this.#file === null) return;
    await this.#file.close();
    this.#file = null;
    await rm(this.#path, { force: true });
  }
}
