const esc = String.fromCharCode(27);
/** Colours, titles and cursor movements of terminals (ECMA-48). */
const sequence = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${esc}\\n]{0,1000}(?:\\u0007|${esc}\\\\)|[@-Z\\\\^_])`,
  'g',
);

/** A text as an editor shows it: without what only a terminal understands. */
export function withoutEscapes(text: string): string {
  return text.includes(esc) ? text.replace(sequence, '') : text;
}
