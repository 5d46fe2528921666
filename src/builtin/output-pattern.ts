const written = /^\/(.+)\/([imsu]*)$/s;

/** What an output pattern must be, so that it can follow "must be". */
export const outputPatternExpects = 'a text, or a regular expression such as /ready in \\d+ ms/i';

/** Whether a text is an output pattern: any text but a regular expression between slashes that is none. */
export function isOutputPattern(text: string): boolean {
  const [, source, flags] = written.exec(text) ?? [];
  if (source === undefined) return true;
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

/** Whether an output holds what is expected: a text as it stands, or a match of the expression between slashes. */
export function outputMatches(pattern: string, output: string): boolean {
  const [, source, flags] = written.exec(pattern) ?? [];
  return source === undefined ? output.includes(pattern) : new RegExp(source, flags).test(output);
}
