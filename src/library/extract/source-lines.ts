/** A text by its lines, which end with LF or CR LF. Lines are counted from 1. */
export class SourceLines {
  readonly text: string;
  /** An empty text has none, and one that ends with its last line has no empty one behind it. */
  readonly count: number;
  /** UTF-16 code units of the longest line. */
  readonly longest: number;
  readonly #starts: Uint32Array;

  /** @param text without lone CRs: see `sourceText` */
  constructor(text: string) {
    this.text = text;
    let starts = new Uint32Array(Math.max(16, text.length >> 5));
    let count = 0;
    let longest = 0;
    for (let at = 0; at < text.length; count++) {
      if (count + 1 >= starts.length) starts = grown(starts);
      starts[count] = at;
      const end = text.indexOf('\n', at);
      const next = end === -1 ? text.length : end + 1;
      if (next - at > longest) longest = next - at;
      at = next;
    }
    starts[count] = text.length;
    this.#starts = starts;
    this.count = count;
    this.longest = longest;
  }

  /** The offset at which a line begins; of the line behind the last one, the end of the text. */
  start(line: number): number {
    return this.#starts[Math.min(Math.max(line, 1), this.count + 1) - 1] ?? 0;
  }

  /** The offset at which a line ends, without what ends it. */
  end(line: number): number {
    let end = this.start(line + 1);
    if (this.text.charCodeAt(end - 1) === 10 && end > this.start(line)) end -= 1;
    if (this.text.charCodeAt(end - 1) === 13 && end > this.start(line)) end -= 1;
    return end;
  }

  /** The line that an offset is on; in O(log lines). */
  lineAt(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The text of a line, without what ends it. */
  line(line: number): string {
    return this.text.slice(this.start(line), this.end(line));
  }

  /** The text of lines, both included, without what ends the last one. */
  slice(line: number, endLine: number): string {
    return this.text.slice(this.start(line), this.end(endLine));
  }

  /** UTF-16 code units of lines, both included. */
  lengthOf(line: number, endLine: number): number {
    return this.start(endLine + 1) - this.start(line);
  }

  /** Columns of white space that a line begins with; -1 where nothing else is on it. */
  indent(line: number): number {
    const start = this.start(line);
    const end = this.start(line + 1);
    for (let at = start; at < end; at++) if (this.text.charCodeAt(at) > 32) return at - start;
    return -1;
  }

  isBlank(line: number): boolean {
    return this.indent(line) === -1;
  }
}

function grown(starts: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(starts.length * 2);
  larger.set(starts);
  return larger;
}

/** A text of which lines can be counted: a lone CR, which ended lines on old machines, becomes an LF. */
export function sourceText(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}
