/** A filter of a query that a button sets. */
export type FilterName = 'kind' | 'status' | 'path' | 'run';

/** A word of a query with its quotes, with where it begins. */
const word = /(?:[^\s"]|"[^"]*"?)+/gu;

/** What a query asks of a filter, without quotes; null where it asks nothing. */
export function filterOf(query: string, name: FilterName): string | null {
  for (const [text] of query.matchAll(word)) {
    const value = askedOf(text, name);
    if (value !== null && value !== '') return value;
  }
  return null;
}

/** The query with this filter in the place of any of its name; null takes them away. Ends so that one can type on. */
export function withFilter(query: string, name: FilterName, value: string | null): string {
  const words = Array.from(query.matchAll(word), ([text]) => text);
  const rest = words.filter((text) => askedOf(text, name) === null);
  const filter = value === null ? [] : [`${name}:${/\s/u.test(value) ? `"${value}"` : value}`];
  const text = [...rest, ...filter].join(' ');
  return text === '' || value === null ? text : `${text} `;
}

/**
 * The name that somebody is typing: the only word of a query whose end may still be missing. Null where the query has
 * more words or filters, since a name would be none of what is asked then.
 */
export function typedName(query: string): string | null {
  const [first, ...more] = Array.from(query.matchAll(word), ([text]) => text);
  if (first === undefined || more.length > 0 || /\s$/u.test(query)) return null;
  return /^[\p{L}_$@./\\][^":]*$/u.test(first) ? first : null;
}

function askedOf(text: string, name: FilterName): string | null {
  if (!text.toLowerCase().startsWith(`${name}:`)) return null;
  return text.slice(name.length + 1).replaceAll('"', '');
}
