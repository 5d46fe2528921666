import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import { childrenOf } from './children.ts';
import { moduleName } from './javascript-program.ts';
import { deepest, type Piece } from './pieces.ts';
import type { Scope } from './scope.ts';

const transparent: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'await_expression',
  'type_assertion',
]);
const globalObjects: ReadonlySet<string> = new Set([
  'globalThis',
  'window',
  'self',
  'global',
  'top',
  'parent',
]);

/**
 * What an expression stands for: `child_process.exec`, `global:eval`, `crypto.createHash()` for what a call gives;
 * null where it is made in the file, or nobody can know.
 */
export function originOf(node: SyntaxNode | null, scope: Scope, depth = 0): string | null {
  if (node === null || depth > deepest || !scope.steps.take()) return null;
  const inner = (child: SyntaxNode | null) => originOf(child, scope, depth + 1);
  if (transparent.has(node.type)) return inner(node.firstNamedChild);
  switch (node.type) {
    case 'sequence_expression':
      return inner(node.lastNamedChild);
    case 'identifier':
    case 'undefined':
      return originOfName(node.text, scope, depth);
    case 'member_expression': {
      const property = node.childForFieldName('property');
      return property === null ? null : member(inner(node.childForFieldName('object')), property.text);
    }
    case 'subscript_expression': {
      const index = node.childForFieldName('index');
      if (index?.type !== 'string') return null;
      return member(inner(node.childForFieldName('object')), index.text.slice(1, -1));
    }
    case 'new_expression': {
      const made = inner(node.childForFieldName('constructor'));
      return made === null ? null : `${made}()`;
    }
    case 'call_expression':
      return originOfCall(node, scope, depth);
    default:
      return null;
  }
}

function member(object: string | null, name: string): string | null {
  if (object === null) return null;
  if (object.startsWith('global:') && globalObjects.has(object.slice(7))) return `global:${name}`;
  // A module of CommonJS is its own default.
  return name === 'default' ? object : `${object}.${name}`;
}

function originOfName(name: string, scope: Scope, depth: number): string | null {
  const bindings = scope.find(name);
  if (bindings === null) return `global:${name}`;
  const origins = new Set(
    bindings.map(({ origin, value, member: part, scope: from }) => {
      if (origin !== null) return origin;
      const whole = originOf(value, from, depth + 1);
      return part === null ? whole : member(whole, part);
    }),
  );
  const [only] = origins;
  return origins.size === 1 && only !== undefined ? only : null;
}

function originOfCall(node: SyntaxNode, scope: Scope, depth: number): string | null {
  const callee = node.childForFieldName('function');
  const [first] = argumentsOf(node);
  const target = callee?.type === 'import' ? 'global:require' : originOf(callee, scope, depth + 1);
  if (target === null) return null;
  if (target === 'global:require' || target === 'module.createRequire()') {
    return first?.type === 'string' ? moduleName(first.text.slice(1, -1)) : null;
  }
  // A function that gives a promise does what it did before.
  if (target === 'util.promisify') return originOf(first ?? null, scope, depth + 1);
  return `${target}()`;
}

/** The arguments of a call, comments left out. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = call.childForFieldName('arguments');
  return list?.type === 'arguments' ? childrenOf(list).filter(({ type }) => type !== 'comment') : [];
}

/** Calls whose result cannot do harm in a text: numbers, and what was quoted for it. */
const harmlessCalls =
  /^(global:(Number|parseInt|parseFloat|Boolean|BigInt|Math\.\w+|Date\.now|encodeURIComponent|isNaN|performance\.now)|shell-quote\.quote|shell-escape|shescape.*|path\.sep|os\.(EOL|tmpdir|homedir|cpus|platform|arch)|.*\.(length|toFixed|size))(\(\))?$/;
const harmlessNames =
  /^(global:(__dirname|__filename|process\.(execPath|pid|platform|version|arch|argv0|cwd\(\)|versions\..*)|import\.meta.*|undefined|NaN|Infinity)|path\.(sep|delimiter)|os\.(EOL|tmpdir\(\)|homedir\(\)))$/;
const escaping = /(escape|sanitize|sanitise|purify|encode|quote|htmlspecialchars|safe)/i;

/** The pieces of a text, constants and the names of constants resolved. */
export function piecesOf(node: SyntaxNode | null, scope: Scope, depth = 0): readonly Piece[] {
  if (node === null) return [];
  const hole: readonly Piece[] = [{ hole: node, scope }];
  if (depth > deepest || !scope.steps.take()) return hole;
  const inner = (child: SyntaxNode | null) => piecesOf(child, scope, depth + 1);
  if (transparent.has(node.type)) return inner(node.firstNamedChild);
  switch (node.type) {
    case 'string':
      return [{ text: node.text.slice(1, -1) }];
    case 'number':
    case 'true':
    case 'false':
    case 'null':
    case 'undefined':
    case 'regex':
      return [{ text: node.text }];
    case 'template_string':
      return templatePieces(node, inner);
    case 'binary_expression':
      return binaryPieces(node, hole, inner);
    case 'ternary_expression': {
      const first = inner(node.childForFieldName('consequence'));
      const second = inner(node.childForFieldName('alternative'));
      if (isConstant(first)) return isConstant(second) ? first : second;
      return isConstant(second) ? first : hole;
    }
    case 'array':
      return childrenOf(node).flatMap((child, at) => [...(at > 0 ? [{ text: ' ' }] : []), ...inner(child)]);
    case 'identifier':
      return namePieces(node, hole, scope, depth);
    case 'call_expression':
      return callPieces(node, hole, scope, depth);
    case 'member_expression':
      return isHarmless(originOf(node, scope), node) ? [{ text: '0' }] : hole;
    case 'unary_expression':
      return [{ text: '0' }];
    default:
      return hole;
  }
}

