/** Words of a shingle. */
const width = 5;

/** What a sign of ASCII is as a part of a word: its small letter; 0 where it ends a word. */
const letters = new Uint8Array(128);
for (let code = 48; code < 58; code++) letters[code] = code;
for (let code = 97; code < 123; code++) {
  letters[code] = code;
  letters[code - 32] = code;
}

/** From here on a sign is a word by itself: scripts that put no spaces between words. */
const ideographs = 0x2e80;

/** As a signed number: unsigned ones of 32 bits are slow. */
const basis = 0x811c9dc5 | 0;
const base = 0x01000193;
const drop = Math.imul(Math.imul(base, base), Math.imul(base, base));

/**
 * The shingles of a text (A. Z. Broder, On the resemblance and containment of documents, SEQUENCES 1997): all runs of
 * five words, without signs and, as far as letters are of ASCII, in small letters; each as a number of 32 bits, in the
 * order of the text, however often it is there. A few nanoseconds a word: this is read over every text.
 *
 * @param texts pieces, one behind the other
 */
export function shingleHashes(texts: readonly string[]): Uint32Array {
  const words = wordHashes(texts);
  if (words.length < width) return new Uint32Array();
  const hashes = new Uint32Array(words.length - width + 1);
  // The polynomial of the hashes in a run: the oldest is taken off, the newest comes behind it.
  let sum = 0;
  for (let at = 0; at < words.length; at++) {
    const oldest = at < width ? 0 : (words[at - width] as number);
    sum = (Math.imul((sum - Math.imul(oldest, drop)) | 0, base) + (words[at] as number)) | 0;
    if (at >= width - 1) hashes[at - width + 1] = mixed(sum);
  }
  return hashes;
}

/** Words whose hashes have their room from one text to the next; those of a larger text get room of their own. */
const roomForWords = 256 * 1024;
const room = new Uint32Array(roomForWords);

/** The words of texts, one behind the other, each as a number (FNV-1a); until it is called again. */
function wordHashes(texts: readonly string[]): Uint32Array {
  let hashes: Uint32Array<ArrayBuffer> = room;
  let count = 0;
  for (const text of texts) {
    if (hashes.length < count + text.length + 1) hashes = grown(hashes, count + text.length + 1);
    let word = basis;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const letter = code < 128 ? (letters[code] as number) : letterBeyond(code);
      if (letter !== 0 && letter < ideographs) {
        word = Math.imul(word ^ letter, base);
        continue;
      }
      if (word !== basis) {
        hashes[count++] = word;
        word = basis;
      }
      if (letter !== 0) hashes[count++] = Math.imul(basis ^ letter, base);
    }
    if (word !== basis) hashes[count++] = word;
  }
  return hashes.subarray(0, count);
}

function grown(hashes: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(least, hashes.length * 2));
  larger.set(hashes);
  return larger;
}

/** Beyond ASCII everything but punctuation is taken for a letter; 0 of what is none. */
function letterBeyond(code: number): number {
  return code > 191 && !(code >= 0x2000 && code <= 0x206f) && !(code >= 0x3000 && code <= 0x303f) ? code : 0;
}

/** The shingles of a text as a set: sorted, without repetition. */
export function shingles(text: string): Uint32Array {
  const all = shingleHashes([text.toLowerCase()]).slice().sort();
  let kept = 0;
  for (let at = 0; at < all.length; at++) {
    if (at === 0 || all[at] !== all[at - 1]) all[kept++] = all[at] ?? 0;
  }
  return all.slice(0, kept);
}

/** Spreads the bits of a number (the finaliser of MurmurHash3). */
export function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The Jaccard index of two sorted sets: what they have in common, of all that they have; 0 to 1. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) common += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const all = a.length + b.length - common;
  return all === 0 ? 0 : common / all;
}
