import { newDraft } from './outline-draft.ts';
import { isFunction, lastLine } from './outline-walk.ts';
import { exportValue } from './script-exports.ts';
import type { ScriptWalk } from './script-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** `const a = 1, b = 2` and the like: what the variables in it have in common. */
export function readDeclaration(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const outer = walk.outerOf(node.startIndex);
  walk.declaration = {
    first: node.namedChild(0)?.startIndex ?? -1,
    start: outer?.start ?? node.startIndex,
    constant: walk.text.startsWith('const', node.startIndex),
    exported: outer?.exported ?? false,
    said: outer?.said ?? walk.before(node.startIndex),
  };
}

/** `a = function () {}` in a declaration. */
export function readVariable(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const name = node.childForFieldName('name');
  const value = node.childForFieldName('value');
  const { declaration } = walk;
  if (name?.type !== 'identifier' || value === null || declaration === null) return;
  const text = walk.textOf(name);
  const isFirst = node.startIndex === declaration.first;
  const start = isFirst ? declaration.start : node.startIndex;
  const { container, owner } = walk.around;
  const atTop = owner === walk.module && container === walk.module;
  const innermost = valueOfChain(walk, value, atTop ? text : null, node);
  if (innermost.type === 'object') {
    walk.expectedHolder = {
      at: innermost.startIndex,
      qualifiedName: walk.qualified(text),
      via: atTop ? text : null,
      exported: declaration.exported,
    };
  }
  const isConstant = declaration.constant && !isFunction(owner) && !mayHoldCode(innermost);
  if (!isConstant && innermost.type === 'object') return;
  const given = {
    name: text,
    qualifiedName: walk.qualified(text),
    line: name.startPosition.row + 1,
    column: name.startPosition.column + 1,
    start,
    container,
    exported: declaration.exported,
    exportedAs: declaration.exported ? text : null,
    ...(isFirst ? declaration.said : walk.before(start)),
  };
  if (!isConstant) {
    const typedOutside = node.childForFieldName('type') !== null;
    walk.expected = { ...given, at: innermost.startIndex, contextual: typedOutside, typedOutside };
    return;
  }
  walk.drafts.push(newDraft({ ...given, kind: 'constant', end: node.endIndex, endLine: lastLine(node) }));
}

/** Whether a value is, or begins with, a function or a class, or is what another module gave. */
function mayHoldCode({ type, text }: SyntaxNode): boolean {
  if (/^(arrow_function|function_expression|generator_function|class)$/.test(type)) return true;
  return (
    type === 'call_expression' && /^(require\b|import\b|async\b|function\b|class\b)/.test(text.slice(0, 20))
  );
}

/** `exports.a = …`, `module.exports = …`, `A.prototype.b = …`, `a.b = …` */
export function readAssignment(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const value = node.childForFieldName('right');
  const left = node.childForFieldName('left');
  if (value === null || left === null) return;
  const innermost = valueOfChain(walk, value, null, node);
  assign(walk, left, innermost, node);
}

/** The value at the end of `a = b = value`; what is assigned on the way is taken, too. */
function valueOfChain(
  walk: ScriptWalk,
  value: SyntaxNode,
  name: string | null,
  statement: SyntaxNode,
): SyntaxNode {
  const targets: SyntaxNode[] = [];
  let end = value;
  for (let steps = 0; end.type === 'assignment_expression' && steps < 10; steps++) {
    const left = end.childForFieldName('left');
    const right = end.childForFieldName('right');
    if (left === null || right === null) break;
    targets.push(left);
    end = right;
  }
  for (const target of targets) {
    const as = exportedBy(walk, target);
    if (as === null) continue;
    walk.isModule = true;
    if (name !== null) walk.exportedNames.set(name, as);
    else if (end.type === 'identifier') exportValue(walk, end, as, statement);
  }
  return end;
}

/** The name that an assignment exports by: `default` for `module.exports`; null where it exports nothing. */
function exportedBy(walk: ScriptWalk, target: SyntaxNode): string | null {
  const path = pathOf(walk, target);
  if (path === null) return null;
  if (path === 'exports' || path === 'module.exports') return 'default';
  return /^(?:module\.)?exports\.([\w$]+)$/.exec(path)?.[1] ?? null;
}

/** `a.b.c` as it is written, where it is nothing but names. */
function pathOf(walk: ScriptWalk, target: SyntaxNode): string | null {
  if (target.type === 'identifier') return walk.textOf(target);
  if (target.type !== 'member_expression' || target.endIndex - target.startIndex > 200) return null;
  const path = walk.textOf(target);
  return /^[\w$]+(\.[\w$#]+)+$/.test(path) ? path : null;
}

function assign(walk: ScriptWalk, target: SyntaxNode, value: SyntaxNode, statement: SyntaxNode): void {
  const as = exportedBy(walk, target);
  if (as !== null) {
    walk.isModule = true;
    exportValue(walk, value, as, statement);
    return;
  }
  const path = pathOf(walk, target);
  if (path === null) return;
  const parts = path.replace('.prototype', '').split('.');
  const root = parts[0] ?? '';
  const own = root === 'this' || root === 'self' ? parts.slice(1).join('.') : parts.join('.');
  if (own === '') return;
  const via = root === 'this' ? null : root;
  const qualifiedName = walk.qualified(own);
  if (value.type === 'object') {
    walk.expectedHolder = { at: value.startIndex, qualifiedName, via, exported: false };
    return;
  }
  const place = target.childForFieldName('property') ?? target;
  walk.expected = {
    at: value.startIndex,
    kind: parts.length > 1 ? 'method' : 'function',
    name: parts.at(-1) ?? '',
    qualifiedName,
    line: place.startPosition.row + 1,
    column: place.startPosition.column + 1,
    start: statement.startIndex,
    via,
    ...walk.before(statement.startIndex),
  };
}
