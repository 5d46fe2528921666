/** UTF-16 code units of a line that count; what differs behind them is the same trouble. */
const longest = 400;

/** What differs from run to run, and what stands for it; in this order. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<uuid>'],
  // Drive letters, and what begins at the root of a file system or of a server's name space.
  [/(?<![\w<>])[a-z]:[\\/][^\s"'`<>|,;()[\]{}]{1,300}/gi, '<path>'],
  [/(?<=^|[\s"'`=(,[{<|;]|file:\/\/|@)~?\/[^\s"'`<>|,;:()[\]{}]{1,300}/gi, '<path>'],
  [/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?(?:Z|UTC|[+-]\d\d:?\d\d))?)?/g, '<time>'],
  [/\b\d{1,4}[/.]\d{1,2}[/.]\d{2,4}\b/g, '<time>'],
  [/\b\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?:\s?[AP]M)?\b/gi, '<time>'],
  [/\b0x[\da-f]+\b/gi, '<hex>'],
  // A ULID, as runs and executions have.
  [/\b[0-7][\dA-HJKMNP-TV-Z]{25}\b/g, '<id>'],
  [/(?<![\w.])\d+(?:[.,]\d+)?\s?(?:ns|[uµμ]s|ms|s|secs?|seconds?|mins?|minutes?|hours?|h)\b/gi, '<duration>'],
  // Hashes of commits and contents: letters and digits both.
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{7,128}\b/gi, '<hex>'],
  // Names that were made up: many capitals, small letters and digits in one word.
  [/\b(?=\w*[A-Z])(?=\w*[a-z])(?=\w*\d\w*\d\w*\d)\w{12,128}\b/g, '<id>'],
  [/\d+(?:[.,]\d+)*/g, '<n>'],
];

/**
 * A line without what differs from one run to the next: numbers, ids, hashes, times, durations, absolute paths and
 * ports. The same trouble gives the same text; given that text, it gives it again.
 */
export function normaliseLine(line: string): string {
  let text = line.slice(0, longest).toWellFormed().replace(/\s+/g, ' ').trim();
  for (const [expression, placeholder] of rules) text = text.replace(expression, placeholder);
  // What stands side by side depends on how it was written.
  return text
    .replace(/(<n>)(?:[.,:x-]?<n>)+/g, '$1')
    .slice(0, longest)
    .trim();
}
