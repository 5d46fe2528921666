import { decodeSource } from '../../common/decode-source.ts';
import { errorMessage } from '../../common/errors.ts';
import { type OutlineReader, outlineReader } from '../../syntax-tree/code-outline.ts';
import { type Grammar, grammarOf } from '../../syntax-tree/grammar.ts';
import type { ExtractedDocument, Passage } from '../document.ts';
import { withNamedPaths } from '../lineage/with-named-paths.ts';
import { certainSecrets } from './certain-secrets.ts';
import { readCodeDocument, readOtherCode, type TreeReader } from './code/read-code-document.ts';
import { countWords } from './count-words.ts';
import { readDataDocument } from './data/read-data-document.ts';
import { readSqlDocument } from './data/read-sql-document.ts';
import { readTableDocument } from './data/read-table-document.ts';
import { type FileKind, fileKind } from './file-kind.ts';
import { PassageFitter } from './fit-passages.ts';
import { mostBytes } from './most-bytes.ts';
import { readNotebookDocument } from './notebook/read-notebook-document.ts';
import { type PassageLengths, passageLengths } from './passage-lengths.ts';
import { readHtmlDocument } from './prose/read-html-document.ts';
import { readMarkdownDocument } from './prose/read-markdown-document.ts';
import { readTextDocument } from './prose/read-text-document.ts';
import { maySecret, redactSource } from './redact-source.ts';
import { type Reading, readingOf } from './section.ts';
import { SourceLines, sourceText } from './source-lines.ts';

/** Names that are kept of a document: what has more was made by a program, and nobody looks for them. */
const mostNames = 20_000;

const grammars: readonly Grammar[] = ['python', 'javascript', 'typescript', 'tsx'];

/** Makes an extractor; the grammars are made ready once in a process, which takes some tens of milliseconds. */
export async function openExtractor(lengths: PassageLengths = passageLengths): Promise<Extractor> {
  const readers = new Map<Grammar, OutlineReader>();
  for (const grammar of grammars) readers.set(grammar, await outlineReader(grammar));
  return new Extractor((grammar, text) => {
    const read = readers.get(grammar);
    if (read === undefined) throw new Error(`there is no grammar for ${grammar}`);
    return read(text);
  }, lengths);
}

/** Reads documents of every kind into passages and names. Any bytes under any name can be read. */
export class Extractor {
  readonly #trees: TreeReader;
  readonly #lengths: PassageLengths;

  constructor(trees: TreeReader, lengths: PassageLengths) {
    this.#trees = trees;
    this.#lengths = lengths;
  }

  /**
   * What a file holds. It never throws: what cannot be read by its structure is read as plain text, and `trouble` says
   * why.
   *
   * @param path relative to the workspace, with `/`; its name says what the file is
   */
  read(path: string, bytes: Uint8Array): ExtractedDocument {
    const lines = linesOf(bytes);
    const file = fileKind(path, lines.text.slice(0, 200));
    try {
      return this.#document(file, lines, this.#reading(path, file, lines), bytes);
    } catch (error) {
      const trouble = `it could not be read by its structure: ${errorMessage(error)}`;
      return this.#document(file, lines, readingOf({ trouble }), bytes);
    }
  }

  /** What a file holds that is read by its lines alone, whatever it is. */
  readPlain(path: string, bytes: Uint8Array, trouble: string): ExtractedDocument {
    const lines = linesOf(bytes);
    const file = fileKind(path, lines.text.slice(0, 200));
    return this.#document(file, lines, readingOf({ trouble }), bytes);
  }

  #reading(
    path: string,
    { kind, language }: FileKind,
    lines: SourceLines,
  ): Reading & { readonly language?: string } {
    const { joined } = this.#lengths;
    switch (kind) {
      case 'python':
        return readCodeDocument(lines, 'python', this.#trees, joined);
      case 'script':
        return readCodeDocument(lines, grammarOf(path) ?? 'javascript', this.#trees, joined);
      case 'notebook':
        return readNotebookDocument(lines);
      case 'markdown':
        return readMarkdownDocument(lines);
      case 'text':
        return language === 'html' ? readHtmlDocument(lines) : readTextDocument(lines, language);
      case 'table':
        return language === 'jsonl' ? readingOf({}) : readTableDocument(lines, path, this.#lengths.longest);
      case 'config':
        return readDataDocument(lines, language ?? '', joined);
      case 'sql':
        return readSqlDocument(lines);
      case 'shell':
      case 'code':
        return readOtherCode(lines, language, joined);
    }
  }

  #document(
    file: FileKind,
    lines: SourceLines,
    structure: Reading & { readonly language?: string },
    bytes: Uint8Array,
  ): ExtractedDocument {
    const { kind, language } = file;
    const reading = {
      ...structure,
      links: withNamedPaths(structure.links, file, lines.text, (offset) => lines.lineAt(offset)),
    };
    const isCode = kind === 'python' || kind === 'script' || kind === 'code' || kind === 'notebook';
    const { text: shown, secrets } = maySecret(bytes, lines.text)
      ? redactSource(lines.text, isCode)
      : { text: lines.text, secrets: 0 };
    const minified = kind === 'script' || kind === 'code';
    const fitter = new PassageFitter(secrets === 0 ? lines : new SourceLines(shown), this.#lengths, minified);
    // What is not written as it is searched may hide a secret.
    const hides = reading.sections.some((section) => section.text !== null);
    const told = secrets === 0 && !hides ? reading : withoutSecrets(reading, isCode);
    fitter.add(told.sections, told.sectionsOnly);
    const { title, summary, names, links } = told;
    const cut = bytes.length > mostBytes ? 'only its beginning is read, since it is very large' : null;
    return {
      kind,
      language: reading.language ?? language,
      title,
      summary,
      passages: fitter.passages,
      names: names.length > mostNames ? names.slice(0, mostNames) : names,
      links,
      trouble: reading.trouble ?? cut,
      lines: lines.count,
      words:
        kind === 'notebook' && reading.trouble === null ? wordsOf(fitter.passages) : countWords(lines.text),
      secrets,
      ...(secrets > 0 && { secretLines: certainSecrets(lines.text, (offset) => lines.lineAt(offset)) }),
    };
  }
}

/** A reading in which no secret is left. */
function withoutSecrets(reading: Reading, isCode: boolean): Reading {
  const plain = (text: string): string => redactSource(text, isCode).text;
  const all = (texts: readonly string[]): string[] => texts.map(plain);
  const { title, summary, sections, names, links } = reading;
  return {
    ...reading,
    title: title === null ? null : plain(title),
    summary: summary === null ? null : plain(summary),
    sections: sections.map((section) => ({
      ...section,
      titlePath: all(section.titlePath),
      symbols: all(section.symbols),
      text: section.text === null ? null : { ...section.text, value: plain(section.text.value) },
    })),
    names: names.map((name) => ({
      ...name,
      name: plain(name.name),
      signature: name.signature === null ? null : plain(name.signature),
    })),
    links: links.map((link) => ({ ...link, target: plain(link.target) })),
  };
}

function linesOf(bytes: Uint8Array): SourceLines {
  const read = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, mostBytes));
  return new SourceLines(sourceText(decodeSource(read)));
}

function wordsOf(passages: readonly Passage[]): number {
  return passages.reduce((sum, passage) => sum + countWords(passage.text), 0);
}
