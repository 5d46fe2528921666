import { shortened } from '../first-sentence.ts';

/** UTF-16 code units of a signature that is shown. */
const longest = 300;

/** A declaration on one line, comments left out. */
export function oneLine(declaration: string, comments: RegExp): string {
  // A sign of a comment may stand in a text: only a declaration of several lines is looked over.
  const plain = declaration.includes('\n') ? declaration.replace(comments, ' ') : declaration;
  return shortened(
    plain
      .replace(/\s+/g, ' ')
      .replace(/([([{]) /g, '$1')
      .replace(/,? ([)\]}])/g, '$1')
      .trim(),
    longest,
  );
}
