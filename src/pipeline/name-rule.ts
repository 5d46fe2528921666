/** The longest name of an agent, a stage and so on, UTF-16 code units. */
export const maxNameLength = 200;

/** What is wrong with a name, so that it can follow it; null where nothing is. Spaces, quotes and Unicode are fine. */
export function badName(name: string): string | null {
  if (name.trim() === '') return 'is empty';
  if (name.length > maxNameLength) return `is longer than ${maxNameLength} characters`;
  // Lines, terminals, file names and databases would each make something else of these.
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return 'holds a line break or another control character';
  if (/\p{Cs}/u.test(name)) return 'holds half a character';
  return null;
}

/** A name as it may be printed: on one line. */
export function shownName(name: string): string {
  return /[\p{Cc}\u2028\u2029\p{Cs}]/u.test(name) ? JSON.stringify(name) : name;
}
