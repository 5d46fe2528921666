/** A stretch that can be folded; lines from 0, both included. */
export interface Fold {
  readonly start: number;
  readonly end: number;
}

/** Deepest last. Agents' own output in the log of a run is indented further than these. */
const headings = [/^── /, /^ {2}─ /];

/** What can be folded: everything between a heading and the next one that is not below it. */
export function foldLog(lines: readonly string[]): Fold[] {
  const folds: Fold[] = [];
  const open: { readonly level: number; readonly line: number }[] = [];
  const close = (level: number, end: number): void => {
    for (let last = open.at(-1); last && last.level >= level; last = open.at(-1)) {
      open.pop();
      if (end > last.line) folds.push({ start: last.line, end });
    }
  };
  lines.forEach((line, index) => {
    const level = headings.findIndex((heading) => heading.test(line));
    if (level < 0) return;
    close(level, index - 1);
    open.push({ level, line: index });
  });
  // An empty last line is the end of the one before.
  close(0, lines.at(-1) === '' ? lines.length - 2 : lines.length - 1);
  return folds.sort((a, b) => a.start - b.start);
}
