import type { ExtractedDocument, NamedThing, Passage } from '../document.ts';
import { documentSignature } from '../duplicates/document-signature.ts';
import { indexColumns, indexEntry } from '../search/index-entry.ts';

/** A passage as it is written: its columns in `passages`, and what is searched, in the order of `indexColumns`. */
export interface PassageRow {
  readonly columns: readonly [
    kind: string,
    /** JSON. */
    titlePath: string,
    line: number,
    endLine: number,
    cell: number | null,
  ];
  readonly texts: readonly string[];
}

/** A name as it is written; `passage` is the place of the innermost one that holds its line, null where none does. */
export type NameRow = readonly [
  passage: number | null,
  name: string,
  kind: string,
  line: number,
  endLine: number,
  signature: string | null,
  within: string | null,
];

export type LinkRow = readonly [kind: string, target: string, line: number];

/**
 * A document ready to be written: rows, which go from one thread to another in half the time that objects need. It has
 * at least one passage, by which its path is found.
 */
export interface IndexedDocument extends Omit<ExtractedDocument, 'passages' | 'names' | 'links'> {
  readonly passages: readonly PassageRow[];
  readonly names: readonly NameRow[];
  readonly links: readonly LinkRow[];
  /** By which it is compared with others; see `documentSignature`. */
  readonly signature: Uint8Array | null;
}

/** What a file without a passage is found by: its path and its title. */
const emptyPassage: Passage = {
  kind: 'text',
  titlePath: [],
  line: 1,
  endLine: 1,
  cell: null,
  text: '',
  symbols: [],
};

/** @param path relative to the workspace, with `/` */
export function indexedDocument(path: string, document: ExtractedDocument): IndexedDocument {
  const passages = document.passages.length > 0 ? document.passages : [emptyPassage];
  const places = passagesOf(document.names, passages);
  return {
    ...document,
    passages: passages.map((passage, ordinal): PassageRow => {
      const { kind, titlePath, line, endLine, cell } = passage;
      const entry = indexEntry(path, document, passage, ordinal === 0);
      return {
        columns: [kind, JSON.stringify(titlePath), line, endLine, cell],
        texts: indexColumns.map((column) => entry[column]),
      };
    }),
    names: document.names.map(
      ({ name, kind, line, endLine, signature, within }, at): NameRow => [
        places[at] ?? null,
        name,
        kind,
        line,
        endLine,
        signature,
        within,
      ],
    ),
    links: document.links.map(({ kind, target, line }): LinkRow => [kind, target, line]),
    signature: documentSignature(path, document),
  };
}

/** For each name the place of the innermost passage that holds its line; null where none does. */
export function passagesOf(names: readonly NamedThing[], passages: readonly Passage[]): (number | null)[] {
  const result = new Array<number | null>(names.length).fill(null);
  const lineOf = (place: number) => names[place]?.line ?? 0;
  const inOrder = names.map((_, place) => place).sort((a, b) => lineOf(a) - lineOf(b));
  const starts = passages
    .map((passage, place) => ({ passage, place }))
    .sort((a, b) => a.passage.line - b.passage.line || b.passage.endLine - a.passage.endLine);
  const open: { passage: Passage; place: number }[] = [];
  let next = 0;
  for (const place of inOrder) {
    const line = lineOf(place);
    for (let start = starts[next]; start !== undefined && start.passage.line <= line; start = starts[next]) {
      open.push(start);
      next += 1;
    }
    while ((open.at(-1)?.passage.endLine ?? Number.POSITIVE_INFINITY) < line) open.pop();
    result[place] = open.at(-1)?.place ?? null;
  }
  return result;
}
