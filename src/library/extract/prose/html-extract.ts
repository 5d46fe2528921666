import { htmlHeadings, unescaped, withoutTags } from '../../../markdown/html-references.ts';
import type { SectionTitle } from '../section-title.ts';

/** Elements whose content is no text. */
const silent: readonly string[] = ['script', 'style', 'template', 'svg', 'noscript'];

/** The title, the headings and the text of a page; the text has the lines of the page. */
export function htmlExtract(html: string): { title: string | null; titles: SectionTitle[]; prose: string } {
  const visible = withoutSilent(html);
  const title = /<title\b[^<>]{0,300}>([^<]{0,1000})<\/title/i.exec(visible)?.[1] ?? '';
  const titles: SectionTitle[] = [];
  let line = 1;
  let at = 0;
  for (const { depth, text, offset } of htmlHeadings(visible)) {
    for (
      let next = visible.indexOf('\n', at);
      next !== -1 && next < offset;
      next = visible.indexOf('\n', at)
    ) {
      line += 1;
      at = next + 1;
    }
    const shown = text.replace(/\s+/g, ' ').trim();
    // Two titles on one line are one place.
    if (shown !== '' && titles.at(-1)?.line !== line) titles.push({ depth, text: shown, line });
  }
  const body = visible.replace(/<title\b[^<>]{0,300}>[^<]{0,1000}<\/title/i, onlyBreaks);
  return {
    title: withoutTags(title).replace(/\s+/g, ' ').trim() || null,
    titles,
    prose: unescaped(spaced(body).replace(/<[^<>]{0,2000}>/g, onlyBreaks)),
  };
}

/** What ends lines in a text. */
function onlyBreaks(text: string): string {
  return text.includes('\n') ? text.replace(/[^\n]+/g, '') : '';
}

/** Tags separate words, unless they are within one. */
function spaced(html: string): string {
  return html.replace(
    /<\/?(p|div|li|td|th|tr|br|h[1-6]|section|article|ul|ol|table|pre|dd|dt|nav)\b/gi,
    ' $&',
  );
}

/** The same lines, comments and what is not shown filled with spaces. */
function withoutSilent(html: string): string {
  const lower = html.toLowerCase();
  const parts: string[] = [];
  let done = 0;
  const leaveOut = (from: number, to: number): void => {
    parts.push(html.slice(done, from), html.slice(from, to).replace(/[^\n]/g, ' '));
    done = to;
  };
  for (let at = lower.indexOf('<'); at !== -1; at = lower.indexOf('<', Math.max(at + 1, done))) {
    const close = lower.startsWith('<!--', at) ? '-->' : closingTag(lower, at);
    if (close === null) continue;
    const end = lower.indexOf(close, at + 1);
    leaveOut(at, end === -1 ? html.length : end + close.length);
  }
  parts.push(html.slice(done));
  return parts.join('');
}

function closingTag(lower: string, at: number): string | null {
  const name = silent.find(
    (tag) => lower.startsWith(tag, at + 1) && !/[\w-]/.test(lower[at + 1 + tag.length] ?? ' '),
  );
  return name === undefined ? null : `</${name}`;
}
