import { firstSentence } from '../first-sentence.ts';
import { type Reading, readingOf } from '../section.ts';
import { SourceLines } from '../source-lines.ts';
import { htmlExtract } from './html-extract.ts';
import { htmlLinks } from './text-links.ts';
import { titleNames, titleSections } from './title-sections.ts';

/** Reads a page by its headings; what is searched is what a browser shows. */
export function readHtmlDocument(lines: SourceLines): Reading {
  const { title, titles, prose } = htmlExtract(lines.text);
  const shown = new SourceLines(prose);
  const sections = titleSections(titles, lines.count).map((section) => ({
    ...section,
    text: { value: shown.slice(section.line, section.endLine), line: section.line },
  }));
  const said =
    /<meta\b[^<>]{0,200}name\s?=\s?["']?description["']?[^<>]{0,200}content\s?=\s?["']([^"'<>]{1,500})/i;
  return readingOf({
    title: title ?? titles[0]?.text ?? null,
    summary: firstSentence(said.exec(lines.text)?.[1] ?? null),
    sections,
    sectionsOnly: true,
    names: titleNames(titles, lines.count),
    links: htmlLinks(lines.text, (offset) => lines.lineAt(offset)),
  });
}
