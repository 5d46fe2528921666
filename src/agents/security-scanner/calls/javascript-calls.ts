import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import { at, type CallFinding, secretName, wordsOf } from './call-finding.ts';
import { childrenOf } from './children.ts';
import { argumentsOf, isEscaped, originOf, piecesOf } from './javascript-values.ts';
import { holes, holesVerb, type Piece, shapeOf, shown } from './pieces.ts';
import type { Candidate, Scope } from './scope.ts';
import { sqlHole } from './sql-text.ts';

/** Calls of which the first argument is run by a shell, by origin. */
const shells: ReadonlySet<string> = new Set([
  'child_process.exec',
  'child_process.execSync',
  'shelljs.exec',
  'execa.execaCommand',
  'execa.execaCommandSync',
  'execa.command',
  'execa.commandSync',
]);
const spawners: ReadonlySet<string> = new Set([
  'child_process.spawn',
  'child_process.spawnSync',
  'child_process.execFile',
  'child_process.execFileSync',
  'cross-spawn',
  'cross-spawn.sync',
]);
const runners: ReadonlySet<string> = new Set([
  'global:eval',
  'vm.runInContext',
  'vm.runInNewContext',
  'vm.runInThisContext',
  'vm.compileFunction',
]);
const timers: ReadonlySet<string> = new Set(['global:setTimeout', 'global:setInterval']);
const queries: ReadonlySet<string> = new Set([
  'query',
  'execute',
  'raw',
  'all',
  'get',
  'run',
  'exec',
  'each',
  'prepare',
  'unsafe',
  '$queryRawUnsafe',
  '$executeRawUnsafe',
]);

/** What is wrong at a place of a program of JavaScript or TypeScript; null where nothing is. */
export function judgeJavaScript({ node, scope }: Candidate): CallFinding | null {
  scope.steps.restart();
  switch (node.type) {
    case 'call_expression':
      return judgeCall(node, scope);
    case 'new_expression':
      return judgeNew(node, scope);
    case 'pair':
      return judgeOption(node, node.childForFieldName('key'), node.childForFieldName('value'));
    case 'jsx_attribute':
      return judgeAttribute(node, scope);
    default:
      return judgeAssignment(node, scope);
  }
}

function judgeCall(node: SyntaxNode, scope: Scope): CallFinding | null {
  const callee = node.childForFieldName('function');
  if (callee === null) return null;
  const args = argumentsOf(node);
  const [first = null, second = null] = args;
  const origin = originOf(callee, scope);
  if (origin !== null) {
    if (shells.has(origin)) return shell(node, callee, piecesOf(first, scope), false);
    if (spawners.has(origin)) return spawned(node, callee, args, scope);
    if (runners.has(origin)) return code(node, callee, [first], scope);
    if (origin.startsWith('vm.Script().runIn')) return script(node, callee, scope);
    if (origin === 'global:Function') return code(node, callee, args, scope);
    if (timers.has(origin) && isTextual(first)) return code(node, callee, [first], scope);
    if (origin === 'global:document.write' || origin === 'global:document.writeln') {
      return html(node, 'document.write', first, scope);
    }
    if (/^crypto\.create(C|Dec)ipher$/.test(origin)) return cipher(node, origin.slice(7));
    if (origin === 'crypto.createHash') return hash(node, first, scope);
    if (origin === 'global:Math.random') return random(node, scope);
    if (isBuffer(origin)) return buffer(node, callee, args);
  }
  const name = callee.type === 'member_expression' ? callee.childForFieldName('property')?.text : undefined;
  if (name === 'insertAdjacentHTML') return html(node, name, second, scope);
  if (name !== undefined && queries.has(name)) return sql(node, piecesOf(first, scope));
  return null;
}

function judgeNew(node: SyntaxNode, scope: Scope): CallFinding | null {
  const made = node.childForFieldName('constructor');
  const origin = originOf(made, scope);
  if (made === null || origin === null) return null;
  const args = argumentsOf(node);
  if (origin === 'global:Function') return code(node, made, args, scope);
  return isBuffer(origin) ? buffer(node, made, args) : null;
}

