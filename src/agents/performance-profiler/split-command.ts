/** What a command is: a program with its arguments, or a line for the shell. */
export type WrittenCommand =
  | { readonly kind: 'program'; readonly words: readonly [string, ...string[]] }
  | { readonly kind: 'shell'; readonly line: string };

/** What has a meaning for a shell outside of quotes. */
const special = new Set('|&;<>()$`*?[]{}~#!\n\r');

/**
 * Takes a command apart. A text of plain and quoted words is a program; anything that only a shell understands, such
 * as pipes, variables, patterns and assignments, makes it a line for the shell.
 *
 * @param windows whether a backslash separates folders instead of quoting
 */
export function splitCommand(
  written: string | readonly string[],
  windows: boolean = process.platform === 'win32',
): WrittenCommand {
  if (typeof written !== 'string') {
    const [program = '', ...rest] = written;
    return { kind: 'program', words: [program, ...rest] };
  }
  const words = plainWords(written, windows);
  const [program, ...rest] = words ?? [];
  if (program === undefined || program === '' || program.includes('='))
    return { kind: 'shell', line: written };
  return { kind: 'program', words: [program, ...rest] };
}

/** The command as one text, by which earlier runs of it are known. */
export function commandText(command: WrittenCommand): string {
  return command.kind === 'shell'
    ? command.line
    : command.words.map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** The words of a text; null where only a shell knows what it means. */
function plainWords(text: string, windows: boolean): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (const letter of text) {
    if (quote !== '') {
      if (letter === quote) quote = '';
      else if (quote === '"' && (letter === '$' || letter === '`' || (letter === '\\' && !windows)))
        return null;
      else word += letter;
    } else if (letter === ' ' || letter === '\t') {
      if (word !== null) words.push(word);
      word = null;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (special.has(letter) || (letter === '\\' && !windows) || (letter === '%' && windows)) {
      return null;
    } else {
      word = (word ?? '') + letter;
    }
  }
  if (quote !== '') return null;
  if (word !== null) words.push(word);
  return words;
}
