import type { TextRange } from '../text-places.ts';

const pipe =
  /\b(?:curl|wget)\b[^\n|;&]{0,400}(?:\\\r?\n[^\n|;&]{0,400}){0,10}\|\s*(?:\\\r?\n\s*)?(?:sudo\s+(?:-\w+\s+){0,4})?(?:\/(?:usr\/)?bin\/)?(?:env\s+)?(?:ba|z|da|k)?sh\b/g;
const substituted =
  /\b(?:ba|z|da|k)?sh\s+(?:-\w+\s+){0,4}(?:<\(|["']?\$\()\s*(?:curl|wget)\b[^\n)]{0,400}\)/g;

/** Letters of a script that are looked at; nobody wrote a longer one. */
const mostScript = 100_000;

/** Where a text of a shell runs a download unseen. */
export function pipedDownloads(whole: string): TextRange[] {
  const text = whole.slice(0, mostScript);
  return [pipe, substituted]
    .flatMap((expression) => [...text.matchAll(expression)])
    .filter(({ index }) => !isComment(text, index))
    .map(({ index, 0: match }) => ({ start: index, end: index + match.length }))
    .sort((a, b) => a.start - b.start);
}

function isComment(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return (
    /^\s*(#|\/\/)/.test(text.slice(start, offset)) || /\b(echo|printf)\b/.test(text.slice(start, offset))
  );
}

export const pipedMessage =
  'a download is run as it comes: fetch it, check its digest or signature, and run it then';
