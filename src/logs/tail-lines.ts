/** The last lines of a text, `most` of them, and whether there are others before. */
export function tailLines(
  text: string,
  most: number,
): { readonly lines: readonly string[]; readonly cut: boolean } {
  if (text === '') return { lines: [], cut: false };
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  let at = end;
  // Looked for from a negative place, the first character would be found.
  for (let lines = 0; lines < most && at >= 0; lines++) at = at === 0 ? -1 : text.lastIndexOf('\n', at - 1);
  return { lines: text.slice(at + 1, end).split('\n'), cut: at >= 0 };
}
