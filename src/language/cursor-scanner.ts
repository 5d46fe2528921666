import { Frames, type MapFrame } from './cursor-frames.ts';
import { CursorText } from './cursor-text.ts';
import type { CursorWord } from './cursor-word.ts';
import { keyOf, keyPattern } from './keys-behind.ts';
import { readFlow } from './read-flow.ts';

/** Reads a text up to the cursor, line by line, and forgives what it does not understand. */
export class CursorScanner {
  readonly frames = new Frames();
  readonly #text: CursorText;
  /** The beginning of the line that is read. */
  #start = 0;
  #lineEnd = 0;

  constructor(text: string, offset: number) {
    this.#text = new CursorText(text, offset);
  }

  /** The word at the cursor, with the frames that are open there; null where nothing can be written. */
  run(): CursorWord | null {
    for (;;) {
      this.#lineEnd = this.#text.lineEnd(this.#start);
      const word = this.#line();
      if (word !== undefined) return word;
    }
  }

  /** Whether the line that is read is that of the cursor. */
  get #isLast(): boolean {
    return this.#lineEnd >= this.#text.end;
  }

  /** Reads a line; undefined where the cursor is further on. */
  #line(): CursorWord | null | undefined {
    const text = this.#text;
    const indent = text.slice(this.#start, this.#lineEnd).search(/[^ ]|$/);
    let at = this.#start + indent;
    const isBlank = text.isBlank(at, this.#lineEnd);
    if (isBlank && !this.#isLast) return this.#next();
    if (this.#continues(indent)) return this.#word('value', isBlank ? text.end : at);
    if (isBlank) this.frames.closeTo(indent, false);
    if (isBlank) return this.#word('either', text.end);
    if (text.at(at) === '#') return this.#word(null, at);
    if (indent === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(at, at + 4))) {
      this.frames.closeTo(-1, false);
      return this.#word(null, at);
    }
    this.frames.closeTo(indent, text.isDash(at));
    while (text.isDash(at)) {
      this.frames.closeTo(at - this.#start, true);
      this.frames.item(at - this.#start);
      // An item begins behind a space.
      if (at + 1 >= this.#lineEnd) return this.#word(null, at);
      at = text.behindProperties(at + 1, this.#lineEnd);
    }
    at = text.behindProperties(at, this.#lineEnd);
    if (at >= this.#lineEnd) return this.#word('either', at);
    if (text.at(at) === '#') return this.#word(null, at);
    const match = keyPattern.exec(text.slice(at, Math.min(this.#lineEnd, at + 1000)));
    if (!match) return this.#scalar(at, null);
    const map = this.frames.key(keyOf(match), at - this.#start);
    const behind = at + match[0].length;
    // A value begins behind a space.
    if (behind === text.end) return null;
    const value = text.behindProperties(behind, this.#lineEnd);
    if (value >= this.#lineEnd) return this.#word('value', value);
    return text.at(value) === '#' ? this.#word(null, value) : this.#scalar(value, map);
  }

  /** Reads what stands behind a key, or on its own as an item or in a line. */
  #scalar(at: number, map: MapFrame | null): CursorWord | null | undefined {
    const text = this.#text;
    const role = map ? 'value' : 'either';
    const first = text.at(at);
    if (first === '[' || first === '{') {
      const found = readFlow(text, this.frames, at);
      if (typeof found !== 'number') return found;
      this.#start = found;
      return undefined;
    }
    if (first === '"' || first === "'") {
      const close = text.closingQuote(at, this.frames.blockColumn);
      if (close === null) return { role, start: at + 1, quote: first };
      this.frames.noteScalar(text.slice(at + 1, close));
      this.#lineEnd = text.lineEnd(close);
      return this.#word(null, close);
    }
    if (this.#isLast) return /\s#/.test(text.slice(at, text.end)) ? null : { role, start: at, quote: null };
    const line = text.slice(at, this.#lineEnd);
    this.frames.noteScalar(line.replace(/\s+#.*$/, '').trimEnd());
    if (map) map.goesOn = true;
    return this.#next();
  }

  /** Whether a line belongs to the block of text or the plain text of several lines above it. */
  #continues(indent: number): boolean {
    const { top } = this.frames;
    return top?.kind === 'map' && !top.flow && top.goesOn && indent > top.column;
  }

  /** The word at the cursor if that is in the line; goes on to the next line otherwise. */
  #word(role: CursorWord['role'] | null, start: number): CursorWord | null | undefined {
    if (!this.#isLast) return this.#next();
    return role && { role, start: Math.min(start, this.#text.end), quote: null };
  }

  #next(): undefined {
    this.#start = this.#lineEnd + 1;
  }
}
