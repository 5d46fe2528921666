import type { SyntaxNode } from '../../syntax-tree/syntax-parser.ts';
import { walk } from '../../syntax-tree/walk.ts';
import type { Expression, SourceFacts, Way } from './expression.ts';
import { hasPlace } from './places-of-interest.ts';
import {
  calleeName,
  firstChildren,
  numberValue,
  readArguments,
  readExpression,
  stringValue,
} from './read-expression.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const functionTypes: ReadonlySet<string> = new Set([
  'function_definition',
  'lambda',
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
]);
const comparisons: ReadonlySet<string> = new Set(['<', '>', '<=', '>=', '==', '!=', '===', '!==']);
const lists: ReadonlySet<string> = new Set(['array', 'list', 'tuple', 'arguments', 'argument_list']);
const mostFacts = 20_000;

/**
 * What in a file may concern units.
 *
 * @param places of interest, in order; a part without any is left out
 */
export function readSource(root: SyntaxNode, places: readonly number[]): SourceFacts {
  const facts: Mutable<SourceFacts> = {
    assignments: [],
    meetings: [],
    calls: [],
    returns: [],
    functions: [],
    pairs: [],
    comments: [],
    docs: [],
    declared: [],
  };
  const scopes: number[] = [];
  const scope = () => scopes.at(-1) ?? -1;
  const assign = (target: SyntaxNode | null, value: SyntaxNode | null, way: Way) => {
    if (target === null || facts.declared.length >= mostFacts) return;
    const name = targetOf(target);
    if (name?.kind !== 'name') return;
    facts.declared.push({ name: name.name, start: name.start, end: name.end });
    if (value !== null)
      facts.assignments.push({ target: name, value: readExpression(value), way, scope: scope() });
  };
  const enter = (node: SyntaxNode, type: string) => {
    const field = (name: string) => node.childForFieldName(name);
    switch (type) {
      case 'assignment':
      case 'assignment_expression':
        assign(field('left'), field('right'), 'assigned');
        break;
      case 'variable_declarator':
      case 'named_expression':
      case 'keyword_argument':
        assign(field('name'), field('value'), type === 'keyword_argument' ? 'passed' : 'assigned');
        break;
      case 'field_definition':
      case 'public_field_definition':
        assign(field('property') ?? field('name'), field('value'), 'assigned');
        break;
      case 'pair':
        assign(field('key'), field('value'), 'assigned');
        pairWithList(field('key'), field('value'));
        break;
      case 'default_parameter':
      case 'typed_default_parameter':
        assign(field('name'), field('value'), 'default');
        break;
      case 'assignment_pattern':
        assign(field('left'), field('right'), 'default');
        break;
      case 'required_parameter':
      case 'optional_parameter':
        assign(field('pattern'), field('value'), 'default');
        break;
      case 'augmented_assignment':
      case 'augmented_assignment_expression': {
        const operator = field('operator')?.text;
        if (operator === '+=' || operator === '-=') assign(field('left'), field('right'), 'added');
        break;
      }
      case 'binary_operator':
      case 'binary_expression': {
        const operator = field('operator')?.text ?? '';
        if (operator === '+' || operator === '-' || comparisons.has(operator))
          meet(operator, field('left'), field('right'));
        break;
      }
      case 'comparison_operator': {
        const operands = node.namedChildren.filter((child) => child !== null && child.type !== 'comment');
        const operators = node.children.filter((child) => child !== null && !child.isNamed);
        for (const [at, operator] of operators.entries()) {
          const text = operator?.text ?? '';
          if (comparisons.has(text)) meet(text, operands[at] ?? null, operands[at + 1] ?? null);
        }
        break;
      }
      case 'typed_parameter':
        assign(node.namedChild(0), null, 'default');
        break;
      case 'property_signature':
        assign(field('name'), null, 'default');
        break;
      case 'expression_statement': {
        const text = node.namedChild(0);
        if (text?.type === 'string' && facts.docs.length < mostFacts)
          facts.docs.push({ text: text.text, start: text.startIndex, end: text.endIndex });
        break;
      }
      case 'return_statement':
        if (scopes.length > 0 && facts.returns.length < mostFacts)
          facts.returns.push({ value: readExpression(node.namedChild(0)), scope: scope() });
        break;
      case 'comment':
        if (facts.comments.length < mostFacts)
          facts.comments.push({ text: node.text, start: node.startIndex, end: node.endIndex });
        break;
      case 'call':
      case 'call_expression': {
        const callee = field('function');
        const name = callee === null ? null : calleeName(callee);
        const args = readArguments(field('arguments'));
        if (name !== null && args.length > 0 && facts.calls.length < mostFacts)
          facts.calls.push({ callee: name, args, scope: scope() });
        break;
      }
    }
    if (lists.has(type)) facts.pairs.push(...pairsOf(node));
  };
  const meet = (operator: string, left: SyntaxNode | null, right: SyntaxNode | null) => {
    if (left === null || right === null || facts.meetings.length >= mostFacts) return;
    facts.meetings.push({
      operator,
      left: readExpression(left),
      right: readExpression(right),
      scope: scope(),
    });
  };
  // `'<amu>': [['u', 'amu'], 1.66053906892e-27, 'mass']`, as tables of units have it.
  const pairWithList = (key: SyntaxNode | null, list: SyntaxNode | null) => {
    const name = key === null ? null : (stringValue(key) ?? key.text);
    if (name === null || list === null || !lists.has(list.type)) return;
    const [number, second] = firstChildren(list).filter(isNumber);
    if (number && second === undefined) facts.pairs.push({ name, value: readExpression(number) });
  };
  walk(root, {
    enter(cursor) {
      if (!hasPlace(places, cursor.startIndex, cursor.endIndex)) return 'skip';
      const type = cursor.nodeType;
      if (!interesting.has(type)) return undefined;
      const node = cursor.currentNode;
      if (functionTypes.has(type)) {
        facts.functions.push(functionOf(node));
        scopes.push(facts.functions.length - 1);
        // `x => expression` gives what it holds.
        const body = node.childForFieldName('body');
        if (type === 'arrow_function' && body !== null && body.type !== 'statement_block')
          facts.returns.push({ value: readExpression(body), scope: scope() });
      } else enter(node, type);
      return undefined;
    },
    leave(cursor) {
      if (functionTypes.has(cursor.nodeType) && hasPlace(places, cursor.startIndex, cursor.endIndex))
        scopes.pop();
    },
  });
  return facts;
}

