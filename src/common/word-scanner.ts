/**
 * Finds whether any of many words occurs in bytes, ASCII letters in either case, by shifting over pairs of bytes
 * (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994): most bytes are never looked at.
 */
export class WordScanner {
  /** For each pair of bytes, how far the search may move on; 0 where a word may lie. */
  readonly #shift = new Uint8Array(0x10000);
  /** The words whose first `#shortest` bytes end in a pair. */
  readonly #byPair = new Map<number, Uint8Array[]>();
  readonly #shortest: number;

  /** @param words as Latin-1 text, each of two or more characters */
  constructor(words: Iterable<string>) {
    const lower = [...new Set([...words].map((word) => lowerCase(word)))];
    this.#shortest = Math.min(...lower.map((word) => word.length));
    if (this.#shortest < 2) throw new Error('a word to search for has two bytes at least');
    this.#shift.fill(this.#shortest - 1);
    for (const word of lower) this.#add(Buffer.from(word, 'latin1'));
  }

  #add(word: Uint8Array): void {
    const last = this.#shortest - 2;
    for (let at = 0; at <= last; at++) {
      for (const first of cases(word[at] ?? 0)) {
        for (const second of cases(word[at + 1] ?? 0)) {
          const pair = (first << 8) | second;
          this.#shift[pair] = Math.min(this.#shift[pair] ?? 0, last - at);
          if (at !== last) continue;
          const words = this.#byPair.get(pair);
          if (words) words.push(word);
          else this.#byPair.set(pair, [word]);
        }
      }
    }
  }

  /** Where the first word at or after `from` begins, or -1. */
  search(bytes: Uint8Array, from = 0): number {
    const shift = this.#shift;
    const length = bytes.length;
    const before = this.#shortest - 1;
    let at = from + before;
    while (at < length) {
      const pair = ((bytes[at - 1] as number) << 8) | (bytes[at] as number);
      const distance = shift[pair] as number;
      if (distance !== 0) {
        at += distance;
        continue;
      }
      const start = at - before;
      for (const word of this.#byPair.get(pair) ?? []) if (matches(bytes, start, word)) return start;
      at += 1;
    }
    return -1;
  }
}

function matches(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  if (start + word.length > bytes.length) return false;
  for (let at = 0; at < word.length; at++) {
    const byte = bytes[start + at] as number;
    if (byte === word[at]) continue;
    if (byte < 65 || byte > 90 || (byte | 32) !== word[at]) return false;
  }
  return true;
}

function lowerCase(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function cases(byte: number): number[] {
  return byte >= 97 && byte <= 122 ? [byte, byte - 32] : [byte];
}
