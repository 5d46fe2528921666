import type { OutlineWalk } from './outline-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** `import a.b, c as d` */
export function readImport(walk: OutlineWalk): 'skip' {
  const node = walk.cursor.currentNode;
  for (const name of node.childrenForFieldName('name')) {
    if (name) add(walk, node, importedName(walk, name), 0, []);
  }
  return 'skip';
}

/** `from ..a import b, c as d`, `from . import *`, `from __future__ import annotations` */
export function readImportFrom(walk: OutlineWalk): 'skip' {
  const node = walk.cursor.currentNode;
  const from = node.childForFieldName('module_name');
  const written = from === null ? '__future__' : walk.textOf(from).replace(/\s+/g, '');
  const level = /^\.*/.exec(written)?.[0].length ?? 0;
  const names = node
    .childrenForFieldName('name')
    .filter((name) => name !== null)
    .map((name) => importedName(walk, name));
  const all = node.namedChildren.some((child) => child?.type === 'wildcard_import');
  add(walk, node, written.slice(level), level, all ? ['*'] : names);
  return 'skip';
}

/** The name as it is over there: `a` of `a as b`. */
function importedName(walk: OutlineWalk, node: SyntaxNode): string {
  const name = node.type === 'aliased_import' ? node.childForFieldName('name') : node;
  return name === null ? '' : walk.textOf(name).replace(/\s+/g, '');
}

function add(walk: OutlineWalk, node: SyntaxNode, module: string, level: number, names: string[]): void {
  if (module === '' && level === 0) return;
  const { row, column } = node.startPosition;
  const kind = walk.around.importKind;
  walk.imports.push({ module, level, names, line: row + 1, column: column + 1, kind });
}
