import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteInspection } from './inspect-bytes.ts';

const headBytes = 64 * 1024;
const pieceBytes = 16 * 1024;

/** The text of a file, piece by piece, without its byte order mark. Throws where it cannot be read. */
export function* textPieces(file: string, { encoding, markLength }: ByteInspection): Generator<string> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, fstatSync(descriptor).size + 1));
    for (let at = markLength; ; ) {
      const length = readSync(descriptor, buffer, 0, buffer.length, at);
      const text = decoder.decode(buffer.subarray(0, length), { stream: length > 0 });
      if (text !== '') yield text;
      if (length === 0) return;
      at += length;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The first 64 KiB of a file as text, and whether that is all of it. Throws where it cannot be read. */
export function headText(
  file: string,
  { encoding, markLength }: ByteInspection,
): { text: string; whole: boolean } {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(headBytes, fstatSync(descriptor).size + 1));
    const length = readSync(descriptor, buffer, 0, buffer.length, markLength);
    const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(buffer.subarray(0, length), {
      stream: true,
    });
    return { text, whole: length < headBytes };
  } finally {
    closeSync(descriptor);
  }
}
