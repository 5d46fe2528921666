import { frontMatter } from './front-matter.ts';
import { headingAnchors } from './heading-anchors.ts';
import { explicitAnchors, htmlHeadings } from './html-references.ts';
import type { MarkdownDocument } from './markdown-document.ts';
import { MarkdownReading } from './markdown-reading.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { splitMarkdown } from './split-markdown.ts';
import { tameMarkdown } from './tame-markdown.ts';

/** Reads a Markdown document; any text is one. Takes time in proportion to its length. */
export function readMarkdown(source: string): MarkdownDocument {
  // A lone CR ends a line, too, and pieces are cut at LF.
  const written = source.replace(/\r(?!\n)/g, '\n');
  const { keys, title, length } = frontMatter(written);
  // Spaces keep the offsets, newlines the lines.
  const head = written.slice(0, length).replace(/[^\r\n]/g, ' ');
  const { text, blanked } = tameMarkdown(head + written.slice(length));
  const defined = definedLabels(text);
  const reading = new MarkdownReading();
  const pieces = splitMarkdown(text);
  for (const piece of pieces) {
    const tail = pieces.length === 1 ? '' : definitionsFor(piece.text, defined);
    reading.add(parseMarkdown(piece.text + tail), piece);
  }
  const headings = [
    ...reading.headings.map((heading) => ({ ...heading, html: false })),
    ...htmlHeadings(text).map((heading) => ({ ...heading, html: true })),
  ].sort((a, b) => a.offset - b.offset);
  const anchors = headingAnchors(headings);
  for (const anchor of explicitAnchors(written)) anchors.add(anchor);
  for (const name of reading.footnotes) anchors.add(`user-content-fn-${name}`).add(`fn-${name}`);
  const first =
    headings.find(({ depth, text }) => depth === 1 && text !== '') ?? headings.find(({ text }) => text);
  return {
    title: title ?? first?.text ?? null,
    frontMatterKeys: keys,
    headings: reading.headings,
    anchors,
    links: reading.links,
    codes: reading.codes,
    missingReferences: reading.missingReferences,
    unusedDefinitions: reading.unusedDefinitions,
    lines: written === '' ? 0 : written.split('\n').length - (written.endsWith('\n') ? 1 : 0),
    blankedLines: blanked,
  };
}

/** The labels that a text defines, as labels are compared. */
function definedLabels(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, label = ''] of text.matchAll(/^[ \t>*-]{0,12}\[([^[\]\n]{1,300})\]:/gm))
    found.add(normal(label));
  return found;
}

/** Definitions for a piece whose references are defined in another one. */
function definitionsFor(text: string, defined: ReadonlySet<string>): string {
  const needed = new Set<string>();
  for (const [, label = ''] of text.matchAll(/\[([^[\]]{1,300})\]/g)) {
    const name = normal(label);
    if (defined.has(name)) needed.add(name);
  }
  return needed.size === 0 ? '' : `\n\n${[...needed].map((label) => `[${label}]: <>`).join('\n')}\n`;
}

function normal(label: string): string {
  return label.replace(/\s+/g, ' ').trim().toLowerCase();
}
