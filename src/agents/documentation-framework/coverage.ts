import type { CodeOutline, Definition } from '../../syntax-tree/outline.ts';

/** A public definition without a docstring or a JSDoc block. */
export interface Undocumented {
  readonly path: string;
  readonly kind: 'function' | 'class' | 'method';
  /** Qualified: `Class.method`. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly lines: number;
  /** Whether what an entry point exports. */
  readonly entry: boolean;
}

/** How far the public definitions of a file are documented. */
export interface FileCoverage {
  readonly path: string;
  readonly language: 'Python' | 'JavaScript' | 'TypeScript';
  readonly public: number;
  readonly documented: number;
  /** The most important first. */
  readonly undocumented: readonly Undocumented[];
}

/** The coverage of a file as long as the other files are not read, from which its methods may have their documentation. */
export interface OwnCoverage extends FileCoverage {
  /** Public methods without documentation of their own, `Class.method`. */
  readonly bareMethods: readonly string[];
}

export interface CoverageOptions {
  readonly methods: boolean;
  /** How many undocumented definitions of a file are kept. */
  readonly kept: number;
}

/** Takes methods for documented that have their documentation from the class above, and keeps so many of the others. */
export function withInherited(
  { bareMethods, ...own }: OwnCoverage,
  inherits: (method: string) => boolean,
  kept: number,
): FileCoverage {
  const inherited = new Set(bareMethods.filter(inherits));
  const undocumented = own.undocumented.filter(({ kind, name }) => kind !== 'method' || !inherited.has(name));
  return {
    ...own,
    documented: own.documented + inherited.size,
    undocumented: undocumented.slice(0, kept),
  };
}

/** Lines from which on a definition is worth a word of its own in a list of findings. */
const worthTelling = 4;

/** Counts the public definitions of a file; overloads of one name are one. */
export function fileCoverage(
  path: string,
  text: string,
  outline: CodeOutline,
  entry: (name: string) => boolean,
  { methods }: Pick<CoverageOptions, 'methods'>,
): OwnCoverage {
  const byName = new Map<string, Definition[]>();
  for (const definition of outline.definitions) {
    if (!counts(definition, methods)) continue;
    const same = byName.get(definition.qualifiedName);
    if (same === undefined) byName.set(definition.qualifiedName, [definition]);
    else same.push(definition);
  }
  let documented = 0;
  const missing: Undocumented[] = [];
  const bareMethods: string[] = [];
  for (const [name, definitions] of byName) {
    if (definitions.some((definition) => definition.documented)) {
      documented += 1;
      continue;
    }
    const largest = definitions.reduce((a, b) => (b.lines > a.lines ? b : a));
    const { kind, line, column, lines: size } = largest;
    if (kind === 'method') bareMethods.push(name);
    // A comment of another kind says what it is, too, though no tool shows it.
    if (size < worthTelling || hasCommentBefore(text, largest)) continue;
    if (kind !== 'function' && kind !== 'class' && kind !== 'method') continue;
    missing.push({ path, kind, name, line, column, lines: size, entry: entry(name.split('.')[0] ?? '') });
  }
  return {
    path,
    language: languageOf(path),
    public: byName.size,
    documented,
    undocumented: missing.sort(byImportance),
    bareMethods,
  };
}

/** What an entry point exports comes first, then functions and classes before methods, then the larger. */
export function byImportance(a: Undocumented, b: Undocumented): number {
  return (
    Number(b.entry) - Number(a.entry) ||
    Number(a.kind === 'method') - Number(b.kind === 'method') ||
    b.lines - a.lines ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line)
  );
}

function counts(definition: Definition, methods: boolean): boolean {
  const { kind, name, decorators, accessor } = definition;
  if (!definition.public || name === '' || name.startsWith('[')) return false;
  if (kind === 'function' || kind === 'class') return true;
  // A constructor is told by its class; what overrides is told by what it overrides.
  if (kind !== 'method' || !methods || name === 'constructor' || /^__\w+__$/.test(name)) return false;
  return (
    accessor !== 'set' &&
    !decorators.some((decorator) => /(^|\.)(override|overload|setter|deleter)$/.test(decorator))
  );
}

function hasCommentBefore(text: string, { start }: Definition): boolean {
  const end = text.lastIndexOf('\n', start - 1);
  if (start === 0 || end <= 0) return false;
  const before = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  return /^\s*(#|\/\/|\*\/|\/\*|\*)/.test(before);
}

function languageOf(path: string): FileCoverage['language'] {
  if (/\.pyw?$/i.test(path)) return 'Python';
  return /\.[cm]?tsx?$/i.test(path) ? 'TypeScript' : 'JavaScript';
}
