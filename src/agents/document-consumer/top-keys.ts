import { visit } from 'jsonc-parser';

/** A key at the top of a file of data. */
export interface TopKey {
  readonly key: string;
  /** From 1. */
  readonly line: number;
}

/** More keys than these are data, too. */
const most = 500;

/** The keys at the top of a file of data, each at a line of its own; none where it is a list, or has too many. */
export function topKeys(kind: 'json' | 'yaml' | 'toml', text: string, lines: readonly string[]): TopKey[] {
  const keys = kind === 'json' ? jsonKeys(text) : kind === 'yaml' ? yamlKeys(lines) : tomlKeys(lines);
  const apart = keys.filter(({ line }, at) => line !== keys[at - 1]?.line);
  return apart.length < 2 || apart.length > most ? [] : apart;
}

function jsonKeys(text: string): TopKey[] {
  const keys: TopKey[] = [];
  let depth = 0;
  try {
    visit(
      text,
      {
        onObjectBegin: () => {
          depth += 1;
        },
        onObjectEnd: () => {
          depth -= 1;
        },
        onArrayBegin: () => {
          depth += 1;
        },
        onArrayEnd: () => {
          depth -= 1;
        },
        onObjectProperty: (key, _offset, _length, line) => {
          if (depth === 1) keys.push({ key, line: line + 1 });
        },
      },
      { allowTrailingComma: true },
    );
  } catch {
    // It is nested deeper than a parser can go: then it has no keys to show.
    return [];
  }
  return keys;
}

function yamlKeys(lines: readonly string[]): TopKey[] {
  const keys: TopKey[] = [];
  for (const [at, line] of lines.entries()) {
    const key = /^(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s#:[\]{}"'-][^:#]{0,200}))\s{0,9}:(?:\s|$)/.exec(
      line,
    );
    if (key !== null) keys.push({ key: key[1] ?? key[2] ?? key[3] ?? '', line: at + 1 });
  }
  return keys;
}

function tomlKeys(lines: readonly string[]): TopKey[] {
  const keys: TopKey[] = [];
  let inTable = false;
  for (const [at, line] of lines.entries()) {
    const table = /^\s*\[{1,2}\s*([^\]]{1,200}?)\s*\]{1,2}\s*(?:#.*)?$/.exec(line)?.[1];
    const key = inTable ? undefined : /^([\w."'-]{1,200})\s*=/.exec(line)?.[1];
    if (table !== undefined) inTable = true;
    const name = table ?? key;
    if (name !== undefined) keys.push({ key: name, line: at + 1 });
  }
  return keys;
}
