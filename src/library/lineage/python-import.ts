/** What an import of Python says, as far as it tells where it leads. */
export interface PythonImport {
  /** `a.b`, without the dots before it; empty where there are only dots. */
  readonly module: string;
  /** The dots before the module; 0 is absolute. */
  readonly level: number;
  /** `from … import` names, each perhaps a module itself; empty of `import …`. */
  readonly names: readonly string[];
}

/** Names that are kept of an import; a longer list is one of things in a module, not of modules. */
const mostNames = 100;

/** An import as one text: `a.b`, `..a:c,d`, `.:c`. */
export function writePythonImport({ module, level, names }: PythonImport): string {
  const told = names.length === 0 ? '' : `:${names.slice(0, mostNames).join(',')}`;
  return '.'.repeat(level) + module + told;
}

/** The import that `writePythonImport` has written. */
export function readPythonImport(target: string): PythonImport {
  const level = /^\.*/.exec(target)?.[0].length ?? 0;
  const colon = target.indexOf(':');
  if (colon === -1) return { module: target.slice(level), level, names: [] };
  const names = target.slice(colon + 1).split(',');
  return { module: target.slice(level, colon), level, names };
}
