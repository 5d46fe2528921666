import { createHash, hash as digest } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { errorCode, errorMessage } from '../../common/errors.ts';
import { formatBytes } from '../../common/text.ts';
import { mostBytes } from '../extract/most-bytes.ts';
import { isBinary, type SkipReason } from '../scan.ts';
import type { FileStamp } from '../store/file-records.ts';

/** What became of reading a file. */
export type FileReading =
  | {
      readonly kind: 'read';
      /** Of a file that is larger than anybody reads its beginning. They are overwritten when the next file is read. */
      readonly bytes: Buffer;
      /** SHA-256 of all of its bytes, hexadecimal. */
      readonly hash: string;
      readonly stamp: FileStamp;
    }
  | {
      readonly kind: 'skipped';
      readonly reason: SkipReason;
      readonly detail: string;
      readonly stamp: FileStamp | undefined;
    }
  /** Nothing is there any more. */
  | { readonly kind: 'gone' };

/** Within so many milliseconds a file may change twice and have the same time: that is how coarse the coarsest file systems are. */
const coarsestTime = 2000;

/** A link in the place of a file is not followed, and a pipe does not make anybody wait. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Bytes that are kept of a file: one more than are looked at, so that it is seen that there are more. */
const keptBytes = mostBytes + 1;
/** Bytes that are read at once of what is not kept. */
const pieceBytes = 1024 * 1024;
/** Most files are smaller. */
const firstBytes = 64 * 1024;

/** Reads files one after the other into the same memory, however large they are. */
export class ContentReader {
  #buffer = Buffer.allocUnsafeSlow(firstBytes);

  /**
   * Reads a file as it is now, which may not be as it was when it was found.
   *
   * @param now milliseconds since the epoch
   */
  read(path: string, maxBytes: number, now: number): FileReading {
    let file: number;
    try {
      file = openSync(path, flags);
    } catch (error) {
      return failed(error);
    }
    try {
      const before = fstatSync(file);
      if (!before.isFile()) return skipped('not-a-file');
      if (before.size > maxBytes) return skipped('too-large', formatBytes(before.size));
      const content = this.#content(file, before.size, maxBytes);
      if (content === null) return skipped('too-large', `more than ${formatBytes(maxBytes)}`);
      const { bytes, hash, length } = content;
      const stamp = stampOf(before, fstatSync(file), length, now);
      if (isBinary(bytes)) return skipped('binary', '', stamp);
      return { kind: 'read', bytes, hash: hash(), stamp };
    } catch (error) {
      return failed(error);
    } finally {
      closeSync(file);
    }
  }

  /** Null where there is more than there may be; some files say nothing of their size, and others grow. */
  #content(file: number, size: number, maxBytes: number) {
    this.#make(Math.min(size + 1, keptBytes));
    let length = 0;
    for (;;) {
      const count = readSync(file, this.#buffer, length, this.#buffer.length - length, null);
      length += count;
      if (length > maxBytes) return null;
      const bytes = this.#buffer.subarray(0, length);
      // There was room for more than the size that was told, and nothing more came.
      const isAll = count === 0 || (length === size && length < this.#buffer.length);
      if (isAll) return { bytes, hash: () => digest('sha256', bytes), length };
      if (length < this.#buffer.length) continue;
      if (length >= keptBytes) break;
      this.#make(Math.min(length * 2, keptBytes));
    }
    const whole = createHash('sha256').update(this.#buffer.subarray(0, length));
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let count = readSync(file, piece); count > 0; count = readSync(file, piece)) {
      length += count;
      if (length > maxBytes) return null;
      whole.update(piece.subarray(0, count));
    }
    return { bytes: this.#buffer.subarray(0, keptBytes), hash: () => whole.digest('hex'), length };
  }

  /** Makes room for so many bytes. */
  #make(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(bytes, this.#buffer.length * 2), keptBytes));
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}

function stampOf(before: Stats, after: Stats, length: number, now: number): FileStamp {
  const { size, mtimeMs, ctimeMs } = before;
  const settled =
    after.ctimeMs === ctimeMs && after.mtimeMs === mtimeMs && size === length && now - ctimeMs > coarsestTime;
  return { size, mtimeMs, ctimeMs: settled ? ctimeMs : -1 };
}

function failed(error: unknown): FileReading {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'gone' };
    case 'ELOOP':
      return skipped('symbolic-link');
    case 'ENXIO':
      return skipped('not-a-file');
    default:
      return skipped('unreadable', errorCode(error) ?? errorMessage(error));
  }
}

function skipped(reason: SkipReason, detail = '', stamp?: FileStamp): FileReading {
  return { kind: 'skipped', reason, detail, stamp };
}
