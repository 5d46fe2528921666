/** What one dash begins and is an option of `library search` all the same. */
const options = new Set(['-w', '-h']);

/**
 * The arguments with the words that `library search` is to leave out behind `--`: `library search handle -test` means
 * what it means in the editor, where no option is called `-test`.
 */
export function withExcludedWords(argv: readonly string[]): string[] {
  if (argv[0] !== 'library' || argv[1] !== 'search') return [...argv];
  const end = argv.indexOf('--');
  const given = end === -1 ? argv : argv.slice(0, end);
  const behind = end === -1 ? [] : argv.slice(end + 1);
  const takesValue = (word: string | undefined) =>
    word === '-w' || (word?.startsWith('--') === true && word !== '--json' && !word.includes('='));
  const isExcluded = (word: string, at: number) =>
    /^-[^-]/.test(word) && !options.has(word) && !takesValue(given[at - 1]);
  const excluded = given.filter(isExcluded);
  if (excluded.length === 0) return [...argv];
  return [...given.filter((word, at) => !isExcluded(word, at)), '--', ...excluded, ...behind];
}
