import { keyBegin, keyEnd, redacted } from '../../common/secret-patterns.ts';
import type { Redactor } from './redact.ts';

/** How a long line without a newline is taken: in windows, bytes. */
export interface LineWindow {
  /** A line is redacted in one piece up to this length. */
  readonly size: number;
  /** What is held back at the end of a window, so that a secret that begins there is seen whole in the next. */
  readonly overlap: number;
}

const defaultWindow: LineWindow = { size: 64 * 1024, overlap: 16 * 1024 };

/** A private key longer than this is taken for a stray first line, bytes. */
const longestKey = 64 * 1024;
/** So many lines in a row without anything that looks like a key end it (the headers of a key are three or four). */
const mostForeignLines = 4;
const keyLike = /[A-Za-z0-9+/=]{16}/;

const newline = 10;

/**
 * Redacts a stream of bytes, line by line; a line without anything suspicious is passed on as it came, without
 * becoming text. What comes out depends on the bytes alone, not on where the chunks were cut. Call `end` at the end.
 */
export class StreamRedactor {
  readonly #redactor: Redactor;
  readonly #emit: (bytes: Buffer) => void;
  readonly #window: LineWindow;
  /** The beginning of a line whose end has not come, in the chunks it came in. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** A secret reached to the end of the last window: what continues it goes the same way. */
  #swallowing = false;
  #inKey = false;
  #keyBytes = 0;
  #foreignLines = 0;

  constructor(redactor: Redactor, emit: (bytes: Buffer) => void, window: LineWindow = defaultWindow) {
    this.#redactor = redactor;
    this.#emit = emit;
    const overlap = Math.max(window.overlap, 2 * redactor.longestLiteral);
    this.#window = { size: Math.max(window.size, 2 * overlap), overlap };
  }

  write(chunk: Buffer): void {
    if (chunk.length === 0) return;
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) {
      this.#lines(this.#withHeld(chunk.subarray(0, end)));
      if (end === chunk.length) return;
    }
    this.#held.push(chunk.subarray(end));
    this.#heldBytes += chunk.length - end;
    if (this.#heldBytes < this.#window.size) return;
    const rest = this.#windows(this.#withHeld(Buffer.alloc(0)));
    if (rest.length === 0) return;
    this.#held = [rest];
    this.#heldBytes = rest.length;
  }

  /** The rest, whose newline never came. */
  end(): void {
    const rest = this.#withHeld(Buffer.alloc(0));
    if (rest.length > 0) this.#piece(rest, false);
  }

  #withHeld(bytes: Buffer): Buffer {
    if (this.#held.length === 0) return bytes;
    const all = Buffer.concat([...this.#held, bytes]);
    this.#held = [];
    this.#heldBytes = 0;
    return all;
  }

  /** Whole lines, each with its newline. */
  #lines(bytes: Buffer): void {
    let passed = 0;
    let at = 0;
    while (at < bytes.length) {
      if (!this.#inKey && !this.#swallowing) {
        const hit = this.#redactor.search(bytes, at);
        if (hit < 0) break;
        if (hit > at) at = Math.max(at, bytes.lastIndexOf(newline, hit - 1) + 1);
      }
      const end = bytes.indexOf(newline, at);
      const line = bytes.subarray(at, end);
      if (passed < at) this.#emit(bytes.subarray(passed, at));
      passed = this.#line(line) ? at : end + 1;
      at = end + 1;
    }
    if (passed < bytes.length) this.#emit(bytes.subarray(passed));
  }

  /** One whole line, given without its newline; true where nothing of it was changed, and nothing was emitted. */
  #line(line: Buffer): boolean {
    if (line.length < this.#window.size && !this.#swallowing && !this.#inKey) {
      const text = line.toString('latin1');
      if (!keyBegin.test(text)) {
        const clean = this.#redactor.redactLine(text);
        if (clean === text) return true;
        this.#emit(Buffer.from(`${clean}\n`, 'latin1'));
        return false;
      }
    }
    this.#piece(this.#windows(line), true);
    return false;
  }

  /** Takes windows off a line whose end is not known, as long as it fills them; the rest is returned. */
  #windows(line: Buffer): Buffer {
    let rest = this.#skipSwallowed(line);
    while (rest.length >= this.#window.size) {
      const window = rest.subarray(0, this.#window.size);
      const at = this.#window.size - this.#window.overlap;
      if (!this.#inKey && this.#redactor.search(window) < 0) {
        this.#emit(rest.subarray(0, at));
        rest = rest.subarray(at);
        continue;
      }
      const cut = this.#inKey ? { at, open: false } : this.#redactor.safeCut(window.toString('latin1'), at);
      this.#text(window.toString('latin1', 0, cut.at), '');
      this.#swallowing = cut.open && !this.#inKey;
      rest = this.#skipSwallowed(rest.subarray(cut.at));
    }
    return rest;
  }

  /** The end of a line. */
  #piece(bytes: Buffer, complete: boolean): void {
    const rest = this.#skipSwallowed(bytes);
    this.#swallowing = false;
    this.#text(rest.toString('latin1'), complete ? '\n' : '');
  }

  #skipSwallowed(bytes: Buffer): Buffer {
    if (!this.#swallowing) return bytes;
    const end = bytes.findIndex(endsToken);
    if (end < 0) return bytes.subarray(bytes.length);
    this.#swallowing = false;
    return bytes.subarray(end);
  }

  /** Text of one line with the newline behind it, if there is one; private keys, which span lines, are taken out. */
  #text(text: string, behind: string): void {
    let rest = text;
    let clean = '';
    for (;;) {
      if (this.#inKey) {
        const end = keyEnd.exec(rest);
        if (end === null) {
          if (this.#staysInKey(rest, behind)) break;
          clean += '\n';
          continue;
        }
        rest = rest.slice(end.index + end[0].length);
        this.#inKey = false;
      }
      const begin = keyBegin.exec(rest);
      if (begin === null) {
        clean += this.#redactor.redactLine(rest) + behind;
        break;
      }
      clean += this.#redactor.redactLine(rest.slice(0, begin.index)) + redacted;
      rest = rest.slice(begin.index + begin[0].length);
      this.#inKey = true;
      this.#keyBytes = 0;
      this.#foreignLines = 0;
      if (!keyEnd.test(rest)) break;
    }
    if (clean !== '') this.#emit(Buffer.from(clean, 'latin1'));
  }

  /** Whether a line without the end of a key still belongs to it. */
  #staysInKey(text: string, behind: string): boolean {
    this.#keyBytes += text.length + behind.length;
    this.#foreignLines = keyLike.test(text) ? 0 : this.#foreignLines + 1;
    this.#inKey = this.#keyBytes <= longestKey && this.#foreignLines <= mostForeignLines;
    return this.#inKey;
  }
}

function endsToken(byte: number): boolean {
  return byte <= 32 || byte === 34 || byte === 38 || byte === 39;
}
