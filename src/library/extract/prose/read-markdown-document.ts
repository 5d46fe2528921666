import { frontMatter } from '../../../markdown/front-matter.ts';
import { readHeadings } from '../../../markdown/read-headings.ts';
import type { NamedThing } from '../../document.ts';
import { type Reading, readingOf } from '../section.ts';
import type { SourceLines } from '../source-lines.ts';
import { frontMatterTags } from './front-matter-tags.ts';
import { proseSummary } from './prose-summary.ts';
import { markdownLinks } from './text-links.ts';
import { titleNames, titleSections } from './title-sections.ts';

/** Reads Markdown by its headings. */
export function readMarkdownDocument(lines: SourceLines): Reading {
  const { text, count } = lines;
  const { title, headings } = readHeadings(text);
  const titles = headings.filter(({ line }, at) => line !== headings[at - 1]?.line);
  const { length } = frontMatter(text);
  const tags = length === 0 ? [] : frontMatterTags(text.slice(0, length));
  const names: NamedThing[] = tags.map(({ name, line }) => ({
    name,
    kind: 'tag',
    line,
    endLine: line,
    signature: null,
    within: null,
  }));
  return readingOf({
    title,
    summary: proseSummary(text.slice(length)),
    sections: titleSections(titles, count),
    names: [...names, ...titleNames(titles, count)],
    links: markdownLinks(text, (offset) => lines.lineAt(offset)),
  });
}
