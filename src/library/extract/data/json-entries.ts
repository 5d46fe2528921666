import { type DataEntry, longestTold, mostEntries } from './data-entry.ts';

type Draft = { -readonly [K in keyof DataEntry]: DataEntry[K] };

/** A list or an object that entries are told of. */
interface Level {
  /** The entry that is not over. */
  entry: Draft | null;
  /** Items so far. */
  count: number;
}

/**
 * The entries of a text of JSON, read by its signs alone: comments, commas too many and what else a parser refuses do
 * not matter. Null where brackets or quotes do not fit together.
 *
 * @param lineOf gives the line, from 1, of an offset
 * @param deepest depth of entries that are told; 1 is the top
 * @param most entries that are told
 */
export function jsonEntries(
  text: string,
  lineOf: (offset: number) => number,
  deepest: number,
  most = mostEntries,
): DataEntry[] | null {
  const entries: Draft[] = [];
  /** The signs that close what is open. */
  const open: number[] = [];
  const levels: Level[] = [];
  /** The last text, which may be a key or a value. */
  let word: { readonly start: number; readonly end: number } | null = null;
  /** The last sign that is not white space. */
  let last = 0;
  const endEntry = (): void => {
    const level = levels[open.length - 1];
    if (level === undefined || level.entry === null) return;
    level.entry.endLine = lineOf(last);
    if (word !== null && word.end - word.start <= longestTold)
      level.entry.value = text.slice(word.start, word.end);
    level.entry = null;
  };
  const beginEntry = (level: Level, key: string, item: boolean, at: number): void => {
    if (entries.length >= most) return;
    const line = lineOf(at);
    level.entry = { key, item, line, endLine: line, depth: open.length, value: null };
    entries.push(level.entry);
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    switch (code) {
      case 34:
      case 39: {
        const end = stringEnd(text, at);
        if (end === -1) return null;
        word = { start: at + 1, end: end - 1 };
        at = end - 1;
        break;
      }
      case 47: {
        const end = commentEnd(text, at);
        at = end === -1 ? at : end - 1;
        continue;
      }
      case 58: {
        const level = open.at(-1) === 125 ? levels[open.length - 1] : undefined;
        if (level?.entry === null) {
          const key = word ?? bareWord(text, at);
          if (key !== null)
            beginEntry(
              level,
              text.slice(key.start, Math.min(key.end, key.start + longestTold)),
              false,
              key.start,
            );
        }
        word = null;
        break;
      }
      case 44:
        endEntry();
        word = null;
        break;
      case 91:
      case 123: {
        const level = open.at(-1) === 93 ? levels[open.length - 1] : undefined;
        if (level?.entry === null) beginEntry(level, `[${level.count++}]`, true, at);
        open.push(code + 2);
        if (open.length <= deepest) levels.push({ entry: null, count: 0 });
        word = null;
        break;
      }
      case 93:
      case 125:
        if (open.at(-1) !== code) return null;
        endEntry();
        if (open.length <= deepest) levels.pop();
        open.pop();
        word = null;
        break;
      case 9:
      case 10:
      case 13:
      case 32:
        continue;
    }
    last = at;
  }
  return open.length === 0 ? entries : null;
}

/** The offset behind a string; -1 where it has no end. */
export function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = text.indexOf(quote, start + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

/** The offset behind a comment; -1 where there is none. */
function commentEnd(text: string, start: number): number {
  const line = text.startsWith('//', start);
  if (!line && !text.startsWith('/*', start)) return -1;
  const end = line ? text.indexOf('\n', start) : text.indexOf('*/', start + 2);
  return end === -1 ? text.length : line ? end : end + 2;
}

/** A key without quotes in front of a colon, as JSON5 has it. */
function bareWord(text: string, colon: number): { start: number; end: number } | null {
  const from = Math.max(0, colon - 100);
  const before = /[\w$-]+(?=\s{0,9}$)/.exec(text.slice(from, colon));
  if (before === null) return null;
  return { start: from + before.index, end: from + before.index + before[0].length };
}
