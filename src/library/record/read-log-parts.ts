import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The parts of a log that are looked at. */
export interface LogParts {
  /** The first part, and where it is long also the last one; in order. */
  readonly parts: readonly {
    /** The number of its first line. */
    readonly firstLine: number;
    readonly text: string;
  }[];
  /** Of the whole log; at least 1. */
  readonly lines: number;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** Bytes of the beginning and of the end that are looked at. */
const partBytes = 1024 * 1024;
/** Bytes that are read at once. */
const pieceBytes = 1024 * 1024;

/** A link in the place of a log is not followed, and a pipe does not make anybody wait. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const [newline, carriageReturn] = [10, 13];

/** Reads the beginning and the end of a log; null where there is none that can be read. */
export function readLogParts(path: string): LogParts | null {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch {
    return null;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return null;
    return { ...partsOf(file, stats.size), size: stats.size, mtimeMs: stats.mtimeMs };
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

function partsOf(file: number, size: number): Pick<LogParts, 'parts' | 'lines'> {
  if (size <= 2 * partBytes) {
    const bytes = readPart(file, 0, size);
    return { parts: [{ firstLine: 1, text: bytes.toString() }], lines: 1 + lineEnds(bytes) };
  }
  const head = readPart(file, 0, partBytes);
  let lines = 1 + lineEnds(head);
  for (let at = partBytes; at < size - partBytes; at += pieceBytes)
    lines += lineEnds(readPart(file, at, Math.min(pieceBytes, size - partBytes - at)));
  const tail = readPart(file, size - partBytes, partBytes);
  // The line that it begins with began before it.
  const begin = tail.indexOf(newline) + 1;
  const whole = tail.subarray(begin);
  const firstLine = lines + lineEnds(tail.subarray(0, begin));
  return {
    parts: [
      { firstLine: 1, text: head.subarray(0, head.lastIndexOf(newline) + 1).toString() },
      { firstLine, text: whole.toString() },
    ],
    lines: firstLine + lineEnds(whole),
  };
}

function readPart(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, bytes, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** How many lines end in these bytes, as an editor counts them: also with a carriage return alone. */
function lineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
  for (let at = bytes.indexOf(carriageReturn); at !== -1; at = bytes.indexOf(carriageReturn, at + 1))
    if (bytes[at + 1] !== newline) count += 1;
  return count;
}
