/** What a sign is for a word: nothing, its end, or a part that makes it one. */
const end = 1;
const letter = 2;
const kinds = new Uint8Array(128);
kinds.fill(end, 0, 33);
kinds.fill(letter, 48, 58);
kinds.fill(letter, 65, 91);
kinds.fill(letter, 97, 123);

/** Words of a text: runs without white space that hold a letter or a digit. */
export function countWords(text: string): number {
  let words = 0;
  /** 1 within a word that is counted. */
  let counted = 0;
  // Nothing is asked of a sign that could be guessed wrong: this is read over every text.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? (kinds[code] as number) : kindBeyond(code);
    const makesOne = kind >> 1;
    words += makesOne & (counted ^ 1);
    counted = (counted | makesOne) & ~kind;
  }
  return words;
}

/** Beyond ASCII everything but punctuation (dashes, quotes, ideographic signs) is taken for a letter. */
function kindBeyond(code: number): number {
  if (code === 160) return end;
  return code > 191 && !(code >= 0x2000 && code <= 0x206f) && !(code >= 0x3000 && code <= 0x303f)
    ? letter
    : 0;
}
