/** The words of a name with the offset at which each begins: `T_bathMax` is `t`, `bath`, `max`. */
export interface NameWord {
  /** In lower case. */
  readonly word: string;
  readonly start: number;
}

const longestName = 120;
const pieces = /[\p{L}\p{N}]+/gu;
// A new word begins at an upper-case letter behind a lower-case one or a digit, and at the last of several upper-case
// letters before a lower-case one; the `PA` of `kPa` would else be torn apart by either.
const humps = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

export function nameWords(name: string): NameWord[] {
  const words: NameWord[] = [];
  for (const piece of name.slice(0, longestName).matchAll(pieces)) {
    let start = piece.index;
    for (const part of piece[0].split(humps)) {
      words.push({ word: part.toLowerCase(), start });
      start += part.length;
    }
  }
  return words;
}
