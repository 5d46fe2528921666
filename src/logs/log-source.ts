import type { LogPiece } from '../model/report.ts';

/** Reads a piece of a log: at most `limit` bytes from byte `offset` on. The engine's `run/log`. */
export type ReadLog = (offset: number, limit: number) => Promise<LogPiece>;

/** The most bytes that one answer holds; the engine refuses to be asked for more. */
const mostBytesAtOnce = 1024 * 1024;

/** A stretch of a log: its bytes and what they say. */
export interface LogPart {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Reads from byte `from` up to `to`, or to the end of the log where that comes first. */
export async function readRange(read: ReadLog, from: number, to: number): Promise<LogPart> {
  const texts: string[] = [];
  let at = from;
  while (at < to) {
    const piece = await read(at, Math.min(to - at, mostBytesAtOnce));
    if (piece.next <= at) break;
    texts.push(piece.text);
    at = piece.next;
  }
  return { from, to: at, text: texts.join('') };
}

/** Stands for bytes that are no character; how many they were cannot be told from it. */
export const replacement = '\ufffd';

/**
 * The bytes of the first `index` code units of a part; before `index` a line ends. What holds no broken characters is
 * counted, else it is found by asking: a line feed is one byte wherever it stands.
 */
export async function bytesBefore(read: ReadLog, part: LogPart, index: number): Promise<number> {
  const before = part.text.slice(0, index);
  if (!before.includes(replacement)) return Buffer.byteLength(before);
  const behind = part.text.slice(index);
  if (!behind.includes(replacement)) return part.to - part.from - Buffer.byteLength(behind);
  const lines = countLines(before);
  // Every code unit was made of one byte at least.
  let low = index;
  let high = part.to - part.from;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { text } = await readRange(read, part.from, part.from + middle);
    if (countLines(text) >= lines) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Line feeds in a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
