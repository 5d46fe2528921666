/** Words of a text: runs without white space that hold a letter or a digit. */
export function countWords(text: string): number {
  let words = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 160) inWord = false;
    else if (!inWord && isLetterOrDigit(code)) {
      inWord = true;
      words += 1;
    }
  }
  return words;
}

/** Of ASCII exactly; beyond it everything but punctuation (dashes, quotes, ideographic signs) is taken for a letter. */
function isLetterOrDigit(code: number): boolean {
  if (code < 128)
    return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return code > 191 && !(code >= 0x2000 && code <= 0x206f) && !(code >= 0x3000 && code <= 0x303f);
}
