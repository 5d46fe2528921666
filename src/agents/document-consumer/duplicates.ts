import { isForeign } from '../../markdown/document-paths.ts';
import { type DocumentKind, proseKinds } from './document-kind.ts';
import { nearDuplicates } from './near-duplicates.ts';

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
/** Shingles below which two texts are alike by chance. */
const leastShingles = 40;

const licenceName =
  /(^|\/)(licen[cs]es?|copying|copyright|notice|patents|authors|code[-_]of[-_]conduct|security|third[-_]?party[-_\w]*)\b[^/]*$/i;
const licenceText =
  /permission is hereby granted, free of charge|apache license\s+version|gnu (lesser |affero )?general public license\s+version|redistribution and use in source and binary forms|mozilla public license|contributor covenant/i;
const madeForTools = /(^|\/)(\.github|\.gitlab|\.vscode|\.changeset|\.storybook)\//;

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
    !isForeign(path) &&
    !licenceName.test(path) &&
    !madeForTools.test(path) &&
    !licenceText.test(text.slice(0, 3000).replace(/\s+/g, ' '))
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

/** Whether two paths differ only by a version or a language: then the texts are alike on purpose. */
function areEditions(a: string, b: string): boolean {
  const plain = (path: string): string =>
    path
      .split('/')
      .filter(
        (name) => !/^(versioned_docs|i18n|locales?|translations?|current|latest|next|stable)$/i.test(name),
      )
      .map((name) => name.replace(/^(version-)?v?\d+(\.(\d+|x))*$|^[a-z]{2}([-_][a-z]{2,4})?$/i, '*'))
      .filter((name) => name !== '*')
      .join('/');
  const isEdition = (path: string): boolean => plain(path) !== path;
  return (isEdition(a) || isEdition(b)) && plain(a) === plain(b);
}
