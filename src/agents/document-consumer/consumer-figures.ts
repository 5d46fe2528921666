import type { Consumption } from './consume.ts';
import type { DocumentKind } from './document-kind.ts';

/** What was read of one kind. */
export interface KindFigures {
  readonly documents: number;
  readonly bytes: number;
  readonly words: number;
  readonly passages: number;
  /** Documents without a word, a value or a line. */
  readonly empty: number;
}

/** The figures of what was read, by their names. */
export interface ConsumerFigures {
  readonly documents: number;
  readonly bytes: number;
  readonly words: number;
  readonly passages: number;
  readonly failures: number;
  readonly duplicates: number;
}

/** The figures of each kind, the most frequent first. */
export function kindFigures({ documents }: Consumption): Map<DocumentKind, KindFigures> {
  const kinds = new Map<DocumentKind, KindFigures>();
  for (const { kind, bytes, words, passages } of documents) {
    const before = kinds.get(kind) ?? { documents: 0, bytes: 0, words: 0, passages: 0, empty: 0 };
    kinds.set(kind, {
      documents: before.documents + 1,
      bytes: before.bytes + bytes,
      words: before.words + (words ?? 0),
      passages: before.passages + passages.length,
      empty: before.empty + (bytes === 0 || words === 0 ? 1 : 0),
    });
  }
  return new Map([...kinds].sort(([a, x], [b, y]) => y.documents - x.documents || (a < b ? -1 : 1)));
}

export function consumerFigures(consumption: Consumption): ConsumerFigures {
  const { documents, failures, duplicates } = consumption;
  const sum = (of: (document: (typeof documents)[number]) => number): number =>
    documents.reduce((total, document) => total + of(document), 0);
  return {
    documents: documents.length,
    bytes: sum(({ bytes }) => bytes),
    words: sum(({ words }) => words ?? 0),
    passages: sum(({ passages }) => passages.length),
    failures: failures.length,
    duplicates: duplicates.length,
  };
}
