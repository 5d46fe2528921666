/** Prime of FNV-1a (Fowler, Noll, Vo) for 32 bits, and an odd multiplier that is far from it. */
const fnvPrime = 0x01000193;
const otherPrime = 0x85ebca6b;

/**
 * A number of 53 bits that tells texts apart: two 32-bit hashes of FNV-1a's form side by side. Not meant against
 * somebody who wants two texts to be alike; whoever relies on it compares the texts as well.
 */
export function textHash(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x9747b28c;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, fnvPrime);
    low = Math.imul(low ^ code, otherPrime);
    low ^= low >>> 15;
  }
  high ^= high >>> 16;
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
