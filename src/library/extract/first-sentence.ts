/** UTF-16 code units of a sentence that is shown. */
const longest = 200;

/** The first sentence of a text, on one line and not too long; null where it says nothing. */
export function firstSentence(text: string | null): string | null {
  if (text === null) return null;
  const paragraph = text
    .slice(0, 2000)
    .trimStart()
    .split(/\n[ \t]*\r?\n/, 1)[0] as string;
  const line = paragraph.replace(/\s+/g, ' ').trim();
  const end = /[.!?](?=\s+[^a-z\s]|$)|。/.exec(line);
  const sentence = end === null ? line : line.slice(0, end.index + 1);
  return /[\p{L}\p{N}]/u.test(sentence) ? shortened(sentence, longest) : null;
}

/** A text that is no longer than so many UTF-16 code units; what is left out is told by `…`. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
