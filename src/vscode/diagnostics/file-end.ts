import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The last whole lines of a file, `most` bytes at the most. Rejects where it is not there, is a link, or no file. */
export async function fileEnd(path: string, most: number): Promise<string> {
  // A pipe would wait for a writer, and a link may lead anywhere. (Windows has neither flag.)
  const file = await open(
    path,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  );
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('it is no ordinary file');
    const start = Math.max(0, stats.size - most);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(stats.size - start), 0, null, start);
    const text = buffer.toString('utf8', 0, bytesRead);
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}
