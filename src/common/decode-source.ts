import { isUtf8 } from 'node:buffer';

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
