/** A capital letter and small ones, capitals that no small letter follows, letters without case, digits. */
const part = /\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?![\p{Ll}\p{M}])|[\p{Lo}\p{Lm}\p{Lt}\p{M}]+|\p{N}+/gu;

const word = /[\p{L}\p{M}\p{N}]+/gu;

/** Longer runs of letters and digits are data; their parts say nothing. */
const longest = 80;

/** What signs of ASCII are in a word. */
const small = 1;
const capital = 2;
const digit = 3;
const classes = new Uint8Array(128);
classes.fill(digit, 48, 58);
classes.fill(capital, 65, 91);
classes.fill(small, 97, 123);

/** The parts of a name: `HTTPServer2` is HTTP, Server and 2. */
export function splitIdentifier(name: string): string[] {
  return name.match(part) ?? [];
}

/** The parts of all words of a text that are made of several, in their order, each divided by a space. */
export function identifierParts(text: string): string {
  const parts: string[] = [];
  let start = 0;
  let mixed = false;
  let before = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (code > 127) return partsBeyondAscii(text);
    const now = classes[code] ?? 0;
    if (now === 0) {
      if (mixed && at - start <= longest) parts.push(...splitIdentifier(text.slice(start, at)));
      start = at + 1;
      mixed = false;
    } else if (before !== 0 && now !== before && !(before === capital && now === small && at - start === 1)) {
      mixed = true;
    }
    before = now;
  }
  return parts.join(' ');
}

function partsBeyondAscii(text: string): string {
  const parts: string[] = [];
  for (const found of text.match(word) ?? []) {
    if (found.length > longest) continue;
    const own = splitIdentifier(found);
    if (own.length > 1) parts.push(...own);
  }
  return parts.join(' ');
}
