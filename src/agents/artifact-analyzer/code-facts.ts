import type { Grammar } from '../../syntax-tree/grammar.ts';
import type { ImportStatement } from '../../syntax-tree/import-statement.ts';
import type { CodeOutline, Definition } from '../../syntax-tree/outline.ts';
import type { CodeFacts, ComplexityFacts, Share } from './facts.ts';

/** Above this a function is listed; the limit that McCabe proposes. */
export const complexFrom = 10;

/** What the outline of a file says of it. Of one that does not parse only the imports are taken. */
export function codeFacts(grammar: Grammar, outline: CodeOutline): CodeFacts {
  const { parses, definitions, imports, entryPoint } = outline;
  if (!parses) {
    return {
      parses,
      imports,
      entryPoint,
      documented: null,
      typed: null,
      complexity: null,
      longestFunction: null,
    };
  }
  const functions = definitions.filter(isFunction);
  return {
    parses,
    imports,
    entryPoint,
    documented: documentedShare(grammar, definitions),
    typed: grammar === 'javascript' ? null : typedShare(grammar, functions),
    complexity: complexityOf(functions),
    longestFunction: functions.reduce((longest, { lines }) => Math.max(longest, lines), 0),
  };
}

/** The imports of a file that only declares, `.d.ts` or `.pyi`: whatever they look like, they are for types. */
export function importsOf(path: string, imports: readonly ImportStatement[]): readonly ImportStatement[] {
  return /\.(pyi|d\.[cm]?ts)$/i.test(path) ? imports.map((one) => ({ ...one, kind: 'type' })) : imports;
}

/** A function that does something. */
function isFunction({ kind, bodiless }: Definition): boolean {
  return (kind === 'function' || kind === 'method') && !bodiless;
}

function documentedShare(grammar: Grammar, definitions: readonly Definition[]): Share {
  const classes = new Set(definitions.filter(({ kind }) => kind === 'class').map((one) => one.qualifiedName));
  const wanted = definitions.filter((one) => {
    if (!one.public) return false;
    if (grammar === 'python') return /^(module|class|function|method)$/.test(one.kind);
    if (!/^(class|interface|function|method)$/.test(one.kind)) return false;
    // A method of a class is explained by its class; `app.use = function …` stands alone.
    return !classes.has(one.qualifiedName.slice(0, -one.name.length - 1));
  });
  return { of: wanted.length, count: wanted.filter(({ documented }) => documented).length };
}

/**
 * What may have a type, and has one. Python: parameters and results of every function; what a constructor gives needs
 * none. TypeScript: parameters of functions with a name, and the results that have a type written; the compiler infers
 * the others. `any` is no type.
 */
function typedShare(grammar: Grammar, functions: readonly Definition[]): Share {
  let of = 0;
  let count = 0;
  for (const one of functions) {
    if (
      one.name === '' ||
      (grammar !== 'python' && one.contextual && !one.parameters.every(({ typed }) => typed))
    ) {
      continue;
    }
    for (const { typed, type, hasDefault } of one.parameters) {
      of += 1;
      const inferred = grammar !== 'python' && hasDefault;
      if ((typed && !isAny(type)) || inferred) count += 1;
    }
    if (one.returnTyped || (grammar === 'python' && one.name !== '__init__')) {
      of += 1;
      if (one.returnTyped && !isAny(one.returnType)) count += 1;
    }
  }
  return { of, count };
}

function isAny(type: string | null): boolean {
  return type !== null && /^((typing|t)\.)?any$/i.test(type);
}

function complexityOf(functions: readonly Definition[]): ComplexityFacts {
  let total = 0;
  let max = 0;
  for (const { complexity } of functions) {
    total += complexity;
    max = Math.max(max, complexity);
  }
  const complex = functions
    .filter(({ complexity }) => complexity > complexFrom)
    .map(({ qualifiedName, line, column, lines, complexity, cases, nesting }) => ({
      name: qualifiedName,
      line,
      column,
      lines,
      complexity,
      cases,
      nesting,
    }));
  return { functions: functions.length, total, max, complex };
}
