import { shortened } from '../first-sentence.ts';

/** UTF-16 code units of a signature that is shown. */
const longest = 300;

/** What is not as it is shown; most declarations have none of it. */
const loose = /\s\s|[^\S ]|[([{] | [)\]}]/;

/** A declaration on one line, comments left out. */
export function oneLine(declaration: string, comments: RegExp): string {
  // A sign of a comment may stand in a text: only a declaration of several lines is looked over.
  const plain = declaration.includes('\n') ? declaration.replace(comments, ' ') : declaration;
  if (!loose.test(plain)) return shortened(plain.trim(), longest);
  return shortened(
    plain
      .replace(/\s+/g, ' ')
      .replace(/([([{]) /g, '$1')
      .replace(/,? ([)\]}])/g, '$1')
      .trim(),
    longest,
  );
}
