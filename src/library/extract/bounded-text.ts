/** UTF-16 code units from which on a word is data: a picture, a key, a hash of hashes. */
const blob = 200;

/** The signs of base 64, and of identifiers. */
const inBlob = new Uint8Array(128);
for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-')
  inBlob[sign.charCodeAt(0)] = 1;

/** A text without words that nobody would look for: what is encoded in base 64, and the like. */
export function withoutBlobs(text: string): string {
  const parts: string[] = [];
  let done = 0;
  // A word that is long enough reaches over every place of that distance: what lies between is not looked at.
  for (let start = 0; start + blob <= text.length; ) {
    let at = start + blob - 1;
    while (at >= start && inBlob[text.charCodeAt(at)] === 1) at -= 1;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + blob;
    while (inBlob[text.charCodeAt(end)] === 1) end += 1;
    parts.push(text.slice(done, start));
    done = end;
    start = end + 1;
  }
  return done === 0 ? text : `${parts.join(' ')} ${text.slice(done)}`;
}

/**
 * Divides a text that has no lines to divide it at: at white space or signs, where there are any, and never within a
 * character.
 *
 * @param longest UTF-16 code units of a part
 * @param most parts; what is behind them is left out
 */
export function divideText(text: string, longest: number, most: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length && parts.length < most; ) {
    let end = Math.min(text.length, at + longest);
    if (end < text.length) end = breakBefore(text, at, end);
    const part = text.slice(at, end).trim();
    if (part !== '') parts.push(part);
    at = end;
  }
  return parts;
}

function breakBefore(text: string, from: number, end: number): number {
  const least = from + ((end - from) >> 1);
  for (let at = end; at > least; at--) {
    const code = text.charCodeAt(at - 1);
    // A letter or a digit, or what is beyond ASCII, may go on.
    if (code < 48 || (code > 57 && code < 65) || (code > 90 && code < 97 && code !== 95)) return at;
  }
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff && end - 1 > from ? end - 1 : end;
}
