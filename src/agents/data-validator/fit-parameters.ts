/** Fewer names in a row may be called so by chance. */
const fewest = 3;

/**
 * The columns, from 0, that hold the parameters of a fitted formula, a row for each fit: at least three names that
 * follow each other, `A`, `B`, `C`, or one letter up to E with numbers, `c0`, `c1`, `c2`. Such numbers are large and
 * small by nature, since they belong to their row together and share no quantity with the other rows.
 */
export function fitParameters(columns: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let run: number[] = [];
  const close = (): void => {
    if (run.length >= fewest) for (const at of run) found.add(at);
    run = [];
  };
  for (const [at, name] of columns.entries()) {
    const last = run.at(-1);
    if (last !== undefined && !follows(columns[last] ?? '', name)) close();
    if (run.length > 0 || isFirst(name)) run.push(at);
  }
  close();
  return found;
}

function isFirst(name: string): boolean {
  return /^(?:[Aa]|[A-Ea-e]_?[01])$/.test(name.trim());
}

/** Whether a name comes right after another: `B` after `A`, `c2` after `c1`. */
function follows(before: string, name: string): boolean {
  const [a, b] = [before.trim(), name.trim()];
  if (/^[A-Za-z]$/.test(a) && b.length === 1) return b.charCodeAt(0) === a.charCodeAt(0) + 1;
  const parts = /^([A-Ea-e]_?)(\d{1,2})$/.exec(a);
  return parts !== null && b === `${parts[1]}${Number(parts[2]) + 1}`;
}
