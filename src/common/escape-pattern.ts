/** A text as a regular expression that matches it literally, outside of brackets and with any flags. */
export function escapePattern(text: string): string {
  // Not `-`: with the flags `u` and `v` an escape that means nothing is a syntax error.
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
