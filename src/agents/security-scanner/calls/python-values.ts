import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import { childrenOf } from './children.ts';
import { deepest, type Piece } from './pieces.ts';
import type { Binding, Scope } from './scope.ts';

/** Modules under other names. */
const sameModules: ReadonlyMap<string, string> = new Map([
  ['cPickle', 'pickle'],
  ['_pickle', 'pickle'],
  ['six.moves.cPickle', 'pickle'],
  ['pickle5', 'pickle'],
  ['builtins', 'global'],
  ['__builtin__', 'global'],
  ['__builtins__', 'global'],
  ['subprocess32', 'subprocess'],
]);

/** What `from module import *` brings of what matters. */
const wildcardNames: ReadonlyMap<string, RegExp> = new Map([
  ['os', /^(system|popen)$/],
  ['subprocess', /^(run|call|check_call|check_output|Popen|getoutput|getstatusoutput)$/],
  ['pickle', /^(loads?|Unpickler)$/],
  ['marshal', /^loads?$/],
  ['yaml', /^(load|load_all|unsafe_load)$/],
  ['tempfile', /^mktemp$/],
  ['tarfile', /^(open|TarFile)$/],
]);

/** What an expression stands for: `os.system`, `global:eval`, `tarfile.open()` for what a call gives. */
export function originOf(node: SyntaxNode | null, scope: Scope, depth = 0): string | null {
  if (node === null || depth > deepest || !scope.steps.take()) return null;
  switch (node.type) {
    case 'identifier':
      return originOfName(node.text, scope, depth);
    case 'attribute': {
      const object = originOf(node.childForFieldName('object'), scope, depth + 1);
      const name = node.childForFieldName('attribute')?.text;
      return object === null || name === undefined ? null : member(object, name);
    }
    case 'call': {
      const callee = originOf(node.childForFieldName('function'), scope, depth + 1);
      if (callee === 'global:__import__' || callee === 'importlib.import_module') {
        const [first] = argumentsOf(node);
        return first?.type === 'string' ? normal(first.text.replace(/^\w*['"]+|['"]+$/g, '')) : null;
      }
      return callee === null ? null : `${callee}()`;
    }
    case 'parenthesized_expression':
    case 'await':
      return originOf(node.firstNamedChild, scope, depth + 1);
    default:
      return null;
  }
}

function normal(module: string): string {
  return sameModules.get(module) ?? module;
}

function member(object: string, name: string): string {
  const module = normal(object);
  return module === 'global' ? `global:${name}` : normal(`${module}.${name}`);
}

function originOfName(name: string, scope: Scope, depth: number): string | null {
  const bindings = scope.find(name);
  if (bindings === null) {
    const from = moduleOf(scope).wildcards.find((module) => wildcardNames.get(module)?.test(name));
    return from === undefined ? (sameModules.get(name) ?? `global:${name}`) : `${from}.${name}`;
  }
  const origins = new Set(bindings.filter(isGiven).map((binding) => originOfBinding(binding, depth)));
  const [only] = origins;
  return origins.size === 1 && only !== undefined ? only : null;
}

/** `None` holds the place of a module that is missing. */
function isGiven({ value }: Binding): boolean {
  return value?.type !== 'none';
}

function originOfBinding({ origin, value, scope }: Binding, depth: number): string | null {
  if (origin === null) return originOf(value, scope, depth + 1);
  const dot = origin.lastIndexOf('.');
  return dot === -1 ? normal(origin) : member(normal(origin.slice(0, dot)), origin.slice(dot + 1));
}

function moduleOf(scope: Scope): Scope {
  let found = scope;
  while (found.parent !== null) found = found.parent;
  return found;
}

/** The arguments of a call by place, those by name left out. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = call.childForFieldName('arguments');
  if (list === null) return [];
  if (list.type !== 'argument_list') return [list];
  return childrenOf(list).filter(
    ({ type }) => !['keyword_argument', 'comment', 'dictionary_splat'].includes(type),
  );
}

/** An argument by its name. */
export function keywordOf(call: SyntaxNode, name: string): SyntaxNode | null {
  const list = call.childForFieldName('arguments');
  const found = childrenOf(list).find(
    (child) => child.type === 'keyword_argument' && child.childForFieldName('name')?.text === name,
  );
  return found?.childForFieldName('value') ?? null;
}

/** Whether a call takes arguments that the text does not show. */
export function hasSplat(call: SyntaxNode): boolean {
  return (
    childrenOf(call.childForFieldName('arguments')).some(({ type }) => type === 'dictionary_splat') ?? false
  );
}

const harmless =
  /^(global:(int|float|len|bool|ord|hash|round|abs|__file__|__name__|id|sum|min|max)(\(\))?|sys\.(executable|version|platform|version_info.*|prefix|maxsize)|os\.(getpid\(\)|sep|pathsep|linesep|name|devnull|getcwd\(\)|cpu_count\(\)|getuid\(\)|getgid\(\))|shlex\.(quote|join)\(\)|pipes\.quote\(\)|subprocess\.list2cmdline\(\)|time\.time\(\)|platform\.\w+\(\)|tempfile\.(gettempdir|mkdtemp)\(\)|django\.utils\.html\.escape\(\))$/;

const harmlessFormat = /^%[-+ #0]*[\d.*]*[diouxXeEfFgG]$/;
const conversion = /%(?:\((\w+)\))?[-+ #0]*[\d.*]*[diouxXeEfFgGcrsa%]/g;
const replacement = /\{\{|\}\}|\{([^{}!:]*)(?:![rsa])?(?::([^{}]*))?\}/g;

/** The pieces of a text, constants and the names of constants resolved. */
export function piecesOf(node: SyntaxNode | null, scope: Scope, depth = 0): readonly Piece[] {
  if (node === null) return [];
  const hole: readonly Piece[] = [{ hole: node, scope }];
  if (depth > deepest || !scope.steps.take()) return hole;
  const inner = (child: SyntaxNode | null) => piecesOf(child, scope, depth + 1);
  switch (node.type) {
    case 'parenthesized_expression':
      return inner(node.firstNamedChild);
    case 'string':
      return childrenOf(node).flatMap((child): readonly Piece[] => {
        if (child.type === 'interpolation') return interpolated(child, inner);
        return child.type === 'string_content' ? [{ text: child.text }] : [];
      });
    case 'concatenated_string':
      return childrenOf(node).flatMap(inner);
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
    case 'none':
      return [{ text: node.text }];
    case 'binary_operator':
      return operatorPieces(node, hole, inner);
    case 'conditional_expression': {
      const first = inner(node.namedChild(0));
      const second = inner(node.namedChild(2));
      if (isConstant(first)) return isConstant(second) ? first : second;
      return isConstant(second) ? first : hole;
    }
    case 'list':
    case 'tuple':
      return childrenOf(node).flatMap((child, at) => [...(at > 0 ? [{ text: ' ' }] : []), ...inner(child)]);
    case 'identifier':
      return namePieces(node, hole, scope, depth);
    case 'call':
      return callPieces(node, hole, scope, depth);
    case 'attribute':
      return isHarmless(node, scope) ? [{ text: '0' }] : hole;
    default:
      return hole;
  }
}

function isConstant(pieces: readonly Piece[]): boolean {
  return pieces.every((piece) => 'text' in piece);
}

function isHarmless(node: SyntaxNode, scope: Scope): boolean {
  const origin = originOf(node, scope);
  return origin !== null && harmless.test(origin);
}

function interpolated(
  node: SyntaxNode,
  inner: (child: SyntaxNode | null) => readonly Piece[],
): readonly Piece[] {
  const format = childrenOf(node).find(({ type }) => type === 'format_specifier')?.text ?? '';
  return /^:[\d.,+ 0]*[bdoxXeEfFgGn]$/.test(format)
    ? [{ text: '0' }]
    : inner(node.childForFieldName('expression'));
}

function operatorPieces(
  node: SyntaxNode,
  hole: readonly Piece[],
  inner: (child: SyntaxNode | null) => readonly Piece[],
): readonly Piece[] {
  const operator = node.childForFieldName('operator')?.type;
  if (operator === '%') return percentPieces(node, hole, inner);
  if (operator !== '+') return operator === '*' || operator === '-' ? [{ text: '0' }] : hole;
  // A chain of additions may be longer than the stack is deep.
  const parts: (readonly Piece[])[] = [];
  let left: SyntaxNode | null = node;
  while (left?.type === 'binary_operator' && left.childForFieldName('operator')?.type === '+') {
    parts.push(inner(left.childForFieldName('right')));
    left = left.childForFieldName('left');
  }
  parts.push(inner(left));
  return parts.reverse().flat();
}

function percentPieces(
  node: SyntaxNode,
  hole: readonly Piece[],
  inner: (child: SyntaxNode | null) => readonly Piece[],
): readonly Piece[] {
  const template = inner(node.childForFieldName('left'));
  const right = node.childForFieldName('right');
  if (!isConstant(template) || right === null) return hole;
  const values = right.type === 'tuple' ? childrenOf(right) : [right];
  let next = 0;
  return filled(textOf(template), conversion, (match) => {
    if (match[0].endsWith('%')) return [{ text: '%' }];
    if (harmlessFormat.test(match[0])) {
      next += 1;
      return [{ text: '0' }];
    }
    const named = match[1] !== undefined && right.type === 'dictionary' ? valueOfKey(right, match[1]) : null;
    const value = match[1] === undefined ? (values[next++] ?? right) : (named ?? right);
    return inner(value);
  });
}

function valueOfKey(dictionary: SyntaxNode, key: string): SyntaxNode | null {
  const pair = childrenOf(dictionary).find(
    (child) => child.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '') === key,
  );
  return pair?.childForFieldName('value') ?? null;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
}

/** A template with its places filled. */
function filled(
  template: string,
  place: RegExp,
  fill: (match: RegExpExecArray) => readonly Piece[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of template.matchAll(place)) {
    pieces.push({ text: template.slice(last, match.index) }, ...fill(match));
    last = match.index + match[0].length;
  }
  pieces.push({ text: template.slice(last) });
  return pieces;
}

function namePieces(node: SyntaxNode, hole: readonly Piece[], scope: Scope, depth: number): readonly Piece[] {
  const bindings = scope.find(node.text);
  const [only] = bindings ?? [];
  if (bindings === null || bindings.some(({ origin }) => origin !== null)) {
    return isHarmless(node, scope) ? [{ text: '0' }] : hole;
  }
  if (bindings.length !== 1 || only?.value == null) return hole;
  return follow(only.value, only.scope, depth, hole);
}

/** The pieces of what a name stands for. A value of which nothing is known stays the name itself. */
function follow(value: SyntaxNode, scope: Scope, depth: number, hole: readonly Piece[]): readonly Piece[] {
  const pieces = piecesOf(value, scope, depth + 1);
  return pieces.length === 1 && pieces[0] !== undefined && 'hole' in pieces[0] ? hole : pieces;
}

function callPieces(node: SyntaxNode, hole: readonly Piece[], scope: Scope, depth: number): readonly Piece[] {
  if (isHarmless(node, scope)) return [{ text: '0' }];
  const callee = node.childForFieldName('function');
  const args = argumentsOf(node);
  const inner = (child: SyntaxNode | null | undefined) => piecesOf(child ?? null, scope, depth + 1);
  const origin = originOf(callee, scope);
  if (origin === 'global:str' || origin === 'os.path.join') return args.flatMap(inner);
  // What is compiled is run as it was written.
  if (origin === 'global:compile') return inner(args[0]);
  if (/^os\.path\.(dirname|abspath|realpath|normpath|basename)$/.test(origin ?? '')) return inner(args[0]);
  if (origin === 'textwrap.dedent' || origin === 'sqlalchemy.text') return inner(args[0]);
  if (callee?.type !== 'attribute') return hole;
  const object = callee.childForFieldName('object');
  const name = callee.childForFieldName('attribute')?.text ?? '';
  if (name === 'read' || name === 'read_text') return fileText(object, scope, hole, inner);
  if (name === 'format') return formatPieces(node, inner(object), args, hole, inner);
  if (name === 'join') {
    const list = inner(args[0]);
    return args[0]?.type === 'list' || args[0]?.type === 'tuple' || isConstant(list) ? list : hole;
  }
  if (['strip', 'lstrip', 'rstrip', 'lower', 'upper', 'encode', 'decode', 'title'].includes(name)) {
    return follow(object ?? node, scope, depth, hole);
  }
  const parts = ['replace', 'split'].includes(name) ? [object, ...args].flatMap(inner) : hole;
  return isConstant(parts) ? [{ text: '0' }] : hole;
}

/** What is read from a file of a known name belongs to the program. */
function fileText(
  file: SyntaxNode | null,
  scope: Scope,
  hole: readonly Piece[],
  inner: (child: SyntaxNode | null) => readonly Piece[],
): readonly Piece[] {
  const bindings = file?.type === 'identifier' ? scope.find(file.text) : null;
  const opened = bindings?.length === 1 ? (bindings[0]?.value ?? file) : file;
  if (opened?.type !== 'call' || !openers.test(originOf(opened, scope) ?? '')) return hole;
  return argumentsOf(opened)
    .flatMap(inner)
    .every((piece) => 'text' in piece)
    ? [{ text: '0' }]
    : hole;
}

const openers = /^(global:open|io\.open|codecs\.open|pathlib\.Path)\(\)$/;

function formatPieces(
  call: SyntaxNode,
  template: readonly Piece[],
  args: readonly SyntaxNode[],
  hole: readonly Piece[],
  inner: (child: SyntaxNode | null | undefined) => readonly Piece[],
): readonly Piece[] {
  if (!isConstant(template)) return hole;
  let next = 0;
  return filled(textOf(template), replacement, (match) => {
    if (match[0] === '{{' || match[0] === '}}') return [{ text: match[0].slice(1) }];
    if (/^[\d.,+ 0]*[bdoxXeEfFgGn]$/.test(match[2] ?? '')) return [{ text: '0' }];
    const name = match[1] ?? '';
    const value =
      name === '' ? args[next++] : /^\d+$/.test(name) ? args[Number(name)] : keywordOf(call, name);
    return value == null ? hole : inner(value);
  });
}
