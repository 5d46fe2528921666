import { bytesBefore, countLines, type LogPart, type ReadLog } from './log-source.ts';
import { partBefore } from './part-before.ts';

/** How much of a log is looked at, in bytes. */
export interface WindowLimits {
  /** Read at first, and with each look further. */
  readonly piece: number;
  /** Kept while the end is followed; up to twice as much, so that not every piece drops another. */
  readonly followed: number;
  /** Kept at the most. */
  readonly most: number;
}

export const windowLimits: WindowLimits = { piece: 512 * 1024, followed: 512 * 1024, most: 8 * 1024 * 1024 };

/** Parts shorter than this are made one with the next, bytes. */
const shortPart = 64 * 1024;

/**
 * A stretch of a log that may be far too long to be read whole. It begins at a line and ends with one, unless it ends
 * where the log does; a line longer than the window is cut between characters. Calls must not overlap.
 */
export class LogWindow {
  readonly #read: ReadLog;
  readonly #limits: WindowLimits;
  #parts: LogPart[] = [];
  #from = 0;
  #to = 0;
  #size = 0;
  #open = true;
  #text: string | null = '';

  constructor(read: ReadLog, limits: WindowLimits = windowLimits) {
    this.#read = read;
    this.#limits = limits;
  }

  /** Bytes of the log before what is shown. */
  get before(): number {
    return this.#from;
  }

  /** Bytes of the log behind what is shown, when it was last asked. */
  get after(): number {
    return Math.max(0, this.#size - this.#to);
  }

  /** Bytes that are shown. */
  get length(): number {
    return this.#to - this.#from;
  }

  /** Whether the log may still grow. */
  get isOpen(): boolean {
    return this.#open;
  }

  get text(): string {
    this.#text ??= this.#parts.map(({ text }) => text).join('');
    return this.#text;
  }

  /** Shows the last piece of the log. */
  async showEnd(): Promise<void> {
    const { size, open } = await this.#read(0, 1);
    this.#size = size;
    this.#open = open;
    const start = Math.max(0, size - this.#limits.piece);
    const part = await partBefore(this.#read, start, size, this.#limits.most / 2);
    this.#show(part.from, part.to, [part]);
  }

  /** Shows the first piece of the log. */
  async showBeginning(): Promise<void> {
    this.#show(0, 0, []);
    await this.later();
  }

  /** Shows more of what is before. Answers with how many lines came. */
  async earlier(): Promise<number> {
    if (this.#from === 0) return 0;
    const { piece, most } = this.#limits;
    const part = await partBefore(this.#read, Math.max(0, this.#from - piece), this.#from, most / 2);
    this.#show(part.from, this.#to, [part, ...this.#parts]);
    if (this.length > most) await this.#dropEnd(most);
    return countLines(part.text);
  }

  /** Shows more of what is behind. Answers with how many lines went at the beginning. */
  async later(): Promise<number> {
    await this.#append();
    await this.#endWithLine();
    return this.length > this.#limits.most ? await this.#dropBeginning(this.#limits.most) : 0;
  }

  /**
   * Takes in what was written since. What comes too fast to be read is left out.
   *
   * @param mayDrop whether the oldest may go: nobody reads it. Else the window fills, and then stays.
   * @returns whether anything is different
   */
  async grow(mayDrop: boolean): Promise<boolean> {
    const { followed, most } = this.#limits;
    const before = { to: this.#to, open: this.#open, after: this.after };
    for (let came = 0; came < followed && (mayDrop || this.length < most); ) {
      const bytes = await this.#append();
      if (bytes === 0) break;
      // Begun anew, or too far away.
      if (bytes < 0 || (mayDrop && this.after > followed)) {
        await this.showEnd();
        return true;
      }
      came += bytes;
    }
    if (!mayDrop && this.length >= most) {
      const { size, open } = await this.#read(this.#to, 1);
      this.#size = size;
      this.#open = open;
    }
    await this.#endWithLine();
    if (mayDrop && this.length > 2 * followed) await this.#dropBeginning(followed);
    return before.to !== this.#to || before.open !== this.#open || before.after !== this.after;
  }

  /** Reads one more piece; its bytes, -1 where the log is shorter than it was. */
  async #append(): Promise<number> {
    const piece = await this.#read(this.#to, this.#limits.piece);
    this.#size = piece.size;
    this.#open = piece.open;
    if (piece.size < this.#to) return -1;
    const part = { from: this.#to, to: piece.next, text: piece.text };
    if (part.to <= part.from) return 0;
    const last = this.#parts.at(-1);
    if (last && last.to - last.from < shortPart) {
      this.#parts.pop();
      this.#parts.push({ from: last.from, to: part.to, text: last.text + part.text });
    } else this.#parts.push(part);
    this.#show(this.#from, part.to, this.#parts);
    return part.to - part.from;
  }

  /** Lets the beginning go until about so many bytes are left. Answers with how many lines went. */
  async #dropBeginning(keep: number): Promise<number> {
    let surplus = this.length - keep;
    let first = 0;
    while (surplus >= bytesOf(this.#parts[first])) {
      surplus -= bytesOf(this.#parts[first]);
      first += 1;
    }
    for (let index = first; index < this.#parts.length; index++) {
      const part = this.#parts[index];
      if (!part) break;
      const share = index === first ? surplus / bytesOf(part) : 0;
      const near = Math.floor(share * part.text.length);
      const line = part.text.indexOf('\n', near) + 1 || part.text.lastIndexOf('\n') + 1;
      if (line === 0) continue;
      const gone = this.#parts.slice(0, index).reduce((sum, { text }) => sum + countLines(text), 0);
      const from = part.from + (await bytesBefore(this.#read, part, line));
      const rest = { from, to: part.to, text: part.text.slice(line) };
      this.#show(from, this.#to, [rest, ...this.#parts.slice(index + 1)]);
      return gone + countLines(part.text.slice(0, line));
    }
    // One line, longer than all that is kept.
    const parts = this.#parts.slice(first);
    this.#show(parts[0]?.from ?? this.#to, this.#to, parts);
    return 0;
  }

  /** Lets the end go until about so many bytes are left. */
  async #dropEnd(keep: number): Promise<void> {
    const parts = [...this.#parts];
    let left = this.length;
    while (parts.length > 1 && left - bytesOf(parts.at(-1)) >= keep) left -= bytesOf(parts.pop());
    this.#show(this.#from, parts.at(-1)?.to ?? this.#from, parts);
    await this.#endWithLine();
  }

  /** What does not reach to the end of the log ends with a whole line. */
  async #endWithLine(): Promise<void> {
    if (this.after === 0) return;
    for (let index = this.#parts.length - 1; index >= 0; index--) {
      const part = this.#parts[index];
      const line = part ? part.text.lastIndexOf('\n') + 1 : 0;
      if (!part || line === 0) continue;
      const to = part.from + (await bytesBefore(this.#read, part, line));
      const rest = { from: part.from, to, text: part.text.slice(0, line) };
      this.#show(this.#from, to, [...this.#parts.slice(0, index), rest]);
      return;
    }
  }

  #show(from: number, to: number, parts: LogPart[]): void {
    this.#from = from;
    this.#to = to;
    this.#parts = parts;
    this.#text = null;
  }
}

function bytesOf(part: LogPart | undefined): number {
  return part ? part.to - part.from : Number.POSITIVE_INFINITY;
}
