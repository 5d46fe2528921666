import type { DocumentLink } from '../../document.ts';

/** Links that are kept of a document. */
const most = 500;

const markdownLink =
  /(!?)\[[^[\]\n]{0,300}\]\(\s{0,9}<?([^\s()<>]{1,500}(?:\([^\s()]{0,100}\)[^\s()<>]{0,200})?)>?(?:\s[^()\n]{0,300})?\)/g;
const definition = /^ {0,3}\[[^\]\n]{1,200}\]:\s{0,9}<?([^\s>]{1,500})/gm;

/** Where a Markdown text leads within the workspace; what stands in fences is no link. */
export function markdownLinks(text: string, lineOf: (offset: number) => number): DocumentLink[] {
  if (!text.includes('](') && !text.includes(']:')) return [];
  const links: DocumentLink[] = [];
  const plain = text.includes('```') || text.includes('~~~') ? withoutFences(text) : text;
  for (const match of plain.matchAll(markdownLink))
    add(links, match[2], match[1] === '!', lineOf(match.index));
  for (const match of plain.matchAll(definition))
    add(links, match[1], false, lineOf(match.index + match[0].indexOf('[')));
  return links.sort((a, b) => a.line - b.line).slice(0, most);
}

const htmlLink =
  /<(a|img|script|link|source|iframe)\b[^<>]{0,500}?\s(?:href|src)\s{0,9}=\s{0,9}["']?([^\s"'<>]{1,500})/gi;

/** Where a page leads within the workspace. */
export function htmlLinks(text: string, lineOf: (offset: number) => number): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const match of text.matchAll(htmlLink)) {
    if (links.length >= most) break;
    add(links, match[2], match[1]?.toLowerCase() !== 'a', lineOf(match.index));
  }
  return links;
}

function add(links: DocumentLink[], target: string | undefined, isFile: boolean, line: number): void {
  if (target === undefined || /^(?:[a-z][a-z0-9+.-]{1,20}:|\/\/|#|\{|\$|%)/i.test(target)) return;
  links.push({ kind: isFile ? 'file' : 'link', target, line });
}

/** The same length, what is in fences filled with spaces. */
function withoutFences(text: string): string {
  return text.replace(
    /^([ \t>]{0,20})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t>]{0,20}\2[`~]*[ \t]*\r?$|(?![\s\S]))/gm,
    (block) => block.replace(/[^\r\n]/g, ' '),
  );
}
