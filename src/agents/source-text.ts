import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of a file: UTF-8, UTF-16 where a byte order mark says so, and Latin-1 for what is neither, so that an old
 * file with an accent in a comment still can be read. The byte order mark is left out.
 */
export function decodeSource(bytes: Buffer): string {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return isUtf8(bytes) ? bytes.toString('utf8', start) : bytes.toString('latin1', start);
}

/** The text of a file of the workspace; null where it cannot be read (any more). */
export function readText(workspace: string, path: string): string | null {
  try {
    return decodeSource(readFileSync(join(workspace, path)));
  } catch {
    return null;
  }
}

/** A place in a text, both from 1; columns are UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where an offset lies. Lines end with LF, CR LF or CR. */
export function positionAt(text: string, offset: number): Position {
  const end = Math.min(Math.max(offset, 0), text.length);
  let line = 1;
  let start = 0;
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) {
      line += 1;
      start = at + 1;
    }
  }
  return { line, column: end - start + 1 };
}
