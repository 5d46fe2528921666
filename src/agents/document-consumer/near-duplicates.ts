import { jaccard, mixed } from './shingles.ts';

/** Hash functions of a signature: bands of rows. */
const bands = 32;
const rows = 4;

/** A pair of texts that are nearly the same, by their places in the list. */
export interface NearDuplicate {
  /** The one that comes first. */
  readonly original: number;
  readonly duplicate: number;
  /** The Jaccard index of their shingles, 0 to 1. */
  readonly similarity: number;
}

/**
 * Texts that are nearly the same as one before them. Candidates are found by the bands of their MinHash signatures
 * (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3): 32 bands of 4 rows miss a pair
 * of similarity 0.9 in one of 10^14 cases, one of 0.5 in one of eight. Each candidate is compared exactly.
 *
 * @param texts their shingles
 * @param least the similarity from which on two are nearly the same
 */
export function nearDuplicates(texts: readonly Uint32Array[], least: number): NearDuplicate[] {
  const signatures = texts.map(signatureOf);
  const nearest = new Map<number, NearDuplicate>();
  for (let band = 0; band < bands; band++) {
    const buckets = new Map<string, number[]>();
    for (const [at, signature] of signatures.entries()) {
      const key = signature.subarray(band * rows, band * rows + rows).join();
      const bucket = buckets.get(key);
      // A bucket stands for its first texts: comparing all with all would take quadratic time.
      if (bucket === undefined) buckets.set(key, [at]);
      else if (!nearest.has(at)) {
        const found = compare(texts, bucket, at, least);
        if (found !== null) nearest.set(at, found);
        else if (bucket.length < 8) bucket.push(at);
      }
    }
  }
  return [...nearest.values()].sort((a, b) => a.duplicate - b.duplicate);
}

function compare(
  texts: readonly Uint32Array[],
  bucket: readonly number[],
  at: number,
  least: number,
): NearDuplicate | null {
  const own = texts[at];
  for (const original of bucket) {
    const other = texts[original];
    if (own === undefined || other === undefined) continue;
    // The index is at most the ratio of their sizes.
    if (Math.min(own.length, other.length) < least * Math.max(own.length, other.length)) continue;
    const similarity = jaccard(own, other);
    if (similarity >= least) return { original, duplicate: at, similarity };
  }
  return null;
}

const seeds = Uint32Array.from({ length: bands * rows }, (_, at) => mixed(at + 1));

function signatureOf(shingled: Uint32Array): Uint32Array {
  const signature = new Uint32Array(bands * rows).fill(0xffffffff);
  for (const shingle of shingled) {
    for (let at = 0; at < signature.length; at++) {
      const hash = mixed(shingle ^ (seeds[at] ?? 0));
      if (hash < (signature[at] ?? 0)) signature[at] = hash;
    }
  }
  return signature;
}
