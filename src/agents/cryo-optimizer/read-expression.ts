import type { SyntaxNode } from '../../syntax-tree/syntax-parser.ts';
import type { Expression } from './expression.ts';

/** What lies deeper is not looked at. */
const deepest = 24;
const mostArguments = 40;
const longestText = 80;

const binaryTypes: ReadonlySet<string> = new Set(['binary_operator', 'binary_expression']);
/** Nodes that stand for what is in them. */
const wrappers: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'await',
  'await_expression',
]);

/** An expression of Python, JavaScript or TypeScript. */
export function readExpression(node: SyntaxNode | null, depth = 0): Expression {
  if (node === null) return { kind: 'other', start: 0, end: 0 };
  const place = { start: node.startIndex, end: node.endIndex };
  const other: Expression = { kind: 'other', ...place };
  if (depth > deepest) return other;
  const inner = (child: SyntaxNode | null) => readExpression(child, depth + 1);
  const { type } = node;
  if (wrappers.has(type)) {
    const wrapped = node.namedChild(0);
    return wrapped === null ? other : inner(wrapped);
  }
  if (binaryTypes.has(type) || type === 'boolean_operator') {
    const operator = node.childForFieldName('operator')?.text ?? '';
    const left = inner(node.childForFieldName('left'));
    const right = inner(node.childForFieldName('right'));
    if (/^(\|\||\?\?|or)$/.test(operator)) return { kind: 'choice', options: [left, right], ...place };
    return { kind: 'binary', operator, left, right, ...place };
  }
  switch (type) {
    case 'identifier':
    case 'property_identifier':
    case 'shorthand_property_identifier':
    case 'private_property_identifier':
      return { kind: 'name', name: node.text, ...place };
    case 'attribute': {
      const attribute = node.childForFieldName('attribute');
      return attribute === null ? other : { kind: 'name', name: attribute.text, ...place };
    }
    case 'member_expression': {
      const property = node.childForFieldName('property');
      return property === null ? other : { kind: 'name', name: property.text, ...place };
    }
    case 'subscript':
    case 'subscript_expression': {
      const key = node.childForFieldName(type === 'subscript' ? 'subscript' : 'index');
      const text = key === null ? null : stringValue(key);
      if (text !== null) return { kind: 'name', name: text, ...place };
      const of = inner(node.childForFieldName(type === 'subscript' ? 'value' : 'object'));
      return of.kind === 'name' ? { ...of, ...place } : other;
    }
    case 'integer':
    case 'float':
    case 'number': {
      const value = numberValue(node.text);
      return value === null ? other : { kind: 'number', value, text: node.text, ...place };
    }
    case 'string': {
      const text = stringValue(node);
      return text === null ? other : { kind: 'text', text, ...place };
    }
    case 'unary_operator':
    case 'unary_expression': {
      const operator = node.childForFieldName('operator')?.text;
      const of = inner(node.childForFieldName('argument'));
      if (operator === '-') return { kind: 'negative', of, ...place };
      return operator === '+' ? of : other;
    }
    case 'conditional_expression': {
      const options = [inner(node.namedChild(0)), inner(node.namedChild(2))];
      return { kind: 'choice', options, ...place };
    }
    case 'ternary_expression': {
      const parts = ['consequence', 'alternative'].map((field) => inner(node.childForFieldName(field)));
      return { kind: 'choice', options: parts, ...place };
    }
    case 'call':
    case 'call_expression': {
      const callee = node.childForFieldName('function');
      const name = callee === null ? null : calleeName(callee);
      if (name === null) return other;
      const object = callee?.childForFieldName('object') ?? null;
      const args = readArguments(node.childForFieldName('arguments'), depth + 1);
      return { kind: 'call', callee: name, of: object === null ? null : inner(object), args, ...place };
    }
    default:
      return other;
  }
}

/** The name of what is called; null where it has none. */
export function calleeName(callee: SyntaxNode): string | null {
  if (callee.type === 'identifier') return callee.text;
  return (callee.childForFieldName('attribute') ?? callee.childForFieldName('property'))?.text ?? null;
}

/** The arguments that are given by their place; null where one stands for several. */
export function readArguments(list: SyntaxNode | null, depth = 0): (Expression | null)[] {
  const args: (Expression | null)[] = [];
  for (const child of firstChildren(list)) {
    if (child.type === 'comment') continue;
    if (child.type === 'keyword_argument') break;
    if (/splat|spread/.test(child.type)) {
      args.push(null);
      break;
    }
    args.push(readExpression(child, depth));
  }
  return args;
}

/** The first named children of a list, which may be as long as a table of data. */
export function firstChildren(list: SyntaxNode | null, most = mostArguments): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  let child = list?.firstNamedChild ?? null;
  for (; child !== null && children.length < most; child = child.nextNamedSibling) children.push(child);
  return children;
}

/** The text of a string without any expression in it; null for everything else. */
export function stringValue(node: SyntaxNode): string | null {
  if (node.type !== 'string' || node.endIndex - node.startIndex > longestText) return null;
  const [, quote, text] = /^[rRuUbB]*('''|"""|'|")(.*)\1$/s.exec(node.text) ?? [];
  return quote === undefined || text === undefined || text.includes('\\') ? null : text;
}

/** The value of a number as Python and JavaScript write it; null for others, such as complex ones. */
export function numberValue(text: string): number | null {
  const plain = text.replaceAll('_', '').replace(/n$/, '');
  if (!/^(?:0[xXoObB][\da-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)$/.test(plain))
    return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
