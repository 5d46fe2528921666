import { lineSection, type Reading, readingOf } from '../section.ts';
import type { SectionTitle } from '../section-title.ts';
import type { SourceLines } from '../source-lines.ts';
import { asciiDocTitles, latexTitles, orgTitles, restructuredTextTitles, textTitle } from '../titles.ts';
import { proseSummary } from './prose-summary.ts';
import { titleNames, titleSections } from './title-sections.ts';

/** Lines of a text without titles that are looked at for them: data and logs have more. */
const mostLines = 100_000;

/** Reads text in a language that has titles, or in none. */
export function readTextDocument(lines: SourceLines, language: string | null): Reading {
  const titles = titlesOf(lines, language);
  if (titles.length === 0) {
    const { text, count } = lines;
    const title = textTitle(text);
    return readingOf({
      title,
      summary: proseSummary(title === null ? text : text.trimStart().slice(title.length)),
      sections: count === 0 ? [] : [lineSection('text', 'text', [], 1, count)],
    });
  }
  return readingOf({
    title: titles[0]?.text ?? null,
    summary: proseSummary(lines.slice((titles[0]?.line ?? 0) + 1, lines.count)),
    sections: titleSections(titles, lines.count),
    names: titleNames(titles, lines.count),
  });
}

function titlesOf(lines: SourceLines, language: string | null): SectionTitle[] {
  if (lines.count > mostLines) return [];
  const written = (): string[] => lines.text.split(/\r?\n/);
  switch (language) {
    case 'restructuredtext':
      return restructuredTextTitles(written());
    case 'asciidoc':
      return asciiDocTitles(written());
    case 'latex':
      return latexTitles(written());
    case 'org':
      return orgTitles(written());
    default:
      return [];
  }
}
