import type { ImportKind } from './import-statement.ts';
import { keptText } from './kept-text.ts';
import type { ScriptWalk } from './script-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** `import a, { b } from 'c'`, `import 'c'`, `import type { b } from 'c'`, `import a = require('c')` */
export function readImport(walk: ScriptWalk): 'skip' {
  const { cursor, text } = walk;
  walk.isModule = true;
  const { row, column } = cursor.startPosition;
  let module = '';
  let forTypes = false;
  walk.children(() => {
    const type = cursor.nodeType;
    if (type === 'string') module = text.slice(cursor.startIndex + 1, cursor.endIndex - 1);
    else if (type === 'import_require_clause')
      module = requiredBy(text.slice(cursor.startIndex, cursor.endIndex));
    else if (type === 'import_clause')
      forTypes ||= namesTypesOnly(text.slice(cursor.startIndex, cursor.endIndex));
    else if (type === 'type' || type === 'typeof') forTypes = true;
  });
  if (module !== '') addImport(walk, row, column, module, forTypes ? 'type' : 'eager');
  return 'skip';
}

/** `c` of `a = require('c')` */
function requiredBy(clause: string): string {
  return /require\s*\(\s*(["'])([^"']*)\1/.exec(clause)?.[2] ?? '';
}

/** Whether all names in braces are those of types, and there are no others: nothing is left when the types are taken away. */
export function namesTypesOnly(clause: string): boolean {
  if (!clause.startsWith('{')) return false;
  const names = clause
    .slice(1, -1)
    .replace(/\/\*[^*]*\*\/|\/\/[^\n]*/g, ' ')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => /^(type|typeof)\s+(?!as\s)/.test(name));
}

/** `require('a')`, `import('a')` */
export function readCall(walk: ScriptWalk): undefined {
  const { cursor, text } = walk;
  const start = cursor.startIndex;
  const isRequire = text.startsWith('require', start);
  if (!isRequire && !text.startsWith('import', start)) return;
  const node = cursor.currentNode;
  const called = node.childForFieldName('function');
  if (called?.type === 'import') {
    walk.isModule = true;
    addCall(walk, node, walk.around.importKind === 'type' ? 'type' : 'deferred');
  } else if (called?.type === 'identifier' && called.endIndex - start === 'require'.length) {
    walk.isModule = true;
    const given = node.childForFieldName('arguments');
    if (given?.namedChildCount === 1) addCall(walk, node, walk.around.importKind);
  }
}

function addCall(walk: ScriptWalk, call: SyntaxNode, kind: ImportKind): void {
  const source = call.childForFieldName('arguments')?.firstNamedChild;
  if (source?.type !== 'string' || source.endIndex - source.startIndex < 3) return;
  const { row, column } = call.startPosition;
  addImport(walk, row, column, walk.text.slice(source.startIndex + 1, source.endIndex - 1), kind);
}

/** @param row from 0, as the column */
export function addImport(
  walk: ScriptWalk,
  row: number,
  column: number,
  module: string,
  kind: ImportKind,
): void {
  walk.imports.push({
    module: keptText(module, 0, module.length),
    level: 0,
    names: [],
    line: row + 1,
    column: column + 1,
    kind,
  });
}