const interesting: ReadonlySet<string> = new Set([
  ...functionTypes,
  ...lists,
  ...`assignment assignment_expression variable_declarator named_expression keyword_argument field_definition
  public_field_definition pair default_parameter typed_default_parameter assignment_pattern required_parameter
  optional_parameter augmented_assignment augmented_assignment_expression binary_operator binary_expression
  comparison_operator typed_parameter property_signature expression_statement return_statement comment call call_expression`.split(
    /\s+/,
  ),
]);

/** What a value is given to; null where it is taken apart. */
function targetOf(node: SyntaxNode): Expression | null {
  const text = stringValue(node);
  if (text !== null) return { kind: 'name', name: text, start: node.startIndex, end: node.endIndex };
  const target = readExpression(node);
  return target.kind === 'name' ? target : null;
}

function functionOf(node: SyntaxNode): { name: string; params: (string | null)[] } {
  const parent = node.parent;
  const own = node.childForFieldName('name');
  const holder = parent?.type === 'variable_declarator' ? parent.childForFieldName('name') : null;
  const key = parent?.type === 'pair' ? parent.childForFieldName('key') : null;
  const single = node.childForFieldName('parameter');
  const list = node.childForFieldName('parameters');
  const params = single === null ? (list?.namedChildren ?? []).map(parameterName) : [single.text];
  const written = params.filter((name) => name !== undefined);
  const first = written[0];
  return {
    name: (own ?? holder ?? key)?.text ?? '',
    params: first === 'self' || first === 'cls' || first === 'this' ? written.slice(1) : written,
  };
}

/** Null for a parameter that is taken apart or is more than one; undefined for what is none. */
function parameterName(node: SyntaxNode | null): string | null | undefined {
  if (node === null || node.type === 'comment') return undefined;
  if (node.type === 'identifier') return node.text;
  if (node.type === 'keyword_separator' || node.type === 'positional_separator') return undefined;
  const name =
    node.childForFieldName('name') ??
    node.childForFieldName('pattern') ??
    node.childForFieldName('left') ??
    (node.type === 'typed_parameter' ? node.namedChild(0) : null);
  return name?.type === 'identifier' ? name.text : null;
}

/** Numbers directly behind a text in a list. */
function pairsOf(list: SyntaxNode): { name: string; value: Expression }[] {
  const pairs: { name: string; value: Expression }[] = [];
  let before: string | null = null;
  for (const child of firstChildren(list)) {
    if (before !== null) {
      const text = stringValue(child);
      const number = text === null ? null : numberValue(text.trim());
      if (number !== null && text !== null)
        pairs.push({
          name: before,
          value: {
            kind: 'number',
            value: number,
            text: text.trim(),
            // Within the quotes.
            start: child.startIndex + 1,
            end: child.endIndex - 1,
          },
        });
      else if (isNumber(child)) pairs.push({ name: before, value: readExpression(child) });
    }
    before = stringValue(child);
  }
  return pairs;
}

function isNumber({ type }: SyntaxNode): boolean {
  return /^(number|integer|float|binary_operator|binary_expression)$/.test(type);
}
