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

/** What has been read of a word, as far as it decides whether the word is made of several parts. */
const [outside, smallLetters, oneCapital, capitals, digits, several, behindSeveral] = [0, 1, 2, 3, 4, 5, 6];

/** What follows behind each of those on a sign of ASCII of each class: nothing of a word, small, capital, digit. */
const steps: readonly (readonly [number, number, number, number])[] = [
  [outside, smallLetters, oneCapital, digits],
  [outside, smallLetters, several, several],
  [outside, smallLetters, capitals, several],
  [outside, several, capitals, several],
  [outside, several, several, digits],
  [behindSeveral, several, several, several],
  [outside, smallLetters, oneCapital, digits],
];

/** The same by the sign itself: this is read over every text. */
const following = new Uint16Array(steps.length * 128);
for (const [state, next] of steps.entries())
  for (const [code, kind] of classes.entries()) following[state * 128 + code] = (next[kind] ?? outside) * 128;

/** The parts of all words of a text that are made of several, in their order, each divided by a space. */
export function identifierParts(text: string): string {
  const parts: string[] = [];
  let state = outside;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return partsBeyondAscii(text);
    state = following[state + code] as number;
    if (state === behindSeveral * 128) addParts(text, at, parts);
  }
  if (state === several * 128) addParts(text, text.length, parts);
  return parts.join(' ');
}

/** Adds the parts of the word of ASCII that ends there: as `part` has them. */
function addParts(text: string, end: number, parts: string[]): void {
  let start = end;
  while (start > 0 && classes[text.charCodeAt(start - 1)] !== 0) start -= 1;
  if (end - start > longest) return;
  let now = classes[text.charCodeAt(start)];
  for (let at = start + 1; at < end; at++) {
    const before = now;
    now = classes[text.charCodeAt(at)];
    const begins =
      now === capital
        ? before !== capital || (at + 1 < end && classes[text.charCodeAt(at + 1)] === small)
        : now !== before && !(now === small && before === capital);
    if (!begins) continue;
    parts.push(text.slice(start, at));
    start = at;
  }
  parts.push(text.slice(start, end));
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
