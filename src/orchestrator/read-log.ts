import { open } from 'node:fs/promises';
import { errorCode } from '../common/errors.ts';
import type { LogPiece } from '../model/report.ts';

/**
 * Reads a piece of a log, cut between characters. A log that is not there is empty: nothing was printed yet, or ever.
 *
 * @param offset byte to begin at
 * @param limit bytes at the most
 * @param isOpen whether the execution may still write
 */
export async function readLog(
  path: string,
  offset: number,
  limit: number,
  isOpen: boolean,
): Promise<LogPiece> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      // A log that is shorter than before was begun anew: whoever follows it begins anew too.
      const from = offset > size ? 0 : offset;
      const buffer = Buffer.alloc(Math.min(limit, size - from));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      const whole = bytesRead - (from + bytesRead < size || isOpen ? unfinishedBytes(buffer, bytesRead) : 0);
      return {
        text: buffer.toString('utf8', 0, whole),
        next: from + whole,
        size,
        open: isOpen,
      };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return { text: '', next: 0, size: 0, open: isOpen };
  }
}

/** How many bytes at the end are the beginning of a UTF-8 character that goes on after them. */
function unfinishedBytes(buffer: Buffer, length: number): number {
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = buffer[length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    // A piece of nothing but half a character would never go on.
    return needed > back && back < length ? back : 0;
  }
  return 0;
}