function isConstant(pieces: readonly Piece[]): boolean {
  return pieces.every((piece) => 'text' in piece);
}

function isHarmless(origin: string | null, node: SyntaxNode): boolean {
  if (node.type === 'member_expression' && node.childForFieldName('property')?.text === 'length') return true;
  return origin !== null && (harmlessNames.test(origin) || harmlessCalls.test(origin));
}

function templatePieces(
  node: SyntaxNode,
  inner: (child: SyntaxNode | null) => readonly Piece[],
): readonly Piece[] {
  return childrenOf(node).flatMap((child): readonly Piece[] =>
    child.type === 'template_substitution' ? inner(child.firstNamedChild) : [{ text: child.text }],
  );
}

/** A chain of additions may be longer than the stack is deep. */
function binaryPieces(
  node: SyntaxNode,
  hole: readonly Piece[],
  inner: (child: SyntaxNode | null) => readonly Piece[],
): readonly Piece[] {
  const operator = node.childForFieldName('operator')?.type;
  if (operator === '||' || operator === '??') {
    const left = inner(node.childForFieldName('left'));
    return isConstant(left) ? left : hole;
  }
  if (operator !== '+') {
    const numeric = [
      '-',
      '*',
      '/',
      '%',
      '**',
      '<',
      '>',
      '<=',
      '>=',
      '===',
      '!==',
      '==',
      '!=',
      '|',
      '&',
      '^',
      '<<',
      '>>',
      '>>>',
    ];
    return operator !== undefined && numeric.includes(operator) ? [{ text: '0' }] : hole;
  }
  const parts: (readonly Piece[])[] = [];
  let left: SyntaxNode | null = node;
  while (left?.type === 'binary_expression' && left.childForFieldName('operator')?.type === '+') {
    parts.push(inner(left.childForFieldName('right')));
    left = left.childForFieldName('left');
  }
  parts.push(inner(left));
  return parts.reverse().flat();
}

function namePieces(node: SyntaxNode, hole: readonly Piece[], scope: Scope, depth: number): readonly Piece[] {
  const bindings = scope.find(node.text);
  const [only] = bindings ?? [];
  if (bindings === null) return isHarmless(`global:${node.text}`, node) ? [{ text: '0' }] : hole;
  const isKnown = bindings.length === 1 && only?.value != null && only.member === null;
  if (isKnown) return follow(only.value, only.scope, depth, hole);
  return hole;
}

/** The pieces of what a name stands for. A value of which nothing is known stays the name itself. */
function follow(value: SyntaxNode, scope: Scope, depth: number, hole: readonly Piece[]): readonly Piece[] {
  const pieces = piecesOf(value, scope, depth + 1);
  return pieces.length === 1 && pieces[0] !== undefined && 'hole' in pieces[0] ? hole : pieces;
}

function callPieces(node: SyntaxNode, hole: readonly Piece[], scope: Scope, depth: number): readonly Piece[] {
  const callee = node.childForFieldName('function');
  const origin = originOf(node, scope);
  if (isHarmless(origin, node)) return [{ text: '0' }];
  const args = argumentsOf(node);
  if (origin === 'global:String()' && args.length === 1) return piecesOf(args[0] ?? null, scope, depth + 1);
  if (callee?.type !== 'member_expression') return hole;
  const object = callee.childForFieldName('object');
  const name = callee.childForFieldName('property')?.text ?? '';
  if (name === 'concat') return [object, ...args].flatMap((part) => piecesOf(part, scope, depth + 1));
  if (['join', 'trim', 'toString', 'trimEnd', 'trimStart', 'toLowerCase', 'toUpperCase'].includes(name)) {
    return follow(object ?? node, scope, depth, hole);
  }
  if (['replace', 'replaceAll', 'slice', 'repeat', 'padEnd', 'padStart'].includes(name)) {
    const parts = [object, ...args].flatMap((part) => piecesOf(part, scope, depth + 1));
    return isConstant(parts) ? [{ text: '0' }] : hole;
  }
  return hole;
}

/** Whether a value has gone through something that makes it safe for where it goes, by what that is called. */
export function isEscaped(node: SyntaxNode): boolean {
  if (node.type !== 'call_expression') return false;
  return escaping.test(node.childForFieldName('function')?.text ?? '');
}
