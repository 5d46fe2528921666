import { splitIdentifier } from './identifier-parts.ts';

const words = /[\p{L}\p{N}]+/gu;
const others = /[^\p{L}\p{N}]+/gu;

/** Signs of ASCII that are in no name's key. */
const signs = /[^a-z0-9]+/g;

/** What signs of ASCII are in a word. */
const small = 1;
const capital = 2;
const digit = 3;
const classes = new Uint8Array(128);
classes.fill(digit, 48, 58);
classes.fill(capital, 65, 91);
classes.fill(small, 97, 123);

/** A name as it is compared, and where in that its parts and its words begin: `get User_2` is `getuser2`, 0 3 7 and 0 3 7. */
export interface NameParts {
  readonly key: string;
  readonly starts: readonly number[];
  readonly wordStarts: readonly number[];
}

/** How names are compared: by their letters and digits, small. By it `get_user` and `getUser` are one. */
export function nameKey(text: string): string {
  return text.toLowerCase().replace(others, '');
}

/** Longer names are sentences; nobody types them. */
export const longestName = 120;

/** Whether a name, with or without an extension, is compared by this key. */
export function hasKey(name: string, key: string): boolean {
  return nameKey(name) === key || nameKey(name.replace(/\.[A-Za-z0-9]{1,10}$/, '')) === key;
}

/** Takes a name apart. */
export function nameParts(text: string): NameParts {
  const starts: number[] = [];
  const wordStarts: number[] = [];
  let length = 0;
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return partsBeyondAscii(text);
    const now = classes[code] ?? 0;
    if (now !== 0) {
      if (before === 0) wordStarts.push(length);
      if (
        now === capital
          ? isBeginning(text, at, before)
          : now !== before && !(now === small && before === capital)
      )
        starts.push(length);
      length += 1;
    }
    before = now;
  }
  const key = text.toLowerCase();
  return { key: length === text.length ? key : key.replace(signs, ''), starts, wordStarts };
}

/** Whether a capital begins a part: it does behind another sign, and in front of a small letter. */
function isBeginning(text: string, at: number, before: number): boolean {
  return before !== capital || classes[text.charCodeAt(at + 1)] === small;
}

function partsBeyondAscii(text: string): NameParts {
  const starts: number[] = [];
  const wordStarts: number[] = [];
  let length = 0;
  for (const word of text.match(words) ?? []) {
    wordStarts.push(length);
    for (const part of splitIdentifier(word)) {
      const own = nameKey(part).length;
      if (own > 0) starts.push(length);
      length += own;
    }
  }
  return { key: nameKey(text), starts, wordStarts };
}

/** A word of fewer letters is similar to too much. */
export const shortestSlip = 4;

/** Longer words are data. */
const longestWord = 40;

const noLetter = /^[0-9]+$/;

/** What of a name can be mistyped: its parts, and its words as they are, in small letters. */
export function slipWords({ key, starts, wordStarts }: NameParts): Set<string> {
  const found = new Set<string>();
  for (const list of starts.length === wordStarts.length ? [starts] : [starts, wordStarts])
    for (const [at, start] of list.entries()) {
      const end = list[at + 1] ?? key.length;
      if (end - start < shortestSlip || end - start > longestWord) continue;
      const word = key.slice(start, end);
      if (!noLetter.test(word)) found.add(word);
    }
  return found;
}
