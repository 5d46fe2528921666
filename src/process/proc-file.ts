import { closeSync, openSync, readSync } from 'node:fs';

let buffer = Buffer.allocUnsafe(16 * 1024);

/**
 * A file of Linux's /proc, or null where it is gone or not ours to read. The bytes are valid until the next call.
 * Synchronous on purpose: these files live in memory, and a round through the thread pool costs more than the read.
 */
export function readProcFile(path: string): Buffer | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null; // Ended meanwhile, or another user's: both mean that there is nothing to know.
  }
  try {
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      length += read;
      if (read === 0) return buffer.subarray(0, length);
      if (length === buffer.length) {
        const larger = Buffer.allocUnsafe(buffer.length * 4);
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
    }
  } catch {
    return null; // ESRCH: it ended between opening and reading.
  } finally {
    closeSync(file);
  }
}
