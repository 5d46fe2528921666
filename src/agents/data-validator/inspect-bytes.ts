import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What the bytes of a file say before anybody reads them as text. */
export interface ByteInspection {
  readonly encoding: TextEncoding;
  /** Bytes of the byte order mark at the beginning. */
  readonly markLength: number;
  /** The first byte that is not UTF-8; absent in UTF-16. */
  readonly firstInvalid: BytePlace | null;
  /** Whether the bytes above 127 hold at least one character of UTF-8 as well. */
  readonly mixed: boolean;
  readonly firstNul: BytePlace | null;
  /** How many bytes are NUL. */
  readonly nuls: number;
  readonly bytes: number;
}

/** A place among bytes: a line ends with LF, CR LF or CR; the column is the number of UTF-8 sequences before it. */
export interface BytePlace {
  readonly line: number;
  readonly column: number;
  readonly byte: number;
}

const chunkBytes = 256 * 1024;

/** Reads a file once, in pieces, and says how it is encoded. Throws where it cannot be read. */
export function inspectBytes(file: string): ByteInspection {
  const inspector = new Inspector();
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, fstatSync(descriptor).size + 1));
    for (;;) {
      const length = readSync(descriptor, buffer, 0, buffer.length, null);
      if (length === 0) break;
      inspector.add(buffer.subarray(0, length));
    }
  } finally {
    closeSync(descriptor);
  }
  return inspector.end();
}

/** The same for bytes that are there already. */
export function inspectBuffer(bytes: Buffer): ByteInspection {
  const inspector = new Inspector();
  inspector.add(bytes);
  return inspector.end();
}

class Inspector {
  #mark: { encoding: TextEncoding; length: number } | null = null;
  /** The end of the piece before, where a character may go on. */
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  #column = 1;
  #afterReturn = false;
  #invalid: BytePlace | null = null;
  #mixed = false;
  #nul: BytePlace | null = null;
  #nuls = 0;
  #bytes = 0;

  add(piece: Buffer): void {
    this.#bytes += piece.length;
    const first = this.#mark === null;
    this.#mark ??= markOf(piece);
    if (this.#mark.encoding !== 'utf-8') return;
    const text = first ? piece.subarray(this.#mark.length) : piece;
    // Copied, since the buffer of the piece is filled anew.
    const whole = Buffer.concat([this.#rest, text]);
    const cut = whole.length - openSequence(whole);
    this.#rest = whole.subarray(cut);
    this.#look(whole.subarray(0, cut));
  }

  end(): ByteInspection {
    if (this.#rest.length > 0) this.#look(this.#rest);
    const mark = this.#mark ?? { encoding: 'utf-8', length: 0 };
    const legacy = this.#invalid !== null && !this.#mixed;
    return {
      encoding: legacy ? 'windows-1252' : mark.encoding,
      markLength: mark.length,
      firstInvalid: this.#invalid,
      mixed: this.#mixed,
      firstNul: this.#nul,
      nuls: this.#nuls,
      bytes: this.#bytes,
    };
  }

  #look(bytes: Buffer): void {
    const holdsNul = bytes.includes(0);
    const valid = isUtf8(bytes);
    if (valid && !this.#mixed) this.#mixed = !isAscii(bytes);
    // Lines are counted only as long as a place may still be asked for.
    if (valid && !holdsNul) {
      if (this.#invalid === null || this.#nul === null) this.#count(bytes);
      return;
    }
    this.#walk(bytes);
  }

  #count(bytes: Buffer): void {
    const last = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13));
    if (last === -1) {
      this.#column += sequences(bytes, 0);
      if (bytes.length > 0) this.#afterReturn = false;
      return;
    }
    for (let at = bytes.indexOf(13); at !== -1; at = bytes.indexOf(13, at + 1)) this.#line += 1;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
      if (!(at === 0 ? this.#afterReturn : bytes[at - 1] === 13)) this.#line += 1;
    }
    this.#column = 1 + sequences(bytes, last + 1);
    this.#afterReturn = bytes[bytes.length - 1] === 13;
  }

  /** Byte by byte, where a piece holds something wrong. */
  #walk(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const byte = bytes[at] as number;
      const length = byte < 0x80 ? 1 : sequenceLength(bytes, at);
      if (byte === 0) {
        this.#nuls += 1;
        this.#nul ??= this.#place(byte);
      } else if (length === 0) this.#invalid ??= this.#place(byte);
      else if (length > 1) this.#mixed = true;
      if (byte === 13 || (byte === 10 && !this.#afterReturn)) {
        this.#line += 1;
        this.#column = 1;
      } else if (byte !== 10) this.#column += length === 4 ? 2 : 1;
      this.#afterReturn = byte === 13;
      at += Math.max(length, 1);
    }
  }

  #place(byte: number): BytePlace {
    return { line: this.#line, column: this.#column, byte };
  }
}

function markOf(bytes: Buffer): { encoding: TextEncoding; length: number } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  const utf8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { encoding: 'utf-8', length: utf8 ? 3 : 0 };
}

/** How many bytes at the end may be the beginning of a character that goes on in the next piece. */
function openSequence(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) return back;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** The length of the UTF-8 sequence that begins here, 0 where none does. */
function sequenceLength(bytes: Buffer, at: number): number {
  const byte = bytes[at] as number;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

/** UTF-16 code units of valid UTF-8 from a byte on. */
function sequences(bytes: Buffer, from: number): number {
  let count = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x80 || byte >= 0xc0) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}
