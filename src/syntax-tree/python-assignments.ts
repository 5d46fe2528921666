import { newDraft } from './outline-draft.ts';
import { lastLine } from './outline-walk.ts';
import type { PythonWalk } from './python-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** Reads what a statement at the top or in a class says about `__all__`, and which constants it defines. */
export function readAssignment(walk: PythonWalk): undefined {
  const { owner, container } = walk.around;
  if (owner !== container || (owner.kind !== 'module' && owner.kind !== 'class')) return;
  const statement = walk.cursor.currentNode;
  const inner = statement.firstNamedChild;
  if (inner === null) return;
  if (owner.kind === 'module' && walk.text.startsWith('__all__', inner.startIndex)) readAll(walk, inner);
  else if (inner.type === 'assignment') readConstant(walk, statement, inner);
}

/** A name in capitals, as PEP 8 has constants; the first value of each. */
function readConstant(walk: PythonWalk, statement: SyntaxNode, assignment: SyntaxNode): void {
  const left = assignment.childForFieldName('left');
  if (left?.type !== 'identifier') return;
  const name = walk.textOf(left);
  const qualifiedName = walk.qualified(name);
  if (!/^_*[A-Z][A-Z0-9_]*$/.test(name) || walk.lastNamed.has(qualifiedName)) return;
  const draft = newDraft({
    kind: 'constant',
    name,
    qualifiedName,
    line: left.startPosition.row + 1,
    column: left.startPosition.column + 1,
    endLine: lastLine(statement),
    start: statement.startIndex,
    end: statement.endIndex,
    container: walk.around.container,
  });
  walk.lastNamed.set(qualifiedName, draft);
  walk.drafts.push(draft);
}

/** `__all__ = […]`, `__all__ += […]`, `__all__.extend([…])`, `__all__.append(…)` */
function readAll(walk: PythonWalk, node: SyntaxNode): void {
  let value: SyntaxNode | null = null;
  if (node.type === 'assignment' || node.type === 'augmented_assignment')
    value = node.childForFieldName('right');
  else if (node.type === 'call') value = node.childForFieldName('arguments');
  if (value === null) return;
  walk.all ??= new Set();
  if (!takeNames(walk, value, walk.all)) walk.allIsKnown = false;
}

/** Takes the names of a literal list; false where a part of it is not literal. */
function takeNames(walk: PythonWalk, value: SyntaxNode, names: Set<string>): boolean {
  const open: SyntaxNode[] = [value];
  let literal = true;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'string') {
      const name = /^[rRuU]?(["'])(\w+)\1$/.exec(walk.textOf(node))?.[2];
      if (name === undefined) literal = false;
      else names.add(name);
    } else if (
      ['list', 'tuple', 'binary_operator', 'argument_list', 'parenthesized_expression'].includes(node.type)
    ) {
      open.push(...node.namedChildren.filter((child) => child !== null));
    } else if (node.type !== 'comment') literal = false;
  }
  return literal;
}
