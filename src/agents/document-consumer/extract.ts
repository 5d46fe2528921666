import { countWords } from '../../library/extract/count-words.ts';
import { type Cell, readCells, type Unreadable } from '../../library/extract/notebook/read-cells.ts';
import { htmlExtract } from '../../library/extract/prose/html-extract.ts';
import type { SectionTitle } from '../../library/extract/section-title.ts';
import { SourceLines, sourceText } from '../../library/extract/source-lines.ts';
import {
  asciiDocTitles,
  codeTitle,
  restructuredTextTitles,
  textTitle,
} from '../../library/extract/titles.ts';
import { readHeadings } from '../../markdown/read-headings.ts';
import type { DocumentKind } from './document-kind.ts';
import { divided, type Passage, sectionPassages } from './passage.ts';
import { type TableTypes, tableTypes } from './table-types.ts';
import { topKeys } from './top-keys.ts';

/** What is read of a document. */
export interface Extract {
  readonly title: string | null;
  /** The text that people read; null where there is none: data and code. */
  readonly prose: string | null;
  readonly words: number;
  readonly passages: readonly Passage[];
  readonly table?: TableTypes;
}

/** Reads a document of a kind; any text can be read but one of a notebook that is none. */
export function extract(
  kind: DocumentKind,
  path: string,
  text: string,
  longest: number,
): Extract | Unreadable {
  switch (kind) {
    case 'markdown': {
      const { title, headings } = readHeadings(text);
      return sectioned(text, headings, title, longest);
    }
    case 'restructuredtext':
      return sectioned(text, restructuredTextTitles(linesOf(text)), null, longest);
    case 'asciidoc':
      return sectioned(text, asciiDocTitles(linesOf(text)), null, longest);
    case 'text':
      return sectioned(text, [], textTitle(text), longest);
    case 'html': {
      const { title, titles, prose } = htmlExtract(text);
      const { passages } = sectioned(text, titles, null, longest);
      return { title: title ?? titles[0]?.text ?? null, prose, words: countWords(prose), passages };
    }
    case 'notebook':
      return notebookExtract(text);
    case 'table': {
      const table = tableTypes(path, text);
      return { title: null, prose: null, words: 0, passages: whole(text, []), table };
    }
    case 'json':
    case 'yaml':
    case 'toml':
      return { title: null, prose: null, words: 0, passages: keyed(kind, text) };
    case 'code':
      return { title: codeTitle(text), prose: null, words: 0, passages: [] };
  }
}

function sectioned(
  text: string,
  titles: readonly SectionTitle[],
  title: string | null,
  longest: number,
): Extract {
  return {
    title: title ?? titles[0]?.text ?? null,
    prose: text,
    words: countWords(text),
    passages: sectionPassages(linesOf(text), titles, longest),
  };
}

function notebookExtract(text: string): Extract | Unreadable {
  const lines = new SourceLines(sourceText(text));
  const cells = readCells(lines);
  if ('reason' in cells) return cells;
  const above: SectionTitle[] = [];
  const passages: Passage[] = [];
  const prose: string[] = [];
  let title: string | null = cells.title;
  for (const [at, cell] of cells.cells.entries()) {
    if (cell.source.trim() === '') continue;
    if (cell.kind === 'markdown') {
      prose.push(cell.source);
      for (const heading of headingsOf(cell)) {
        title ??= heading.text;
        while (above.length > 0 && (above.at(-1)?.depth ?? 0) >= heading.depth) above.pop();
        above.push(heading);
      }
    }
    // A cell begins where it says what it is, and reaches to the next one.
    const line = cell.typeLine;
    const end_line = Math.max(line, (cells.cells[at + 1]?.typeLine ?? lines.count + 1) - 1);
    passages.push({ title_path: above.map((one) => one.text), line, end_line, length: cell.source.length });
  }
  const joined = prose.join('\n\n');
  return { title, prose: joined, words: countWords(joined), passages };
}

function headingsOf(cell: Cell): SectionTitle[] {
  if (!/^\s{0,3}#|^\s{0,3}[=-]+\s*$|<h[1-6]/im.test(cell.source)) return [];
  return readHeadings(cell.source).headings.map(({ depth, text }) => ({ depth, text, line: cell.typeLine }));
}

function keyed(kind: 'json' | 'yaml' | 'toml', text: string): Passage[] {
  const lines = linesOf(text);
  const keys = topKeys(kind, text);
  if (keys.length === 0) return whole(text, []);
  return keys.flatMap(({ key, line }, at) =>
    divided(
      lines,
      [key],
      line,
      Math.max(line, (keys[at + 1]?.line ?? lines.length + 1) - 1),
      Number.POSITIVE_INFINITY,
    ),
  );
}

function whole(text: string, titlePath: readonly string[]): Passage[] {
  const lines = linesOf(text);
  return divided(lines, titlePath, 1, lines.length, Number.POSITIVE_INFINITY);
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}