function judgeAssignment(node: SyntaxNode, scope: Scope): CallFinding | null {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return null;
  const property = left.childForFieldName('property') ?? left.childForFieldName('index');
  if (property === null) return null;
  const name = property.type === 'string' ? property.text.slice(1, -1) : property.text;
  if (name === 'innerHTML' || name === 'outerHTML') return html(node, name, right, scope);
  if (name === 'NODE_TLS_REJECT_UNAUTHORIZED') {
    if (!/^(['"`]?)0\1$/.test(right.text)) return null;
    const message =
      'NODE_TLS_REJECT_UNAUTHORIZED = 0 makes every connection of the process take any certificate';
    return at(node, { rule: 'tls-verification-off', message });
  }
  return judgeOption(node, property, right);
}

function judgeOption(node: SyntaxNode, key: SyntaxNode | null, value: SyntaxNode | null): CallFinding | null {
  const name = key?.text.replace(/^['"]|['"]$/g, '');
  if ((name !== 'rejectUnauthorized' && name !== 'strictSSL') || value?.type !== 'false') return null;
  const message = `${name}: false takes every certificate, also that of somebody in between: give the right one by \`ca\``;
  return at(node, { rule: 'tls-verification-off', message });
}

function judgeAttribute(node: SyntaxNode, scope: Scope): CallFinding | null {
  if (node.firstNamedChild?.text !== 'dangerouslySetInnerHTML') return null;
  const object = node.lastNamedChild?.firstNamedChild;
  if (object?.type !== 'object') return null;
  const pair = childrenOf(object).find((child) => child.childForFieldName('key')?.text === '__html');
  return html(node, 'dangerouslySetInnerHTML', pair?.childForFieldName('value') ?? null, scope);
}

function shell(
  node: SyntaxNode,
  callee: SyntaxNode,
  pieces: readonly Piece[],
  alsoUnknown: boolean,
): CallFinding | null {
  const shape = shapeOf(pieces);
  if (shape === 'constant' || (shape === 'unknown' && !alsoUnknown)) return null;
  if (pieces.every((piece) => 'text' in piece || isEscaped(piece.hole))) return null;
  return at(node, {
    rule: 'shell-injection',
    severity: shape === 'built' ? 'error' : 'warning',
    message:
      `${shown(callee)} runs a shell with ${holes(pieces)} in the command: ` +
      'use execFile or spawn with a list of arguments',
  });
}

/** A program with `shell: true` is a command of the shell, too, put together without quotes. */
function spawned(
  node: SyntaxNode,
  callee: SyntaxNode,
  args: readonly SyntaxNode[],
  scope: Scope,
): CallFinding | null {
  const options = args.at(-1);
  if (options?.type !== 'object' || args.length < 2) return null;
  const pair = childrenOf(options).find((child) => child.childForFieldName('key')?.text === 'shell');
  const value = pair?.childForFieldName('value');
  if (value?.type !== 'true' && value?.type !== 'string') return null;
  const [command, list] = args;
  const pieces = [command, list === options ? null : list].flatMap((part) =>
    part == null ? [] : [...piecesOf(part, scope), { text: ' ' }],
  );
  const found = shell(node, callee, pieces, true);
  // A list of arguments that come from elsewhere is less clear than a command that is put together.
  const built = command !== undefined && shapeOf(piecesOf(command, scope)) === 'built';
  return found === null ? null : { ...found, severity: built ? 'error' : 'warning' };
}

function code(
  node: SyntaxNode,
  callee: SyntaxNode,
  args: readonly (SyntaxNode | null)[],
  scope: Scope,
): CallFinding | null {
  const pieces = args.flatMap((arg) => piecesOf(arg, scope));
  if (shapeOf(pieces) === 'constant') return null;
  const message = `${shown(callee)} runs a text as code, and ${holes(pieces)} ${holesVerb(pieces)} in it`;
  return at(node, { rule: 'dynamic-code', message });
}

/** What is run is what the script was made of; making one only checks it. */
function script(node: SyntaxNode, callee: SyntaxNode, scope: Scope): CallFinding | null {
  const object = callee.childForFieldName('object');
  const binding = object?.type === 'identifier' ? scope.find(object.text)?.[0] : undefined;
  const made = binding?.value ?? object;
  if (made?.type !== 'new_expression') return null;
  return code(node, callee, argumentsOf(made).slice(0, 1), binding?.scope ?? scope);
}

function isTextual(node: SyntaxNode | null): boolean {
  return node?.type === 'string' || node?.type === 'template_string' || node?.type === 'binary_expression';
}

function html(node: SyntaxNode, what: string, value: SyntaxNode | null, scope: Scope): CallFinding | null {
  if (value === null) return null;
  const pieces = piecesOf(value, scope);
  if (shapeOf(pieces) === 'constant') return null;
  if (pieces.every((piece) => 'text' in piece || isSafeHtml(piece.hole))) return null;
  return at(node, {
    rule: 'html-injection',
    message: `\`${what}\` takes ${holes(pieces)} as HTML: use textContent, or clean it first`,
  });
}

/** What was cleaned by its name, what the page holds already, and what is no text. */
function isSafeHtml(node: SyntaxNode): boolean {
  if (isEscaped(node)) return true;
  const text = node.text.slice(0, 200);
  return (
    /(innerHTML|outerHTML|createHTML\(.*\)|\.(length|id|size|index|width|height))$/s.test(text) ||
    /^(JSON\.stringify|Number|i|idx|index|count|trusted\w*)\b/.test(text)
  );
}

function cipher(node: SyntaxNode, name: string): CallFinding {
  const message = `\`${name}\` makes key and IV from the password alone, without a salt: use ${name}iv with scrypt`;
  return at(node, { rule: 'weak-cipher', message });
}

function hash(node: SyntaxNode, algorithm: SyntaxNode | null, scope: Scope): CallFinding | null {
  const name = /^['"`](md5|sha-?1)['"`]$/i.exec(algorithm?.text ?? '')?.[1];
  if (name === undefined || !isAboutSecrets(statementOf(node), scope)) return null;
  const message = `${name.toUpperCase()} is broken and fast: use scrypt or argon2 for passwords, an HMAC of SHA-256 for signatures`;
  return at(node, { rule: 'weak-hash', message });
}

function isAboutSecrets(statement: SyntaxNode, scope: Scope): boolean {
  const words = wordsOf(`${statement.text.slice(0, 400)} ${scope.functionNames()[0] ?? ''}`);
  return secretName.test(words) || /(^|[_\W])signatures?(?=$|[_\W])/.test(words);
}

function statementOf(node: SyntaxNode): SyntaxNode {
  let found = node;
  while (found.parent !== null && !/statement|declaration|program|body/.test(found.parent.type))
    found = found.parent;
  return found;
}

/** A random number is weak where it becomes something that must not be guessed, which only a name can say. */
function random(node: SyntaxNode, scope: Scope): CallFinding | null {
  const name = targetOf(node) ?? scope.functionNames()[0] ?? '';
  if (!secretName.test(wordsOf(name))) return null;
  const message = `\`${name}\` comes from Math.random, whose numbers can be foretold: use crypto.randomBytes or crypto.getRandomValues`;
  return at(node, { rule: 'weak-random', message });
}

/** The name that the value of an expression gets. */
function targetOf(node: SyntaxNode): string | null {
  for (let child = node, depth = 0; child.parent !== null && depth < 12; child = child.parent, depth++) {
    const { parent } = child;
    if (parent.type === 'variable_declarator') return parent.childForFieldName('name')?.text ?? null;
    if (parent.type === 'assignment_expression') {
      const left = parent.childForFieldName('left');
      return left?.childForFieldName('property')?.text ?? left?.text ?? null;
    }
    if (parent.type === 'pair') return parent.childForFieldName('key')?.text ?? null;
    if (/statement|function|program|body/.test(parent.type)) return null;
  }
  return null;
}

function isBuffer(origin: string): boolean {
  return origin === 'global:Buffer' || origin === 'buffer.Buffer';
}

function buffer(node: SyntaxNode, callee: SyntaxNode, args: readonly SyntaxNode[]): CallFinding {
  const [first] = args;
  const size = first?.type === 'number';
  const text = isTextual(first ?? null) || first?.type === 'array' || args.length > 1;
  const instead = size ? 'alloc' : 'from';
  const edits = [{ start: node.startIndex, end: callee.endIndex, text: `${callee.text}.${instead}` }];
  const message =
    'new Buffer with a number gives memory as it is, with anything a bytes of it: say Buffer.from or Buffer.alloc';
  return at(node, {
    rule: 'buffer-constructor',
    message,
    ...(size || text ? { fix: { title: `Use Buffer.${instead}`, edits } } : {}),
  });
}

function sql(node: SyntaxNode, pieces: readonly Piece[]): CallFinding | null {
  const finding = sqlHole(pieces, (hole) => isEscaped(hole));
  if (finding === null) return null;
  const message = `${shown(finding)} is written into the statement: give it as a parameter`;
  return at(node, { rule: 'sql-injection', message });
}
