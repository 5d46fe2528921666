import { type Draft, newDraft } from './outline-draft.ts';
import { isFunction, lastLine } from './outline-walk.ts';
import { decoratorsOf } from './script-exports.ts';
import { isHidden, placeOf } from './script-members.ts';
import { scriptParameters, withoutColon } from './script-parameters.ts';
import type { ScriptWalk } from './script-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** `function a() {}`, `class A {}`, `interface A {}`, `type A = …`, `enum A {}`, `namespace A {}` */
export function enterDeclaration(walk: ScriptWalk, kind: Draft['kind']): undefined {
  const node = walk.cursor.currentNode;
  const name = node.childForFieldName('name');
  const outer = walk.outerOf(node.startIndex);
  const start = outer?.start ?? node.startIndex;
  const said = outer?.said ?? walk.before(start);
  const own = name === null ? 'default' : walk.textOf(name);
  const isText = name?.type === 'string';
  const exported = outer?.exported ?? false;
  add(walk, node, {
    ...said,
    // Decorators may stand behind `export`.
    decorators: [...said.decorators, ...decoratorsOf(walk, node)],
    kind,
    name: isText ? own.slice(1, -1) : own,
    qualifiedName: walk.qualified(isText ? own.slice(1, -1) : own),
    ...placeOf(name ?? node),
    start,
    exported: exported || isText,
    exportedAs: exported ? (outer?.isDefault ? 'default' : own) : null,
    bodiless: outer?.ambient ?? false,
  });
}

/** A function or class that is a value; it has the name that was given to it on the way, or its own, or none. */
export function enterExpression(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const expected = walk.expected?.at === node.startIndex ? walk.expected : null;
  walk.expected = null;
  const name = node.childForFieldName('name');
  const own = name === null ? '' : walk.textOf(name);
  const isClass = node.type === 'class';
  const { at: _, typedOutside = false, ...given } = expected ?? {};
  const renamed = expected?.name === 'default' && own !== '' ? { name: own, qualifiedName: own } : {};
  add(
    walk,
    node,
    {
      name: own,
      qualifiedName: walk.qualified(own === '' ? '<anonymous>' : own),
      ...placeOf(name ?? node),
      start: node.startIndex,
      contextual: expected === null,
      hidden: expected === null,
      ...given,
      ...renamed,
      kind: isClass ? 'class' : (expected?.kind ?? 'function'),
    },
    typedOutside,
  );
}

/** `a() {}` in a class or an object. */
export function enterMethod(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const name = node.childForFieldName('name');
  if (name === null) return;
  const { holder, container } = walk.around;
  const inClass = holder === null && container.kind === 'class';
  const text = walk.textOf(name);
  const said = walk.before(node.startIndex);
  const modifiers = walk.text.slice(node.startIndex, name.startIndex);
  const accessor = /\b(get|set)\s*$/.exec(modifiers)?.[1];
  add(walk, node, {
    ...said,
    kind: inClass ? 'method' : holder?.exported && holder.qualifiedName === '' ? 'function' : 'method',
    name: text,
    qualifiedName: walk.qualified(text),
    ...placeOf(name),
    start: node.startIndex,
    accessor: accessor === 'get' || accessor === 'set' ? accessor : null,
    contextual: !inClass,
    hidden: said.hidden || isHidden(text, modifiers),
    exported: holder?.exported ?? false,
    exportedAs: holder?.exported && holder.qualifiedName === '' ? text : null,
    via: holder?.via ?? null,
  });
}

/** `a(): void` in a class: an overload, or abstract; in an interface it is only a type. */
export function enterSignature(walk: ScriptWalk): 'skip' | undefined {
  if (walk.around.container.kind !== 'class') return undefined;
  return enterMethod(walk);
}

/**
 * Adds the definition at a node, and goes into it.
 *
 * @param typedOutside whether the variable that holds it has a type
 */
function add(
  walk: ScriptWalk,
  node: SyntaxNode,
  given: Partial<Draft> & Pick<Draft, 'kind' | 'name' | 'qualifiedName' | 'line' | 'column' | 'start'>,
  typedOutside = false,
): undefined {
  const draft = newDraft({
    ...given,
    end: node.endIndex,
    endLine: lastLine(node),
    container: walk.around.container,
    complexity: given.kind === 'class' || given.kind === 'function' || given.kind === 'method' ? 1 : 0,
  });
  if (isFunction(draft)) {
    const returned = node.childForFieldName('return_type');
    draft.parameters = scriptParameters(node, walk, typedOutside);
    draft.returnTyped = returned !== null;
    draft.returnType = returned && withoutColon(walk.textOf(returned));
    draft.bodiless = node.childForFieldName('body') === null;
    draft.async = isAsync(node);
  }
  joinWithOverload(walk, draft);
  walk.enter(draft);
}

function isAsync(node: SyntaxNode): boolean {
  for (
    let child = node.firstChild;
    child !== null && !child.type.endsWith('parameters');
    child = child.nextSibling
  ) {
    if (child.type === 'async') return true;
  }
  return false;
}

/** Overloads are told once, by the last of them; that and an accessor's other half are documented by the first. */
function joinWithOverload(walk: ScriptWalk, draft: Draft): void {
  if (!isFunction(draft) || draft.name === '') return;
  const before = walk.lastNamed.get(draft.qualifiedName);
  walk.lastNamed.set(draft.qualifiedName, draft);
  if (before === undefined || before.container !== draft.container) return;
  if (before.bodiless) before.overloaded = true;
  const other = before.bodiless || (draft.accessor !== null && before.accessor !== null);
  if (!other || draft.documented) return;
  draft.documented = before.documented;
  draft.doc = before.doc;
  draft.hidden ||= before.hidden;
  draft.exported ||= before.exported;
  draft.exportedAs ??= before.exportedAs;
}
