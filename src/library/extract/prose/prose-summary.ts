import { firstSentence } from '../first-sentence.ts';

/** Paragraphs that are looked at. */
const most = 20;

/** The first sentence of the first paragraph that is a sentence: no heading, list, table, picture, code or HTML. */
export function proseSummary(text: string): string | null {
  let seen = 0;
  let fence = false;
  for (const paragraph of text.slice(0, 5000).split(/\n[ \t]*\r?\n/)) {
    if (seen++ > most) break;
    const fences = paragraph.match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0;
    const inside = fence;
    if (fences % 2 === 1) fence = !fence;
    if (inside || fences > 0) continue;
    const own = paragraph.replace(/^(?:#{1,6}[ \t][^\n]*|[=-]{2,}[ \t]*)(?:\n|$)/gm, '').trim();
    if (
      own === '' ||
      /^(?:[-*+|<>!:#@{]|\d{1,9}[.)]|\[[^\]]*\]:|\[!\[|\.\. )/.test(own) ||
      !/\p{L}\s+\p{L}/u.test(own)
    )
      continue;
    return firstSentence(withoutMarks(own));
  }
  return null;
}

/** Without the marks of Markdown: links, emphasis, code. */
function withoutMarks(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/!\[[^\]]{0,300}\]\([^)]{0,500}\)/g, '')
    .replace(/\[([^\]]{1,300})\]\([^)]{0,500}\)/g, '$1')
    .replace(/[*`]{1,3}/g, '');
}
