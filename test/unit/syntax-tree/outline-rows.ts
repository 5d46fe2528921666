import { codeOutline } from '../../../src/syntax-tree/code-outline.ts';
import type { Grammar } from '../../../src/syntax-tree/grammar.ts';
import type { Definition } from '../../../src/syntax-tree/outline.ts';

/** Definitions as lines: kind, name, lines, and what is said of them. */
export async function definitionRows(grammar: Grammar, text: string): Promise<string[]> {
  const { definitions } = await codeOutline(grammar, text);
  return definitions.map((one) =>
    [
      `${one.kind} ${one.qualifiedName}: ${one.line}-${one.endLine}`,
      one.public ? 'public' : '',
      one.exportedAs === null || one.exportedAs === one.name ? '' : `as ${one.exportedAs}`,
      one.doc === null ? '' : JSON.stringify(one.doc),
      ...one.decorators.map((name) => `@${name}`),
      one.accessor ?? '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
}

/** Imports as lines: place, module, names and kind. */
export async function importRows(grammar: Grammar, text: string): Promise<string[]> {
  const { imports } = await codeOutline(grammar, text);
  return imports.map(
    ({ line, column, level, module, names, kind }) =>
      `${line}:${column} ${'.'.repeat(level)}${module}${grammar === 'python' ? ` [${names.join(' ')}]` : ''} ${kind}`,
  );
}

/** The definition of a qualified name. */
export function named(definitions: readonly Definition[], qualifiedName: string): Definition {
  const found = definitions.find((one) => one.qualifiedName === qualifiedName);
  if (found === undefined) throw new Error(`no definition ${qualifiedName}`);
  return found;
}
