import { maxMessageBytes, messagePrefix } from '../../agent-protocol/message-prefix.ts';

const prefix = Buffer.from(messagePrefix);
const newline = 10;

/** Who is told what a stream of output holds, in order. */
export interface SplitterTarget {
  /** Output of any form. */
  onPlain(bytes: Buffer): void;
  /** A line that begins as a message does, without its newline; the stream may have ended instead of one. */
  onLine(line: Buffer, newline: boolean): void;
  /** The first bytes of a line that begins as a message does and is too long for one; the rest follows as plain. */
  onTooLong(bytes: Buffer): void;
}

/** Takes the lines that begin with the prefix of messages out of a stream of bytes; the others are not looked at. */
export class MessageSplitter {
  readonly #target: SplitterTarget;
  /** The beginning of what may become a message. */
  #held: Buffer | null = null;
  #atLineStart = true;

  constructor(target: SplitterTarget) {
    this.#target = target;
  }

  write(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#held !== null) {
      const end = chunk.indexOf(newline);
      const held = Buffer.concat([this.#held, end < 0 ? chunk : chunk.subarray(0, end)]);
      this.#held = null;
      if (end < 0) {
        this.#tail(held);
        return;
      }
      if (held.length < prefix.length || prefix.compare(held, 0, prefix.length) !== 0) {
        this.#plain(held);
        this.#plain(chunk.subarray(end, end + 1));
      } else {
        this.#target.onLine(held, true);
      }
      this.#atLineStart = true;
      bytes = chunk.subarray(end + 1);
    }
    if (bytes.length > 0) this.#split(bytes);
  }

  end(): void {
    const held = this.#held;
    this.#held = null;
    if (held === null) return;
    if (held.length >= prefix.length) this.#target.onLine(held, false);
    else this.#plain(held);
  }

  #split(bytes: Buffer): void {
    let passed = 0;
    for (let from = 0; ; ) {
      const at = bytes.indexOf(prefix, from);
      if (at < 0) break;
      if (at === 0 ? !this.#atLineStart : bytes[at - 1] !== newline) {
        from = at + 1;
        continue;
      }
      this.#plain(bytes.subarray(passed, at));
      const end = bytes.indexOf(newline, at);
      if (end < 0) {
        this.#tail(bytes.subarray(at));
        return;
      }
      this.#target.onLine(bytes.subarray(at, end), true);
      passed = from = end + 1;
    }
    const last = Math.max(passed, bytes.lastIndexOf(newline) + 1);
    const isStart = last > 0 || this.#atLineStart;
    const rest = bytes.subarray(last);
    if (
      isStart &&
      rest.length > 0 &&
      rest.length < prefix.length &&
      prefix.compare(rest, 0, rest.length, 0, rest.length) === 0
    ) {
      this.#plain(bytes.subarray(passed, last));
      this.#held = Buffer.from(rest);
      return;
    }
    this.#plain(bytes.subarray(passed));
    this.#atLineStart = rest.length === 0;
  }

  /** The last, unfinished line, which began like a message. */
  #tail(bytes: Buffer): void {
    const length = Math.min(bytes.length, prefix.length);
    if (prefix.compare(bytes, 0, length, 0, length) !== 0) {
      this.#plain(bytes);
      this.#atLineStart = false;
    } else if (bytes.length > maxMessageBytes + 1) {
      // One byte more may be the carriage return of a line that is just long enough.
      this.#target.onTooLong(bytes);
      this.#atLineStart = false;
    } else {
      this.#held = bytes;
    }
  }

  #plain(bytes: Buffer): void {
    if (bytes.length > 0) this.#target.onPlain(bytes);
  }
}
