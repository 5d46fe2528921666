/** Words of a shingle. */
const width = 5;

/**
 * The shingles of a text (A. Z. Broder, On the resemblance and containment of documents, SEQUENCES 1997): all runs of
 * five words, in small letters and without signs, each as a number of 32 bits (FNV-1a), sorted and without repetition.
 */
export function shingles(text: string): Uint32Array {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < width) return new Uint32Array();
  const hashes = Uint32Array.from(words, hashOf);
  const all = new Uint32Array(words.length - width + 1);
  for (let at = 0; at < all.length; at++) {
    let hash = 0x811c9dc5;
    for (let own = at; own < at + width; own++) hash = mixed(hash ^ (hashes[own] ?? 0));
    all[at] = hash;
  }
  all.sort();
  let kept = 0;
  for (let at = 0; at < all.length; at++) {
    if (at === 0 || all[at] !== all[at - 1]) all[kept++] = all[at] ?? 0;
  }
  return all.slice(0, kept);
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
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
