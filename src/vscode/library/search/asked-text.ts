/** Nobody searches for more; a selection may hold a whole file. UTF-16 code units. */
const longest = 200;

/**
 * A piece of a file as a query: on one line, and without what would be a sign of the query language by accident.
 * Nothing but white space is an empty query.
 */
export function askedText(selected: string): string {
  const line = selected
    .slice(0, 4 * longest)
    .replace(/\s+/gu, ' ')
    .trim();
  const plain = line.split('"').length % 2 === 0 ? line.replaceAll('"', ' ') : line;
  return plain
    .replace(/(^|\s)-+(?=[\p{L}\p{N}_])/gu, '$1')
    .slice(0, longest)
    .toWellFormed()
    .trim();
}
