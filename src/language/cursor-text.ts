/** A text up to the cursor: nothing behind it is seen. */
export class CursorText {
  readonly end: number;
  readonly #text: string;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.end = offset;
  }

  /** The character at an offset, empty behind the end. */
  at(offset: number): string {
    return offset < this.end ? (this.#text[offset] ?? '') : '';
  }

  slice(from: number, to: number): string {
    return this.#text.slice(from, Math.min(to, this.end));
  }

  /** The end of the line that holds an offset, without its line break. */
  lineEnd(from: number): number {
    const found = this.#text.indexOf('\n', from);
    return found === -1 || found > this.end ? this.end : found;
  }

  isBlank(from: number, to: number): boolean {
    return this.slice(from, to).trim() === '';
  }

  /** Whether a dash stands there that begins an item. */
  isDash(at: number): boolean {
    return this.at(at) === '-' && /^\s?$/.test(this.at(at + 1));
  }

  /** Behind the blanks, anchors and tags that begin there. */
  behindProperties(from: number, to: number): number {
    const skipped = /^\s*(?:[&!]\S*(?:\s+|$))*/.exec(this.slice(from, to));
    return from + (skipped?.[0].length ?? 0);
  }

  /** Whether a line cannot belong to what stands in brackets or quotes any more: it stands no further right than its owner. */
  isForgotten(lineStart: number, owner: number): boolean {
    const line = this.slice(lineStart, this.lineEnd(lineStart));
    const indent = line.search(/[^ ]/);
    return indent !== -1 && indent <= owner && !/[\]}]/.test(line[indent] ?? '');
  }

  /** The closing quote; null where the cursor comes first. A string that leaves its block ends with its line. */
  closingQuote(from: number, owner: number): number | null {
    const quote = this.at(from);
    for (let at = from + 1; at < this.end; at++) {
      const character = this.at(at);
      if (character === '\\' && quote === '"') at += 1;
      else if (character === quote) {
        if (quote === '"' || this.at(at + 1) !== "'") return at;
        at += 1;
      } else if (character === '\n' && this.isForgotten(at + 1, owner)) return at;
    }
    return null;
  }
}
