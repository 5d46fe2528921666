import { docstringText } from './doc-text.ts';
import type { CodeOutline } from './outline.ts';
import { type Draft, newDraft } from './outline-draft.ts';
import {
  firstStatement,
  isFunction,
  lastLine,
  type Visit,
  type VisitTable,
  visitTable,
} from './outline-walk.ts';
import { readAssignment } from './python-assignments.ts';
import { readImport, readImportFrom } from './python-imports.ts';
import { pythonParameters } from './python-parameters.ts';
import { PythonWalk } from './python-walk.ts';
import type { NodeType, SyntaxNode } from './syntax-parser.ts';

/** The visits of Python for a parser's numbers of nodes. */
export function pythonTable(types: readonly NodeType[]): VisitTable<PythonWalk> {
  return visitTable(types, visits, leaves);
}

/** The outline of a file of Python. */
export function pythonOutline(text: string, root: SyntaxNode, table: VisitTable<PythonWalk>): CodeOutline {
  const walk = new PythonWalk(text, root);
  documentIt(walk, walk.module, root);
  walk.run(table);
  decideWhatIsPublic(walk);
  return walk.finish();
}

const leaves = [
  'identifier',
  'integer',
  'float',
  'true',
  'false',
  'none',
  'ellipsis',
  'pass_statement',
  'break_statement',
  'continue_statement',
  'dotted_name',
  'type',
  'line_continuation',
];

const decide = (walk: PythonWalk): undefined => walk.decide();
const nest = (walk: PythonWalk): undefined => walk.nest();

const visits: Readonly<Record<string, Visit<PythonWalk>>> = {
  comment(walk) {
    walk.comments += 1;
    return 'skip';
  },
  string: skipPlainText,
  decorated_definition: readDecorators,
  function_definition: enterDefinition,
  class_definition: enterDefinition,
  type_alias_statement: readTypeAlias,
  expression_statement: readAssignment,
  import_statement: readImport,
  import_from_statement: readImportFrom,
  future_import_statement: readImportFrom,
  if_statement: enterIf,
  block(walk) {
    if (walk.cursor.startIndex === walk.typesBlock) walk.within({ importKind: 'type' });
    return undefined;
  },
  elif_clause: decide,
  while_statement: deeper,
  for_statement: deeper,
  try_statement: nest,
  with_statement: nest,
  match_statement: (walk) => walk.enterSwitch(),
  except_clause: decide,
  except_group_clause: decide,
  conditional_expression: decide,
  boolean_operator: decide,
  if_clause: decide,
  case_clause(walk) {
    const { namedChildren } = walk.cursor.currentNode;
    const patterns = namedChildren.filter((child) => child?.type === 'case_pattern');
    const only = patterns.length === 1 ? patterns[0] : null;
    if (only && walk.text.slice(only.startIndex, only.endIndex) === '_') return undefined;
    return walk.decideCase();
  },
  // Sentences of Python 2, which the grammar still reads.
  print_statement: oldSentence,
  exec_statement: oldSentence,
};

function deeper(walk: PythonWalk): undefined {
  walk.decide();
  walk.nest();
}

function oldSentence(walk: PythonWalk): undefined {
  walk.parses = false;
}

/** Code stands only in texts that are put together. */
function skipPlainText({ text, cursor }: PythonWalk): 'skip' | undefined {
  const start = cursor.startIndex;
  for (let at = start; at < start + 3; at++) {
    const sign = text[at];
    if (sign === '"' || sign === "'") break;
    if (sign === 'f' || sign === 'F' || sign === 't' || sign === 'T') return undefined;
  }
  return 'skip';
}

