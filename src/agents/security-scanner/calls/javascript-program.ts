import type { TreeCursor } from '@vscode/tree-sitter-wasm';
import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import { walk } from '../../../syntax-tree/walk.ts';
import { childrenOf } from './children.ts';
import { type Candidate, type Program, Scope } from './scope.ts';
import { visitNodes } from './visit-nodes.ts';

const functions: ReadonlySet<string> = new Set([
  'function_declaration',
  'function_expression',
  'generator_function',
  'generator_function_declaration',
  'arrow_function',
  'method_definition',
  'class_static_block',
]);
const blocks: ReadonlySet<string> = new Set([
  'statement_block',
  'for_statement',
  'for_in_statement',
  'catch_clause',
  'switch_body',
]);
const wanted: ReadonlySet<string> = new Set([
  'call_expression',
  'new_expression',
  'assignment_expression',
  'augmented_assignment_expression',
  'jsx_attribute',
  'pair',
]);

const looked: readonly string[] = [
  ...functions,
  ...blocks,
  ...wanted,
  'variable_declarator',
  'import_statement',
  'class_declaration',
  'update_expression',
];

/** Reads the scopes and the candidates of a program of JavaScript or TypeScript. */
export function readJavaScript(root: SyntaxNode): Program {
  const module = new Scope('module', null);
  const candidates: Candidate[] = [];
  const assigned: { name: string; value: SyntaxNode | null; scope: Scope }[] = [];
  let scope = module;

  const assign = (target: SyntaxNode | null, value: SyntaxNode | null): void => {
    if (target?.type === 'identifier') assigned.push({ name: target.text, value, scope });
  };
  const enterNode = (type: string, node: SyntaxNode): void => {
    const field = (name: string) => node.childForFieldName(name);
    switch (type) {
      case 'variable_declarator': {
        const kind = node.parent?.type === 'variable_declaration' ? scope.ofFunction : scope;
        const value = field('value');
        const name = field('name');
        // What is declared here and assigned later has the value of later.
        if (value === null && name?.type === 'identifier') kind.declare(name.text);
        else declare(name, kind, value, scope);
        break;
      }
      case 'import_statement':
        declareImports(node, module);
        break;
      case 'class_declaration':
        addOwn(scope, field('name'));
        break;
      case 'assignment_expression':
        assign(field('left'), field('right'));
        break;
      case 'augmented_assignment_expression':
        assign(field('left'), null);
        break;
      case 'update_expression':
        assign(field('argument'), null);
        break;
    }
    if (wanted.has(type)) candidates.push({ node, scope });
  };

  visitNodes(root, looked, {
    enter(node, type) {
      if (functions.has(type)) scope = functionScope(type, node, scope);
      else if (blocks.has(type)) scope = blockScope(type, node, scope);
      else {
        enterNode(type, node);
        return false;
      }
      return true;
    },
    leave() {
      scope = scope.parent ?? module;
    },
  });
  for (const { name, value, scope: from } of assigned) {
    (from.owner(name) ?? module).add(name, { origin: null, value, member: null }, from);
  }
  return { module, candidates };
}

function functionScope(type: string, node: SyntaxNode, parent: Scope): Scope {
  const name = node.childForFieldName('name');
  if (type.endsWith('_declaration')) addOwn(parent, name);
  const scope = new Scope('function', parent, name?.text ?? nameAround(node));
  // The name of an expression is known inside of it only.
  if (type === 'function_expression') addOwn(scope, name);
  const parameters = node.childForFieldName('parameters');
  for (const parameter of childrenOf(parameters)) declare(parameter, scope, null, scope);
  declare(node.childForFieldName('parameter'), scope, null, scope);
  return scope;
}

/** What a function without a name is assigned to. */
function nameAround(node: SyntaxNode): string {
  const { parent } = node;
  const named = parent?.childForFieldName(parent.type === 'pair' ? 'key' : 'name');
  return (parent?.type === 'pair' || parent?.type === 'variable_declarator') && named ? named.text : '';
}

