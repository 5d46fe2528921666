/** A name under the pointer. */
export interface NameAt {
  readonly name: string;
  /** Columns of the line, from 0; the end is not included. */
  readonly start: number;
  readonly end: number;
  /** Whether it stands behind a dot: what it is a member of decides what it means. */
  readonly isMember: boolean;
}

const identifier = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/gu;

/** Of shorter names there are many that mean nothing to each other. */
const shortest = 3;

/** Longer lines are data, not code. */
const longestLine = 2000;

/** Words that declare nothing, whatever is called so elsewhere. */
const reserved: ReadonlySet<string> = new Set(
  (
    'and assert async await break case catch class const continue debugger def default del delete elif else enum ' +
    'except export extends False false finally for from function global implements import instanceof interface ' +
    'lambda let match new None nonlocal not null package pass private protected public raise readonly return self ' +
    'static super switch this throw True true try type typeof undefined var void while with yield'
  ).split(' '),
);

/**
 * The name at a column of a line. In prose names stand between backticks; anything else there is a word. Null where
 * there is none, or none that is worth asking for.
 */
export function nameAt(line: string, column: number, isProse: boolean): NameAt | null {
  if (line.length > longestLine) return null;
  for (const match of line.matchAll(identifier)) {
    const [name] = match;
    const start = match.index;
    const end = start + name.length;
    if (column < start || column > end) continue;
    if (name.length < shortest || reserved.has(name)) return null;
    if (isProse && !isInBackticks(line, start)) return null;
    return { name, start, end, isMember: /[.]\s*$/u.test(line.slice(0, start)) };
  }
  return null;
}

function isInBackticks(line: string, at: number): boolean {
  const before = line.slice(0, at).split('`').length - 1;
  return before % 2 === 1 && line.indexOf('`', at) !== -1;
}