function enterIf(walk: PythonWalk): undefined {
  const node = walk.cursor.currentNode;
  const condition = node.childForFieldName('condition');
  const test =
    condition === null || condition.endIndex - condition.startIndex > 100 ? '' : walk.textOf(condition);
  walk.decide();
  walk.nest();
  if (/^(\w+\.)?TYPE_CHECKING$/.test(test)) {
    walk.typesBlock = node.childForFieldName('consequence')?.startIndex ?? -1;
  } else if (/^\(?\s*(__name__\s*==\s*['"]__main__['"]|['"]__main__['"]\s*==\s*__name__)/.test(test)) {
    if (!isFunction(walk.around.owner)) walk.entryPoint = true;
    if (walk.around.importKind === 'eager') walk.within({ importKind: 'deferred' });
  }
}

function readDecorators(walk: PythonWalk): undefined {
  const node = walk.cursor.currentNode;
  const names: string[] = [];
  for (const child of node.namedChildren) {
    if (child?.type === 'decorator')
      names.push(decoratorName(walk.text.slice(child.startIndex + 1, child.endIndex)));
  }
  const definition = node.childForFieldName('definition')?.startIndex ?? -1;
  walk.decorated = { definition, start: node.startIndex, names };
}

/** `app.route` of `app.route('/x')`. */
function decoratorName(written: string): string {
  return /^\s*([\w.]*)/.exec(written.slice(0, 200))?.[1] ?? '';
}

function enterDefinition(walk: PythonWalk): undefined {
  const node = walk.cursor.currentNode;
  const { container } = walk.around;
  const name = node.childForFieldName('name');
  if (name === null) return;
  const isClass = node.type === 'class_definition';
  const decorated = walk.decorated?.definition === node.startIndex ? walk.decorated : null;
  const decorators = decorated?.names ?? [];
  const text = walk.textOf(name);
  const returned = node.childForFieldName('return_type');
  const draft = newDraft({
    kind: isClass ? 'class' : container.kind === 'class' ? 'method' : 'function',
    name: text,
    qualifiedName: walk.qualified(text),
    line: name.startPosition.row + 1,
    column: name.startPosition.column + 1,
    endLine: lastLine(node),
    start: decorated?.start ?? node.startIndex,
    end: node.endIndex,
    container,
    decorators,
    async: !isClass && walk.text.startsWith('async', node.startIndex),
    complexity: 1,
    returnTyped: returned !== null,
    returnType: returned && walk.textOf(returned),
    accessor: isClass ? null : accessorOf(decorators),
  });
  if (!isClass) {
    const hasReceiver = draft.kind === 'method' && !decorators.includes('staticmethod');
    draft.parameters = pythonParameters(node.childForFieldName('parameters'), walk, hasReceiver);
  }
  const body = node.childForFieldName('body');
  if (body !== null) documentIt(walk, draft, body);
  joinWithOverload(walk, draft);
  walk.enter(draft);
}

function accessorOf(decorators: readonly string[]): Draft['accessor'] {
  if (decorators.some((name) => /\.(setter|deleter)$/.test(name))) return 'set';
  return decorators.some((name) => /(^|[._])property$/.test(name)) ? 'get' : null;
}

/** Overloads are told once, by the last of them; that and what sets a property are documented by the first. */
function joinWithOverload(walk: PythonWalk, draft: Draft): void {
  const before = walk.lastNamed.get(draft.qualifiedName);
  walk.lastNamed.set(draft.qualifiedName, draft);
  if (before === undefined || before.container !== draft.container) return;
  const overload = before.decorators.some((name) => /(^|\.)overload$/.test(name));
  if (overload) before.overloaded = true;
  if ((overload || draft.accessor === 'set') && !draft.documented) {
    draft.documented = before.documented;
    draft.doc = before.doc;
  }
}

/** Takes over the docstring that a body begins with. */
function documentIt(walk: PythonWalk, draft: Draft, body: SyntaxNode): void {
  const first = firstStatement(body);
  const value = first?.type === 'expression_statement' ? first.firstNamedChild : null;
  if (!value || (value.type !== 'string' && value.type !== 'concatenated_string')) return;
  const parts = (value.type === 'string' ? [value] : value.namedChildren).filter(
    (part) => part?.type === 'string',
  );
  const literals = parts.map((part) => (part === null ? '' : walk.textOf(part)));
  // What is put together when the program runs, or is bytes, is no docstring.
  if (literals.some((literal) => /^[a-zA-Z]*[fFbBtT]/.test(literal.slice(0, 3).replace(/["'].*$/s, ''))))
    return;
  const doc = literals.map(docstringText).join('');
  draft.documented = doc !== '';
  draft.doc = doc === '' ? null : doc;
}

function readTypeAlias(walk: PythonWalk): 'skip' {
  const node = walk.cursor.currentNode;
  const name = node.childForFieldName('left');
  if (name === null) return 'skip';
  const text = walk.textOf(name).replace(/\s*\[[\s\S]*$/, '');
  walk.drafts.push(
    newDraft({
      kind: 'type',
      name: text,
      qualifiedName: walk.qualified(text),
      line: name.startPosition.row + 1,
      column: name.startPosition.column + 1,
      endLine: lastLine(node),
      start: node.startIndex,
      end: node.endIndex,
      container: walk.around.container,
    }),
  );
  return 'skip';
}

function decideWhatIsPublic({ drafts, all, allIsKnown, module }: PythonWalk): void {
  module.public = true;
  for (const draft of drafts) {
    const { container, name } = draft;
    if (container === null) continue;
    if (container === module)
      draft.public = all?.has(name) || ((all === null || !allIsKnown) && !name.startsWith('_'));
    else draft.public = container.kind === 'class' && container.public && !name.startsWith('_');
  }
}
