/** A text as a snippet takes it, none of it being a place to fill in. */
export function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A place to fill in, with a text that is written over. */
export function hole(index: number, text: string): string {
  return `\${${index}:${escaped(text)}}`;
}

/** A place to fill in with one of some words. */
export function choice(index: number, words: readonly string[]): string {
  return `\${${index}|${words.map((word) => word.replace(/[\\,|$}]/g, '\\$&')).join(',')}|}`;
}
