import ignore from 'ignore';

/**
 * What `include` and `exclude` leave of the workspace. Patterns are those of `.gitignore` (`src/`, `*.py`,
 * `data/**` + `/*.csv`), with alternatives in braces (`*.{ts,tsx}`). Without `include`, everything is in.
 */
export function pathFilter(
  include: readonly string[],
  exclude: readonly string[],
): (path: string) => boolean {
  const wanted =
    include.length === 0 ? null : ignore({ ignoreCase: false }).add(include.flatMap(expandBraces));
  const unwanted = ignore({ ignoreCase: false }).add(exclude.flatMap(expandBraces));
  return (path) => (wanted === null || wanted.ignores(path)) && !unwanted.ignores(path);
}

/** The patterns that one with braces stands for; at most 1,000. */
export function expandBraces(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern.replace(/^\.\//, '/')];
  for (let next = open.pop(); next !== undefined && done.length + open.length < 1000; next = open.pop()) {
    const group = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (group === null) {
      done.push(next);
      continue;
    }
    const before = next.slice(0, group.index);
    const after = next.slice(group.index + group[0].length);
    open.push(...(group[1] as string).split(',').map((part) => before + part + after));
  }
  return [...new Set(done)].reverse();
}
