import { areEditions } from '../../library/duplicates/editions.ts';
import { nearDuplicates } from '../../library/duplicates/near-duplicates.ts';
import { leastShingles } from '../../library/duplicates/signature.ts';
import { isLegalText, isOwnDocument } from '../../library/duplicates/worth-comparing.ts';
import { type DocumentKind, proseKinds } from './document-kind.ts';

/** A document as it is compared. */
export interface Comparable {
  readonly path: string;
  readonly sha256: string;
  /** Null of data, of which only copies are found. */
  readonly shingles: Uint32Array | null;
}

/** A document that says what another one says. */
export interface Duplicate {
  readonly path: string;
  readonly original: string;
  /** Whether every byte is the same. */
  readonly copy: boolean;
  /** The Jaccard index of their shingles; 1 of a copy. */
  readonly similarity: number;
}

/** Bytes below which a repetition is worth no word. */
const leastBytes = 512;
/**
 * Whether a document is one that should stand in one place: prose and tables of some size, no licences and the like,
 * nothing made for tests, nothing of others.
 *
 * @param text the beginning is enough
 */
export function mayRepeat(path: string, kind: DocumentKind, bytes: number, text: string): boolean {
  return (
    (proseKinds.has(kind) || kind === 'table') &&
    bytes >= leastBytes &&
    isOwnDocument(path) &&
    !isLegalText(text)
  );
}

/** The documents that repeat another one, by path. The one that lies higher, or comes first, is the original. */
export function findDuplicates(documents: readonly Comparable[], similarity: number): Duplicate[] {
  const ordered = [...documents].sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
  const found: Duplicate[] = [];
  const firsts = new Map<string, Comparable>();
  for (const document of ordered) {
    const original = firsts.get(document.sha256);
    if (original === undefined) firsts.set(document.sha256, document);
    else found.push({ path: document.path, original: original.path, copy: true, similarity: 1 });
  }
  const texts = [...firsts.values()].flatMap(({ path, shingles }) =>
    shingles !== null && shingles.length >= leastShingles ? [{ path, shingles }] : [],
  );
  const near = nearDuplicates(
    texts.map(({ shingles }) => shingles),
    similarity,
  );
  for (const { original, duplicate, similarity: told } of near)
    found.push({
      path: texts[duplicate]?.path ?? '',
      original: texts[original]?.path ?? '',
      copy: false,
      similarity: told,
    });
  return found
    .filter(({ path, original }) => !areEditions(path, original))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function depth(path: string): number {
  return path.split('/').length;
}
