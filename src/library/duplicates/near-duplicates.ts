import { BandTable } from './band-table.ts';
import { jaccard } from './shingles.ts';
import { leastShingles, signatureLanes, signatureOf } from './signature.ts';
import { starGroups } from './star-groups.ts';

/** They miss a pair of similarity 0.8 in one of 10^14 cases, and one of 0.5 in one of sixty. */
const banding = { bands: 64, lanes: 4 };

/** A pair of texts that are nearly the same, by their places in the list. */
export interface NearDuplicate {
  /** The one that comes first. */
  readonly original: number;
  readonly duplicate: number;
  /** The Jaccard index of their shingles, 0 to 1. */
  readonly similarity: number;
}

/**
 * Texts that are nearly the same as one before them. Candidates are found by the bands of their signatures, and each is
 * compared exactly. Texts that are too short for a signature are left out.
 *
 * @param texts their shingles
 * @param least the similarity from which on two are nearly the same
 */
export function nearDuplicates(texts: readonly Uint32Array[], least: number): NearDuplicate[] {
  const compared = texts.flatMap((text, at) => {
    const signature = text.length < leastShingles ? null : signatureOf(text);
    return signature === null ? [] : [{ at, text, signature }];
  });
  const bytes = new Uint8Array(compared.length * signatureLanes);
  for (const [place, { signature }] of compared.entries()) bytes.set(signature, place * signatureLanes);
  const bands = new BandTable(banding, compared.length);
  for (const place of compared.keys()) bands.put(place, bytes, place * signatureLanes);
  const likenessOf = (a: number, b: number): number => {
    const left = compared[a]?.text;
    const right = compared[b]?.text;
    if (left === undefined || right === undefined) return 0;
    // The index is at most the ratio of their sizes.
    if (Math.min(left.length, right.length) < least * Math.max(left.length, right.length)) return 0;
    const similarity = jaccard(left, right);
    return similarity >= least ? similarity : 0;
  };
  const stars = starGroups([...compared.keys()], (at, use) => bands.eachMate(at, use), likenessOf);
  return stars
    .flatMap(({ centre, others }) =>
      others.map(({ place, likeness }) => ({
        original: compared[centre]?.at ?? 0,
        duplicate: compared[place]?.at ?? 0,
        similarity: likeness,
      })),
    )
    .sort((a, b) => a.duplicate - b.duplicate);
}
