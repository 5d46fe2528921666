import type { ScriptWalk } from './script-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** A member of a class that holds a function: a method by another form. */
export function readField(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const name = node.childForFieldName('name') ?? node.childForFieldName('property');
  const value = node.childForFieldName('value');
  const said = walk.before(node.startIndex);
  if (name === null || value === null) return;
  const text = walk.textOf(name);
  const typedOutside = node.childForFieldName('type') !== null;
  walk.expected = {
    ...said,
    at: value.startIndex,
    kind: 'method',
    name: text,
    qualifiedName: walk.qualified(text),
    ...placeOf(name),
    start: node.startIndex,
    hidden: said.hidden || isHidden(text, walk.text.slice(node.startIndex, name.startIndex)),
    contextual: typedOutside,
    typedOutside,
  };
}

/** A member of an object: what it holds is named by its key. */
export function readPair(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const key = node.childForFieldName('key');
  const value = node.childForFieldName('value');
  if (key === null || value === null || key.type === 'computed_property_name') return;
  const text = walk.textOf(key).replace(/^["']|["']$/g, '');
  const { holder } = walk.around;
  if (value.type === 'object') {
    const { via = null, exported = false } = holder ?? {};
    walk.expectedHolder = { at: value.startIndex, qualifiedName: walk.qualified(text), via, exported };
    return;
  }
  walk.expected = {
    at: value.startIndex,
    kind: holder?.exported && holder.qualifiedName === '' ? 'function' : 'method',
    name: text,
    qualifiedName: walk.qualified(text),
    ...placeOf(key),
    start: node.startIndex,
    contextual: true,
    exported: holder?.exported ?? false,
    exportedAs: holder?.exported && holder.qualifiedName === '' ? text : null,
    via: holder?.via ?? null,
    ...walk.before(node.startIndex),
  };
}

/** Whatever is in an object literal is named after what holds it. */
export function enterObject(walk: ScriptWalk): undefined {
  const expected = walk.expectedHolder?.at === walk.cursor.startIndex ? walk.expectedHolder : null;
  if (expected === null && walk.around.holder === null) return;
  walk.within({ holder: expected });
}

/** Whether a member says that it is for its own class only. */
export function isHidden(name: string, modifiers: string): boolean {
  return name.startsWith('#') || name.startsWith('_') || /\b(private|protected)\b/.test(modifiers);
}

/** Line and column of a node, from 1. */
export function placeOf(node: SyntaxNode): { line: number; column: number } {
  const { row, column } = node.startPosition;
  return { line: row + 1, column: column + 1 };
}
