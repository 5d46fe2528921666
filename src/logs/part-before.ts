import { bytesBefore, type LogPart, type ReadLog, readRange, replacement } from './log-source.ts';

/**
 * What lies before byte `end`, from a line on that begins near `start`. A long line is followed back, so many bytes at
 * the most; one that is longer is cut between characters.
 */
export async function partBefore(
  read: ReadLog,
  start: number,
  end: number,
  mostBytes: number,
): Promise<LogPart> {
  for (let from = start; ; from = Math.max(0, end - 2 * (end - from))) {
    // With the byte before: if a line ends there, the first one is whole.
    const part = await readRange(read, Math.max(0, from - 1), end);
    if (from === 0) return part;
    const line = part.text.indexOf('\n') + 1;
    if (line > 0 && line < part.text.length) {
      const bytes = await bytesBefore(read, part, line);
      return { from: part.from + bytes, to: part.to, text: part.text.slice(line) };
    }
    if (2 * (end - from) > mostBytes) break;
  }
  return await readRange(read, await characterStart(read, start), end);
}

/** The first byte from `offset` on that begins a character; at most three lie between. */
async function characterStart(read: ReadLog, offset: number): Promise<number> {
  for (let skipped = 0; skipped < 4; skipped++) {
    const { text } = await read(offset + skipped, 4);
    if (!text.startsWith(replacement)) return offset + skipped;
  }
  // Not text at all: one place is as good as another.
  return offset;
}
