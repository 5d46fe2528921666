import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import { childrenOf } from './children.ts';
import { deepest } from './pieces.ts';
import { type Candidate, type Program, Scope } from './scope.ts';
import { visitNodes } from './visit-nodes.ts';

const functions: ReadonlySet<string> = new Set([
  'function_definition',
  'lambda',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);
const looked: readonly string[] = [
  ...functions,
  'class_definition',
  'call',
  'exec_statement',
  'assignment',
  'augmented_assignment',
  'named_expression',
  'import_statement',
  'import_from_statement',
  'for_statement',
  'for_in_clause',
  'as_pattern',
  'global_statement',
  'nonlocal_statement',
];

/** Reads the scopes and the candidates of a program of Python. */
export function readPython(root: SyntaxNode): Program {
  const module = new Scope('module', null);
  const candidates: Candidate[] = [];
  const globals = new Map<Scope, Set<string>>();
  let scope = module;

  const target = (name: string): Scope => (globals.get(scope)?.has(name) ? module : scope);
  const add = (name: string, value: SyntaxNode | null, origin: string | null = null): void =>
    target(name).add(name, { origin, value, member: null }, scope);
  const bind = (pattern: SyntaxNode | null, value: SyntaxNode | null, depth = 0): void => {
    if (pattern === null || depth > deepest) return;
    if (pattern.type === 'identifier') add(pattern.text, value);
    else if (patterns.has(pattern.type))
      for (const child of childrenOf(pattern)) bind(child, null, depth + 1);
  };
  const enterNode = (type: string, node: SyntaxNode): void => {
    const field = (name: string) => node.childForFieldName(name);
    switch (type) {
      case 'call':
      case 'exec_statement':
        candidates.push({ node, scope });
        break;
      case 'assignment': {
        const right = field('right');
        if (right !== null) bind(field('left'), right);
        candidates.push({ node, scope });
        break;
      }
      case 'augmented_assignment':
        bind(field('left'), null);
        break;
      case 'named_expression':
        bind(field('name'), field('value'));
        break;
      case 'for_statement':
      case 'for_in_clause':
        bind(field('left'), null);
        break;
      case 'as_pattern': {
        const alias = field('alias')?.firstNamedChild ?? null;
        const opened = node.parent?.type === 'with_item' ? node.firstNamedChild : null;
        bind(alias, opened);
        break;
      }
      case 'global_statement':
      case 'nonlocal_statement': {
        const names = globals.get(scope) ?? new Set();
        for (const name of childrenOf(node)) names.add(name.text);
        if (type === 'global_statement') globals.set(scope, names);
        break;
      }
      default:
        for (const { name, origin } of importsOf(node, module.wildcards)) add(name, null, origin);
    }
  };

  visitNodes(root, looked, {
    enter(node, type) {
      if (functions.has(type)) scope = functionScope(type, node, scope);
      else if (type === 'class_definition') {
        const name = node.childForFieldName('name');
        if (name !== null) scope.add(name.text, { origin: null, value: null, member: null });
        scope = new Scope('class', scope);
      } else {
        enterNode(type, node);
        return false;
      }
      return true;
    },
    leave() {
      scope = scope.parent ?? module;
    },
  });
  return { module, candidates };
}

const patterns: ReadonlySet<string> = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'expression_list',
  'tuple',
  'list',
]);

function functionScope(type: string, node: SyntaxNode, parent: Scope): Scope {
  const name = node.childForFieldName('name');
  if (type === 'function_definition' && name !== null) {
    parent.add(name.text, { origin: null, value: null, member: null });
  }
  const scope = new Scope('function', parent, name?.text ?? '');
  for (const parameter of childrenOf(node.childForFieldName('parameters'))) {
    const own = parameter.childForFieldName('name') ?? firstIdentifier(parameter);
    if (own !== null) scope.add(own.text, { origin: null, value: null, member: null });
  }
  return scope;
}

/** The name of a parameter such as `*args`, `x: int`. */
function firstIdentifier(node: SyntaxNode): SyntaxNode | null {
  let found: SyntaxNode | null = node;
  for (let depth = 0; found !== null && found.type !== 'identifier' && depth < 5; depth++)
    found = found.firstNamedChild;
  return found?.type === 'identifier' ? found : null;
}

function importsOf(node: SyntaxNode, wildcards: string[]): { name: string; origin: string }[] {
  const from = node.childForFieldName('module_name');
  if (from !== null && childrenOf(node).some((child) => child.type === 'wildcard_import')) {
    wildcards.push(from.text);
    return [];
  }
  return node
    .childrenForFieldName('name')
    .filter((child) => child !== null)
    .flatMap((imported) => {
      const name =
        imported.type === 'aliased_import' ? (imported.childForFieldName('name')?.text ?? '') : imported.text;
      const alias = imported.childForFieldName('alias')?.text;
      if (from !== null) return [{ name: alias ?? name, origin: `${from.text}.${name}` }];
      if (alias !== undefined) return [{ name: alias, origin: name }];
      // `import os.path` makes `os` known.
      const [first = name] = name.split('.');
      return [{ name: first, origin: first }];
    });
}
