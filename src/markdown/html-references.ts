/** A destination in a piece of HTML. */
export interface HtmlReference {
  readonly url: string;
  readonly image: boolean;
  /** Where it begins in the piece. */
  readonly offset: number;
}

const destination =
  /<(a|img|source|video|audio|iframe)\b[^<>]{0,1000}?\s(href|src)\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'<>]{1,2000}))/gi;

/** Where a piece of HTML leads: the destinations of links and the sources of pictures, comments left out. */
export function htmlReferences(html: string): HtmlReference[] {
  const found: HtmlReference[] = [];
  for (const match of withoutComments(html).matchAll(destination)) {
    const [all, tag = '', , double, single, bare] = match;
    const url = double ?? single ?? bare ?? '';
    const quotes = bare === undefined ? 1 : 0;
    found.push({
      url: unescaped(url.trim()),
      image: tag.toLowerCase() !== 'a',
      offset: match.index + all.length - quotes - url.length,
    });
  }
  return found;
}

/** Names that HTML and the extensions of Markdown give to a place: `id="x"`, `name="x"`, `{#x}`, `(x)=`. */
export function explicitAnchors(text: string): string[] {
  const found: string[] = [];
  if (/=/.test(text)) {
    for (const [, double, single, bare] of text.matchAll(
      /\b(?:id|name)\s{0,9}=\s{0,9}(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s"'<>]{1,300}))/gi,
    ))
      found.push(double ?? single ?? bare ?? '');
    for (const [, label = ''] of text.matchAll(/^\(([\w:.-]{1,200})\)=\s*$/gm)) found.push(label);
  }
  for (const [, label = ''] of text.matchAll(/\{:?\s{0,9}#([^\s{}]{1,200})/g)) found.push(label);
  return found;
}

/** The headings that are written as HTML. */
export function htmlHeadings(text: string): { depth: number; text: string; offset: number }[] {
  if (!/<h[1-6]/i.test(text)) return [];
  const found = text.matchAll(/<h([1-6])\b[^<>]{0,300}>([\s\S]{0,600}?)<\/h\1\s{0,9}>/gi);
  return [...found].map((match) => ({
    depth: Number(match[1]),
    text: withoutTags(match[2] ?? '').trim(),
    offset: match.index,
  }));
}

/** A text without its tags, character references resolved. */
export function withoutTags(html: string): string {
  return unescaped(html.replace(/<[^<>]{0,2000}>/g, ''));
}

/** A text with its character references resolved, as far as they are common. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  const named: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&nbsp;': ' ',
  };
  return text
    .replace(/&(?:lt|gt|quot|#39|nbsp);/g, (entity) => named[entity] ?? entity)
    .replaceAll('&amp;', '&');
}

/** The same length, comments filled with spaces. */
function withoutComments(html: string): string {
  let text = html;
  for (let at = text.indexOf('<!--'); at !== -1; at = text.indexOf('<!--', at)) {
    const closed = text.indexOf('-->', at + 4);
    const end = closed === -1 ? text.length : closed + 3;
    text = text.slice(0, at) + ' '.repeat(end - at) + text.slice(end);
    at = end;
  }
  return text;
}
