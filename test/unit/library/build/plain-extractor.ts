import type { DocumentExtractor } from '../../../../src/library/build/document-reader.ts';
import type { ExtractedDocument } from '../../../../src/library/document.ts';

/** Reads everything as lines: a passage for each paragraph, a name for each line `name: WORD`. */
export const plainExtractor: DocumentExtractor = {
  read: (_path, bytes) => plainDocument(Buffer.from(bytes).toString('utf8'), null),
  readPlain: (_path, bytes, trouble) => plainDocument(Buffer.from(bytes).toString('utf8'), trouble),
};

function plainDocument(text: string, trouble: string | null): ExtractedDocument {
  const lines = text.split('\n');
  const passages = text.split('\n\n').map((paragraph, index, all) => {
    const before = all.slice(0, index).reduce((count, other) => count + other.split('\n').length + 1, 0);
    return {
      kind: 'text' as const,
      titlePath: [],
      line: before + 1,
      endLine: before + paragraph.split('\n').length,
      cell: null,
      text: paragraph,
      symbols: [],
    };
  });
  return {
    kind: 'text',
    language: null,
    title: lines[0] ?? null,
    summary: null,
    passages,
    names: lines.flatMap((line, index) => {
      const name = /^name: (.+)$/.exec(line)?.[1];
      if (name === undefined) return [];
      const at = { line: index + 1, endLine: index + 1, signature: null, within: null };
      return [{ name, kind: 'key' as const, ...at }];
    }),
    links: [],
    trouble,
    lines: lines.length,
    words: text.split(/\s+/).filter((word) => word !== '').length,
    secrets: 0,
  };
}
