import type { DocumentKind, DocumentLink } from '../document.ts';
import { namedPaths } from './named-paths.ts';

/** Kinds of documents in whose text files are named to be read, written or started. */
const naming: ReadonlySet<DocumentKind> = new Set(['python', 'script', 'code', 'shell', 'config', 'sql']);
/** Languages in which a path needs no quotes. */
const unquoted: ReadonlySet<string | null> = new Set(
  'shell powershell batch yaml ini dockerfile make cmake properties'.split(' '),
);

/** What a document links to, with the files that its text names besides, by line. */
export function withNamedPaths(
  links: readonly DocumentLink[],
  { kind, language }: { readonly kind: DocumentKind; readonly language: string | null },
  text: string,
  lineOf: (offset: number) => number,
): readonly DocumentLink[] {
  if (!naming.has(kind)) return links;
  const known = new Set(links.map(({ target }) => target));
  const named = namedPaths(text, unquoted.has(language)).filter(({ target }) => !known.has(target));
  if (named.length === 0) return links;
  const added = named.map(
    ({ target, offset }): DocumentLink => ({ kind: 'file', target, line: lineOf(offset) }),
  );
  return [...links, ...added].sort((a, b) => a.line - b.line);
}
