/** What a filter looks at. */
export const filterFields = ['kind', 'path', 'lang', 'status', 'ext', 'run'] as const;
export type FilterField = (typeof filterFields)[number];

/** `kind:notebook`, `-path:test`, `lang:python,sql`. */
export interface QueryFilter {
  readonly field: FilterField;
  /** In small letters; one of them is enough. */
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** A query as it was meant. */
export interface ParsedQuery {
  /** What stood between white space, in order, without the signs around it. */
  readonly words: readonly string[];
  /** What stood in quotes. */
  readonly phrases: readonly string[];
  /** Words and phrases that must not be there. */
  readonly excluded: readonly string[];
  readonly filters: readonly QueryFilter[];
  /** What of it means nothing, told to whoever wrote it; null where all of it does. */
  readonly problem: string | null;
}

/** White space, or quotes with what is in them, or what goes on to the next white space or quote. */
const token = /\s+|(-?)"([^"]*)("?)|(-?)([a-zA-Z]+):(?:"([^"]*)"?|([^\s"]*))|[^\s"]+/gu;

/** Web addresses say where something else is. */
const address = /^[<([{'"]*(?:https?|ftp|file|ssh|git):\/\//i;

/** A word and nothing else: `-Wall` excludes, but `-Wsign-compare` and `--all` are options of programs, and are searched. */
const excludable = /^-[\p{L}\p{N}_]+$/u;

const letterOrDigit = /[\p{L}\p{N}]/u;
const signsBefore = /^[^\p{L}\p{N}_]+/u;
const signsBehind = /[^\p{L}\p{N}_]+$/u;

/** More is not read of a query; a longer one is pasted by mistake. */
const longest = 10_000;

/** Reads a query. Anything can be typed: what means nothing as a filter is searched as it stands. */
export function parseQuery(typed: string): ParsedQuery {
  const words: string[] = [];
  const phrases: string[] = [];
  const excluded: string[] = [];
  const filters: QueryFilter[] = [];
  const addresses: string[] = [];
  let problem: string | null =
    typed.length > longest ? `Only its first ${longest} characters are read.` : null;
  const add = (text: string): void => {
    const bare = text.replace(signsBefore, '').replace(signsBehind, '');
    if (letterOrDigit.test(bare)) words.push(bare);
  };
  for (const match of typed.slice(0, longest).toWellFormed().matchAll(token)) {
    const [text, dash, quoted, end, filterDash, name, inQuotes, plain] = match;
    const field = filterFields.find((known) => known === name?.toLowerCase());
    if (quoted !== undefined) {
      if (end === '') problem ??= 'A quotation mark is not closed.';
      if (letterOrDigit.test(quoted)) (dash === '-' ? excluded : phrases).push(quoted);
    } else if (field !== undefined && startsHere(typed, match.index)) {
      const values = (inQuotes === undefined ? (plain ?? '').split(',') : [inQuotes])
        .map((value) => value.trim().toLowerCase())
        .filter((value) => value !== '');
      if (values.length > 0) filters.push({ field, values, negated: filterDash === '-' });
      else if (startsWithSpace(typed, match.index + text.length)) add(text);
      else problem ??= `Say what to look for behind ${field}:`;
    } else if (address.test(text)) addresses.push(text);
    else if (excludable.test(text) && startsHere(typed, match.index) && letterOrDigit.test(text))
      excluded.push(text.slice(1));
    else if (text.trim() !== '') {
      if (inQuotes !== undefined && letterOrDigit.test(inQuotes)) {
        add(name ?? '');
        phrases.push(inQuotes);
      } else add(text);
    }
  }
  // Somebody who searches for nothing but an address means it.
  if (words.length + phrases.length === 0) for (const text of addresses) add(text);
  return { words, phrases, excluded, filters, problem };
}

/** Whether what stands there is not the middle of a word: `"a"path:b`. */
function startsHere(typed: string, at: number): boolean {
  return at === 0 || /\s/u.test(typed[at - 1] ?? '');
}

/** `path: handle links`: a filter without a value in front of more is how one writes a title. */
function startsWithSpace(typed: string, at: number): boolean {
  return at < typed.length;
}
