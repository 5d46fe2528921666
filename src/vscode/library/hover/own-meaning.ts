/** More is not looked through while somebody waits for a hover, UTF-16 code units. */
const longestText = 500_000;

/**
 * Whether a text declares a name itself: whoever reads it means that one, whatever else is called so. Found by how
 * declarations are written in Python, JavaScript and TypeScript; parameters and what is assigned count.
 */
export function declaresItself(text: string, name: string): boolean {
  const own = escaped(name);
  const declared = new RegExp(
    [
      // `def x`, `class x`, `const x`, `enum x` …
      `(?:^|[^\\w$.])(?:def|class|function\\*?|const|let|var|interface|type|enum|namespace|as)\\s+${own}(?![\\w$])`,
      // `x = 1`, `x: int = 1`, `for x in`
      `(?:^|\\n)\\s*${own}\\s*(?::[^=\\n]*)?=(?!=)`,
      `(?:^|[^\\w$.])for\\s+(?:\\w+\\s*,\\s*)*${own}(?![\\w$])`,
    ].join('|'),
    'u',
  );
  return declared.test(text.slice(0, longestText));
}

/**
 * The module that a text imports a name from, as it is written there; null where it imports none of that name.
 * Python's `from x import name`, and JavaScript's `import { name } from 'x'`.
 */
export function importedFrom(text: string, name: string): string | null {
  const own = escaped(name);
  const head = text.slice(0, longestText);
  const python = new RegExp(
    `(?:^|\\n)\\s*from\\s+([\\w.]+)\\s+import\\s+(?:\\([^)]*?\\b${own}\\b[^)]*\\)|[^(\\n]*\\b${own}\\b)`,
    'u',
  ).exec(head);
  if (python) return python[1] ?? null;
  const script = new RegExp(
    `(?:^|\\n)\\s*(?:import|export)\\b[^;'"]*(?<![\\w$])${own}(?![\\w$])[^;'"]*\\bfrom\\s*['"]([^'"\\n]+)['"]`,
    'u',
  ).exec(head);
  return script?.[1] ?? null;
}

/**
 * Whether a module that is imported can be a file of the workspace: a relative one always, any other where it shares a
 * name with the path. `os.path` is not `src/paths.py`.
 */
export function mayBe(module: string, path: string): boolean {
  if (/^[.~#@]?\//u.test(module) || module.startsWith('.')) return true;
  const names = new Set(path.replace(/\.[^./]+$/u, '').split('/'));
  return module
    .replace(/^(?:node|npm):/u, '')
    .split(/[./]/u)
    .some((part) => names.has(part));
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}
