import type { CodeOutline, Definition } from '../../../syntax-tree/outline.ts';
import type { DocumentLink } from '../../document.ts';
import { writePythonImport } from '../../lineage/python-import.ts';
import { shortened } from '../first-sentence.ts';
import type { SourceLines } from '../source-lines.ts';
import type { CodeDefinition, CodeStructure } from './code-structure.ts';
import { oneLine } from './one-line.ts';

/** UTF-16 code units that a signature is looked for in. */
const reach = 2000;

/** What a syntax tree says of a text. */
export function treeStructure(
  outline: CodeOutline,
  lines: SourceLines,
  language: 'python' | 'script',
): CodeStructure {
  const definitions: CodeDefinition[] = [];
  /** The definitions around the one that is looked at. */
  const around: Definition[] = [];
  for (const definition of outline.definitions) {
    const { kind, name, qualifiedName, start, line, endLine } = definition;
    if (kind === 'module') continue;
    while (around.length > 0 && start >= (around.at(-1)?.end ?? 0)) around.pop();
    const hidden = around.some((outer) => outer.kind === 'function' || outer.kind === 'method');
    const isMember = around.length > 0;
    if (kind !== 'constant' && kind !== 'type') around.push(definition);
    if (hidden || !/^[#\p{L}_$]/u.test(name) || qualifiedName.includes('<anonymous>')) continue;
    if (isMember && kind === 'constant') continue;
    const dot = qualifiedName.length - name.length - 1;
    definitions.push({
      kind,
      name,
      within: dot > 0 ? qualifiedName.slice(0, dot) : null,
      line,
      startLine: Math.min(line, lines.lineAt(start)),
      endLine,
      signature: signatureOf(definition, lines, language),
    });
  }
  const imports = outline.imports.map((one): DocumentLink => {
    return { kind: 'import', target: writePythonImport(one), line: one.line };
  });
  const doc = outline.definitions.find((definition) => definition.doc !== null)?.doc ?? null;
  return { definitions, imports, doc };
}

/** The declaration up to its body. */
function signatureOf(definition: Definition, lines: SourceLines, language: 'python' | 'script'): string {
  const start = lines.start(definition.line);
  const written = lines.text.slice(
    start,
    Math.min(start + reach, Math.max(definition.end, lines.end(definition.line))),
  );
  if (definition.kind === 'constant' || definition.kind === 'type') return firstLine(written);
  return language === 'python'
    ? oneLine(written.slice(0, headEnd(written, ':')), /#[^\n"']*$/gm)
    : scriptSignature(written);
}

/** A definition that is a value, as it begins. */
export function firstLine(written: string): string {
  const end = written.indexOf('\n');
  return shortened(
    (end === -1 ? written : written.slice(0, end)).trim().replace(/\s*(?:;|\{|\(|\[)$/, ''),
    300,
  );
}

/** The declaration of JavaScript or TypeScript that a text begins with, up to its body. */
export function scriptSignature(written: string): string {
  return oneLine(written.slice(0, headEnd(written, '{')), /\/\/[^\n"'`]*$|\/\*[\s\S]*?\*\//gm).replace(
    /\s*(=>|=|;)$/,
    '',
  );
}

/** Where what opens a body stands, outside of brackets; a declaration without one ends with its first line. */
function headEnd(written: string, opens: '{' | ':'): number {
  const body = opens.charCodeAt(0);
  /** Brackets that are open; those of lists of types are counted, too. */
  let depth = 0;
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at);
    if (depth === 0 && (code === body || ((code === 10 || code === 59) && at > 0))) return at;
    if (code === 40 || code === 91 || code === 123 || code === 60) depth += 1;
    else if (code === 41 || code === 93 || code === 125) depth -= 1;
    else if (code === 62 && written.charCodeAt(at - 1) !== 61 && depth > 0) depth -= 1;
  }
  return written.length;
}