function blockScope(type: string, node: SyntaxNode, parent: Scope): Scope {
  const scope = new Scope('block', parent);
  if (type === 'catch_clause') declare(node.childForFieldName('parameter'), scope, null, scope);
  if (type === 'for_in_statement' && node.childForFieldName('kind') !== null) {
    declare(node.childForFieldName('left'), scope, null, scope);
  }
  return scope;
}

function addOwn(scope: Scope, name: SyntaxNode | null): void {
  if (name !== null) scope.add(name.text, { origin: null, value: null, member: null });
}

/** Binds the names of a pattern to what is assigned to it; only its first level keeps the value. */
function declare(pattern: SyntaxNode | null, target: Scope, value: SyntaxNode | null, from: Scope): void {
  if (pattern === null) return;
  if (pattern.type === 'identifier') {
    target.add(pattern.text, { origin: null, value, member: null }, from);
  } else if (pattern.type === 'object_pattern' && value !== null) {
    for (const child of childrenOf(pattern)) declareMember(child, target, value, from);
  } else {
    for (const name of namesIn(pattern)) target.add(name, { origin: null, value: null, member: null }, from);
  }
}

function declareMember(child: SyntaxNode, target: Scope, value: SyntaxNode, from: Scope): void {
  const key = child.childForFieldName('key');
  const bound = child.childForFieldName('value');
  if (child.type === 'shorthand_property_identifier_pattern') {
    target.add(child.text, { origin: null, value, member: child.text }, from);
  } else if (child.type === 'pair_pattern' && bound?.type === 'identifier' && key !== null) {
    target.add(bound.text, { origin: null, value, member: key.text }, from);
  } else {
    for (const name of namesIn(child)) target.add(name, { origin: null, value: null, member: null }, from);
  }
}

/** All names that a pattern binds. */
function namesIn(pattern: SyntaxNode): string[] {
  const names: string[] = [];
  walk(pattern, {
    enter(cursor) {
      const type = cursor.nodeType;
      if (type === 'identifier' || type === 'shorthand_property_identifier_pattern')
        names.push(cursor.nodeText);
      // Types and default values bind nothing.
      return type === 'type_annotation' ||
        cursor.currentFieldName === 'right' ||
        cursor.currentFieldName === 'value'
        ? skipValue(cursor)
        : undefined;
    },
  });
  return names;
}

/** The value of a pair is a pattern, that of a parameter a default. */
function skipValue(cursor: TreeCursor): 'skip' | undefined {
  return cursor.currentNode.parent?.type === 'pair_pattern' ? undefined : 'skip';
}

function declareImports(statement: SyntaxNode, module: Scope): void {
  const required = childrenOf(statement).find((child) => child?.type === 'import_require_clause');
  const source = (required ?? statement).childForFieldName('source');
  if (source === null) return;
  const from = moduleName(source.text.slice(1, -1));
  const add = (name: string, origin: string) => module.add(name, { origin, value: null, member: null });
  const bind = (node: SyntaxNode) => {
    if (node.type === 'identifier') add(node.text, from);
    else if (node.type === 'namespace_import') for (const child of childrenOf(node)) add(child.text, from);
    else if (node.type === 'import_specifier') {
      const name = node.childForFieldName('name')?.text ?? '';
      const local = node.childForFieldName('alias')?.text ?? name;
      add(local, name === 'default' ? from : `${from}.${name}`);
    } else if (node.type !== 'string') for (const child of childrenOf(node)) bind(child);
  };
  if (required !== undefined) {
    const name = childrenOf(required).find((child) => child.type === 'identifier');
    if (name !== undefined) add(name.text, from);
    return;
  }
  for (const child of childrenOf(statement)) bind(child);
}

/** The name of a module as origins have it: without `node:`, in letters that no member has. */
export function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '').replaceAll('.', '_');
}
