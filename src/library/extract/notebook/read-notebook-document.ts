import { readHeadings } from '../../../markdown/read-headings.ts';
import type { DocumentLink, NamedThing } from '../../document.ts';
import { withNamedPaths } from '../../lineage/with-named-paths.ts';
import { namesOf } from '../code/code-sections.ts';
import { pythonStructure } from '../code/python-structure.ts';
import { proseSummary } from '../prose/prose-summary.ts';
import { markdownLinks } from '../prose/text-links.ts';
import { type Reading, readingOf, type Section } from '../section.ts';
import type { SectionTitle } from '../section-title.ts';
import { SourceLines, sourceText } from '../source-lines.ts';
import { type Cell, type Notebook, readCells } from './read-cells.ts';

/** Reads a notebook by its cells. What they printed is left out, but for the errors that they ended with. */
export function readNotebookDocument(lines: SourceLines): Reading & { readonly language: string } {
  const notebook = readCells(lines);
  if ('reason' in notebook) return { ...readingOf({ trouble: notebook.reason }), language: 'python' };
  const reading = new NotebookReading(notebook);
  for (const [at, cell] of notebook.cells.entries()) if (cell.source.trim() !== '') reading.add(cell, at + 1);
  const { title, summary, sections, names, links } = reading;
  const known = { title, summary, sections, sectionsOnly: true, names, links };
  return { ...readingOf(known), language: notebook.language };
}

class NotebookReading {
  readonly #language: string;
  title: string | null;
  summary: string | null = null;
  readonly sections: Section[] = [];
  readonly names: NamedThing[] = [];
  readonly links: DocumentLink[] = [];
  /** The titles above a cell. */
  readonly #above: SectionTitle[] = [];

  constructor({ title, language }: Notebook) {
    this.title = title;
    this.#language = language;
  }

  add(cell: Cell, number: number): void {
    const source = sourceText(cell.source);
    const lineOf = (line: number): number =>
      cell.textLine === null ? cell.line : Math.min(cell.textLine + line - 1, cell.endLine);
    const symbols =
      cell.kind === 'code' ? this.#readCode(source, lineOf) : this.#readText(cell, source, lineOf);
    const { line, endLine, textLine, errors } = cell;
    this.sections.push({
      kind: 'cell',
      group: 'cell',
      titlePath: this.#above.map(({ text }) => text),
      line,
      endLine,
      symbols,
      cell: number,
      text: { value: [source, ...errors].join('\n'), line: textLine },
      opens: false,
    });
  }

  #readText(cell: Cell, source: string, lineOf: (line: number) => number): string[] {
    if (cell.kind === 'raw') return [];
    this.summary ??= proseSummary(source);
    const own = new SourceLines(source);
    this.links.push(...markdownLinks(source, (offset) => lineOf(own.lineAt(offset))));
    if (!/^\s{0,3}#|^\s{0,3}[=-]+\s*$|<h[1-6]/im.test(source)) return [];
    for (const { depth, text, line } of readHeadings(source).headings) {
      if (text === '') continue;
      this.title ??= text;
      while (this.#above.length > 0 && (this.#above.at(-1)?.depth ?? 0) >= depth) this.#above.pop();
      const within = this.#above.at(-1)?.text ?? null;
      this.#above.push({ depth, text, line: lineOf(line) });
      const place = lineOf(line);
      this.names.push({ name: text, kind: 'heading', line: place, endLine: place, signature: null, within });
    }
    return [];
  }

  #readCode(source: string, lineOf: (line: number) => number): string[] {
    const structure = this.#language === 'python' ? pythonStructure(withoutMagics(source)) : null;
    const own = new SourceLines(source);
    const code = { kind: 'python', language: this.#language } as const;
    const links = withNamedPaths(structure?.imports ?? [], code, source, (offset) => own.lineAt(offset));
    for (const link of links) this.links.push({ ...link, line: lineOf(link.line) });
    if (structure === null) return [];
    for (const name of namesOf(structure.definitions))
      this.names.push({ ...name, line: lineOf(name.line), endLine: lineOf(name.endLine) });
    return [...new Set(structure.definitions.map(({ name }) => name))];
  }
}

/** Lines that only IPython understands become comments. */
function withoutMagics(source: string): string {
  return /^\s*[%!?]/m.test(source) ? source.replace(/^(\s*)[%!?](?=\S)/gm, '$1#') : source;
}
