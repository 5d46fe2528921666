import { posix } from 'node:path';
import { isDocument, isMarkdown } from '../../markdown/document-paths.ts';
import { grammarOf } from '../../syntax-tree/grammar.ts';

export type DocumentKind =
  | 'markdown'
  | 'restructuredtext'
  | 'asciidoc'
  | 'text'
  | 'html'
  | 'notebook'
  | 'table'
  | 'json'
  | 'yaml'
  | 'toml'
  | 'code';

/** Kinds whose text people write for people. */
export const proseKinds: ReadonlySet<DocumentKind> = new Set([
  'markdown',
  'restructuredtext',
  'asciidoc',
  'text',
  'html',
  'notebook',
]);

const byExtension: ReadonlyMap<string, DocumentKind> = new Map([
  ['.rst', 'restructuredtext'],
  ['.adoc', 'asciidoc'],
  ['.asciidoc', 'asciidoc'],
  ['.asc', 'asciidoc'],
  ['.txt', 'text'],
  ['.text', 'text'],
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.xhtml', 'html'],
  ['.ipynb', 'notebook'],
  ['.csv', 'table'],
  ['.tsv', 'table'],
  ['.json', 'json'],
  ['.jsonc', 'json'],
  ['.json5', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
  ['.toml', 'toml'],
  ['.java', 'code'],
  ['.kt', 'code'],
  ['.c', 'code'],
  ['.h', 'code'],
  ['.cc', 'code'],
  ['.cpp', 'code'],
  ['.hpp', 'code'],
  ['.cs', 'code'],
  ['.go', 'code'],
  ['.rs', 'code'],
  ['.rb', 'code'],
  ['.php', 'code'],
  ['.swift', 'code'],
  ['.scala', 'code'],
  ['.sh', 'code'],
  ['.bash', 'code'],
  ['.ps1', 'code'],
  ['.sql', 'code'],
  ['.r', 'code'],
  ['.jl', 'code'],
  ['.lua', 'code'],
  ['.pl', 'code'],
  ['.css', 'code'],
  ['.scss', 'code'],
  ['.less', 'code'],
  ['.vue', 'code'],
  ['.svelte', 'code'],
]);

/** What a file is as a document, by its name; null where it is none. */
export function documentKind(path: string): DocumentKind | null {
  if (isMarkdown(path)) return 'markdown';
  const kind = byExtension.get(posix.extname(path).toLowerCase());
  if (kind !== undefined) return kind;
  if (grammarOf(path) !== null) return 'code';
  return isDocument(path) ? 'text' : null;
}
