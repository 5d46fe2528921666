import type { ExtractedDocument, Passage } from '../document.ts';
import { identifierParts } from './identifier-parts.ts';

/** The columns of the table `passage_text`, in order. */
export const indexColumns = ['path', 'title', 'body', 'identifiers'] as const;
export type IndexColumn = (typeof indexColumns)[number];

/** What is written into each column. */
export type IndexEntry = Readonly<Record<IndexColumn, string>>;

/**
 * What is searched of a passage.
 *
 * - `path`: the path with the parts of its names, and the language, since people say "python" to mean it. It stands
 *   at the first passage of a file alone, so that it counts once, however many passages a file has.
 * - `title`: what the passage is called, what it defines, and at the first passage what the file is called.
 * - `body`: the text as it is. The tokenizer divides at all signs, so `snake_case` is two words that follow each other.
 * - `identifiers`: the parts of the words of `body` that the tokenizer leaves whole: `getUserName`, `sha256`.
 *
 * @param first whether it is the first passage of its document
 */
export function indexEntry(
  path: string,
  document: ExtractedDocument,
  passage: Passage,
  first: boolean,
): IndexEntry {
  const titles = [...passage.titlePath, ...passage.symbols];
  if (first && document.title !== null) titles.unshift(document.title);
  const title = [...new Set(titles)].join('\n');
  return {
    path: first ? `${path} ${identifierParts(path)} ${document.language ?? ''}` : '',
    title: withParts(title),
    body: passage.text,
    identifiers: identifierParts(passage.text),
  };
}

function withParts(text: string): string {
  const parts = identifierParts(text);
  return parts === '' ? text : `${text}\n${parts}`;
}
