import ignore from 'ignore';
import { ignoreCase } from '../ignore-rules.ts';

/**
 * What patterns leave out, as in an ignore file at the top of the workspace: the last one that matches decides.
 * `{a,b}` stands for two patterns.
 *
 * @returns whether a path is left out; that of a folder ends with `/`
 */
export function excludedPaths(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = ignore({ allowRelativePaths: true, ignoreCase }).add(patterns.flatMap(withoutBraces));
  return (path) => rules.ignores(path);
}

/** Patterns that have more alternatives than anybody writes are taken as they are. */
const mostAlternatives = 1000;

/** The patterns that one with `{a,b}` stands for. */
export function withoutBraces(pattern: string): string[] {
  let result = [pattern];
  for (;;) {
    const next = result.flatMap(openFirst);
    if (next.length === result.length || next.length > mostAlternatives) return result;
    result = next;
  }
}

/** Opens the first pair of braces that has no other within. */
function openFirst(pattern: string): string[] {
  const match = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (match === null) return [pattern];
  const [whole, inner = ''] = match;
  const rest = pattern.slice(match.index + whole.length);
  return inner.split(',').map((part) => pattern.slice(0, match.index) + part + rest);
}
