import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontMatter } from './front-matter.ts';
import { htmlHeadings } from './html-references.ts';
import type { MarkdownHeading } from './markdown-document.ts';
import { plainHeading, withoutMarks } from './markdown-reading.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { scanHeadings } from './scan-headings.ts';
import { splitMarkdown } from './split-markdown.ts';
import { tameMarkdown } from './tame-markdown.ts';

/** Everything within a line: without it, blocks are read several times as fast. */
const inline: readonly string[] = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];
const extensions = [{ disable: { null: [...inline] } }];

/** The title and the headings of a Markdown document; what is in its lines is not read. */
export function readHeadings(source: string): { title: string | null; headings: MarkdownHeading[] } {
  const written = source.replace(/\r(?!\n)/g, '\n');
  const { title, length } = frontMatter(written);
  const plain = written.slice(0, length).replace(/[^\r\n]/g, ' ') + written.slice(length);
  const { text } = tameMarkdown(plain);
  const headings = scannedHeadings(text) ?? parsedHeadings(text);
  const first =
    headings.find(({ depth, text: own }) => depth === 1 && own !== '') ?? headings.find((one) => one.text);
  return { title: title ?? first?.text ?? htmlHeadings(text)[0]?.text ?? null, headings };
}

function scannedHeadings(text: string): MarkdownHeading[] | null {
  const scanned = scanHeadings(text);
  if (scanned === null) return null;
  return scanned.map(({ depth, written, line }) => ({ depth, text: headingText(written), line, column: 1 }));
}

/** The headings as a parser finds them. */
export function parsedHeadings(text: string): MarkdownHeading[] {
  const headings: MarkdownHeading[] = [];
  for (const piece of splitMarkdown(text)) {
    const open = [...fromMarkdown(piece.text, { extensions }).children].reverse();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.type === 'blockquote' || node.type === 'list' || node.type === 'listItem')
        open.push(...[...node.children].reverse());
      if (node.type !== 'heading' || node.position === undefined) continue;
      const { start, end } = node.position;
      const own = piece.text.slice(start.offset, end.offset);
      const { depth } = node;
      headings.push({ depth, text: headingText(own), line: piece.line + start.line, column: start.column });
    }
  }
  return headings;
}

/** A heading that takes no parser: text, and code between single backticks. */
const simple = /^#{1,6}[ \t]+((?:[^\n\r`[\]<>&\\{}]|`[^\n\r`{}]+`(?!`))*?)(?:[ \t]+#+)?[ \t\r]*$/;

function headingText(written: string): string {
  const bare = simple.exec(written)?.[1];
  if (bare !== undefined && !/#$|``/.test(bare)) return simpleText(bare);
  const [heading] = parseMarkdown(written).children;
  return heading === undefined ? '' : plainHeading(heading);
}

function simpleText(bare: string): string {
  if (!/[`*_]/.test(bare)) return bare.trim();
  // Every second part is code.
  const parts = bare.split('`').map((part, at) => (at % 2 === 0 ? withoutMarks(part) : codeText(part)));
  return parts.join('').trim();
}

/** One space is taken from both ends of code that has some. */
function codeText(part: string): string {
  return /^ .* $/.test(part) && part.trim() !== '' ? part.slice(1, -1) : part;
}
