import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { errorCode, errorMessage } from '../../common/errors.ts';
import { formatBytes } from '../../common/text.ts';
import { isBinary, type SkipReason } from '../scan.ts';
import type { FileStamp } from '../store/file-records.ts';

/** What became of reading a file. */
export type FileReading =
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly stamp: FileStamp }
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

/**
 * Reads a file as it is now, which may not be as it was when it was found.
 *
 * @param now milliseconds since the epoch
 */
export function readFile(path: string, maxBytes: number, now: number): FileReading {
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
    const bytes = readAll(file, before.size, maxBytes);
    if (bytes === null) return skipped('too-large', `more than ${formatBytes(maxBytes)}`);
    const stamp = stampOf(before, fstatSync(file), bytes.length, now);
    if (isBinary(bytes)) return skipped('binary', '', stamp);
    return { kind: 'read', bytes, stamp };
  } catch (error) {
    return failed(error);
  } finally {
    closeSync(file);
  }
}

/** Null where there is more than there may be; some files say nothing of their size, and others grow. */
function readAll(file: number, size: number, maxBytes: number): Buffer | null {
  let bytes = Buffer.allocUnsafe(size + 1);
  for (let length = 0; ; ) {
    const count = readSync(file, bytes, length, bytes.length - length, null);
    length += count;
    if (count === 0) return bytes.subarray(0, length);
    if (length > maxBytes) return null;
    if (length < bytes.length) continue;
    const larger = Buffer.allocUnsafe(Math.min(bytes.length * 2, maxBytes + 1));
    bytes.copy(larger);
    bytes = larger;
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
