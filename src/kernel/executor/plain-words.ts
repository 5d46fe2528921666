/** A word, or a part of one: as it stands, in single or in double quotes; nothing in it means anything to a shell. */
const part = /[\w@%+:,./-]+|=|'([^']*)'|"([^"$`\\!]*)"/y;

/**
 * The words of a shell command that a shell would only split: it has quotes, and no operators, no patterns, no
 * variables and no assignments. Null for any other.
 */
export function plainWords(line: string): string[] | null {
  const words: string[] = [];
  const text = line.trim();
  let word: string | null = null;
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ' || text[at] === '\t') {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
      continue;
    }
    part.lastIndex = at;
    const [found, single, double] = part.exec(text) ?? [];
    if (found === undefined) return null;
    // Before the program's name this would set a variable.
    if (found === '=' && words.length === 0) return null;
    word = (word ?? '') + (single ?? double ?? found);
    at += found.length;
  }
  return word === null ? words : [...words, word];
}
