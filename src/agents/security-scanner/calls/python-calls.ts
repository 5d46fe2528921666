import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import { at, type CallFinding, secretName, wordsOf } from './call-finding.ts';
import { holes, holesVerb, shapeOf, shown } from './pieces.ts';
import { argumentsOf, hasSplat, keywordOf, originOf, piecesOf } from './python-values.ts';
import type { Candidate, Scope } from './scope.ts';
import { sqlHole } from './sql-text.ts';

const shells: ReadonlySet<string> = new Set([
  'os.system',
  'os.popen',
  'subprocess.getoutput',
  'subprocess.getstatusoutput',
  'commands.getoutput',
  'commands.getstatusoutput',
  'asyncio.create_subprocess_shell',
  'asyncio.subprocess.create_subprocess_shell',
]);
const processes: ReadonlySet<string> = new Set([
  'subprocess.run',
  'subprocess.call',
  'subprocess.check_call',
  'subprocess.check_output',
  'subprocess.Popen',
]);
const unpicklers: ReadonlySet<string> = new Set([
  'pickle.load',
  'pickle.loads',
  'pickle.Unpickler',
  'dill.load',
  'dill.loads',
  'cloudpickle.load',
  'cloudpickle.loads',
  'marshal.load',
  'marshal.loads',
  'jsonpickle.decode',
  'pandas.read_pickle',
]);
const yamlLoaders: ReadonlySet<string> = new Set([
  'yaml.load',
  'yaml.load_all',
  'yaml.unsafe_load',
  'yaml.unsafe_load_all',
]);
const clients =
  /^(requests|httpx|urllib3|aiohttp)\.(\w+\.)*(get|post|put|patch|delete|head|options|request|stream|Client|AsyncClient|Session|PoolManager|HTTPSConnectionPool|ProxyManager|TCPConnector|ClientSession)$|^requests\.(Session|session)\(\)\.\w+$|^httpx\.(Async)?Client\(\)\.\w+$/;
const weakRandom = /^random\.(random|randint|randrange|choice|choices|sample|getrandbits|uniform|randbytes)$/;

/** What is wrong at a place of a program of Python; null where nothing is. */
export function judgePython({ node, scope }: Candidate): CallFinding | null {
  scope.steps.restart();
  if (node.type === 'assignment') return judgeAssignment(node, scope);
  if (node.type === 'exec_statement') return code(node, 'exec', node.firstNamedChild, scope);
  const callee = node.childForFieldName('function');
  if (callee === null) return null;
  const origin = originOf(callee, scope);
  const known = origin === null ? null : judgeKnown(node, callee, origin, argumentsOf(node), scope);
  return known ?? judgeMethod(node, callee, scope);
}

function judgeKnown(
  node: SyntaxNode,
  callee: SyntaxNode,
  origin: string,
  args: readonly SyntaxNode[],
  scope: Scope,
): CallFinding | null {
  const [first = null] = args;
  if (origin === 'global:eval' || origin === 'global:exec') return code(node, origin.slice(7), first, scope);
  if (shells.has(origin))
    return shell(node, callee, first ?? keywordOf(node, 'cmd') ?? keywordOf(node, 'command'), scope);
  if (processes.has(origin) && keywordOf(node, 'shell')?.type === 'true') {
    return shell(node, callee, first ?? keywordOf(node, 'args'), scope);
  }
  if (unpicklers.has(origin)) return unpickled(node, callee, first, scope);
  if (origin === 'numpy.load' && keywordOf(node, 'allow_pickle')?.type === 'true')
    return unpickled(node, callee, first, scope);
  if (yamlLoaders.has(origin)) return yaml(node, callee, origin, args);
  if (origin === 'tempfile.mktemp' || origin === 'os.tempnam' || origin === 'os.tmpnam') {
    const message = `\`${origin}\` gives a name that somebody else can take before the file is made: use tempfile.mkstemp or NamedTemporaryFile`;
    return at(node, { rule: 'insecure-temporary-file', message });
  }
  if (/^hashlib\.(md5|sha1|new)$/.test(origin)) return hash(node, origin.slice(8), first, scope);
  if (origin === 'ssl._create_unverified_context' || origin === 'ssl._create_stdlib_context') {
    return origin.endsWith('stdlib_context') ? null : unverified(node);
  }
  if (clients.test(origin)) return client(node);
  if (weakRandom.test(origin)) return random(node, callee, scope);
  if (/^lxml\.etree\.(XMLParser|ETCompatXMLParser|iterparse)$/.test(origin)) {
    if (keywordOf(node, 'resolve_entities')?.type !== 'true') return null;
    const message = 'resolve_entities=True lets a document read files and addresses';
    return at(node, { rule: 'external-entities', message });
  }
  return null;
}

/** Calls of methods, which are known by their names and by what they are given. */
function judgeMethod(node: SyntaxNode, callee: SyntaxNode, scope: Scope): CallFinding | null {
  if (callee.type !== 'attribute') return null;
  const name = callee.childForFieldName('attribute')?.text;
  const object = callee.childForFieldName('object');
  const [first = null, second = null] = argumentsOf(node);
  switch (name) {
    case 'execute':
    case 'executemany':
    case 'executescript':
    case 'mogrify':
    case 'raw': {
      const hole = sqlHole(piecesOf(first, scope), () => false);
      if (hole === null) return null;
      const message = `${shown(hole)} is written into the statement: give it as a parameter`;
      return at(node, { rule: 'sql-injection', message });
    }
    case 'extractall':
      return extracted(node, originOf(object, scope));
    case 'run':
      return debug(node, originOf(object, scope));
    case 'setFeature': {
      const feature = originOf(first, scope) ?? '';
      const on = second?.type === 'true' || second?.text === '1';
      if (!/feature_external_[gp]es$/.test(feature) || !on) return null;
      return at(node, { rule: 'external-entities', message: 'this reader of XML follows external entities' });
    }
    default:
      return null;
  }
}

function judgeAssignment(node: SyntaxNode, scope: Scope): CallFinding | null {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left?.type !== 'attribute' || right === null) return null;
  const name = left.childForFieldName('attribute')?.text;
  const value = originOf(right, scope);
  if (value === 'ssl._create_unverified_context') return unverified(node);
  if (name === 'verify_mode' && value === 'ssl.CERT_NONE') {
    const message = 'CERT_NONE takes every certificate, also that of somebody in between';
    return at(node, { rule: 'tls-verification-off', message });
  }
  const session = originOf(left.childForFieldName('object'), scope);
  if (name === 'verify' && right.type === 'false' && /^(requests|httpx)\.\w+\(\)$/.test(session ?? ''))
    return unverified(node);
  return null;
}

function code(node: SyntaxNode, name: string, text: SyntaxNode | null, scope: Scope): CallFinding | null {
  if (text === null) return null;
  const pieces = piecesOf(text, scope);
  if (shapeOf(pieces) === 'constant') return null;
  // Debuggers, readers of annotations and loaders of modules run code in a frame or a module: that is what they are for.
  if (/\b(f_globals|f_locals|globalns|localns|__dict__)\b/.test(node.text.slice(0, 300))) return null;
  // What `compile` made may be any code, so it is no value that could be read instead.
  const isCompiled = /^compile\s*\(/.test(text.text.slice(0, 100));
  const hint = name === 'eval' && !isCompiled ? ': ast.literal_eval reads values and runs nothing' : '';
  const message = `\`${name}\` runs a text as code, and ${holes(pieces)} ${holesVerb(pieces)} in it${hint}`;
  return at(node, { rule: 'dynamic-code', message });
}

function shell(
  node: SyntaxNode,
  callee: SyntaxNode,
  command: SyntaxNode | null,
  scope: Scope,
): CallFinding | null {
  if (command === null) return null;
  const pieces = piecesOf(command, scope);
  const shape = shapeOf(pieces);
  if (shape === 'constant') return null;
  return at(node, {
    rule: 'shell-injection',
    // A list with a shell is joined on Windows, and a mistake elsewhere.
    severity: shape === 'built' && !isList(command, scope) ? 'error' : 'warning',
    message:
      `${shown(callee)} runs a shell with ${holes(pieces)} in the command: ` +
      'use subprocess.run with a list, or shlex.quote',
  });
}

function isList(node: SyntaxNode, scope: Scope): boolean {
  const bindings = node.type === 'identifier' ? scope.find(node.text) : null;
  const value = bindings?.length === 1 ? bindings[0]?.value : node;
  return (
    value?.type === 'list' || (value?.type === 'binary_operator' && value.firstNamedChild?.type === 'list')
  );
}

function unpickled(
  node: SyntaxNode,
  callee: SyntaxNode,
  data: SyntaxNode | null,
  scope: Scope,
): CallFinding | null {
  if (data !== null) {
    // A copy of what is in memory already.
    if (/^(pickle|dill|cloudpickle|marshal)\.dumps\(\)$/.test(originOf(data, scope) ?? '')) return null;
    if (shapeOf(piecesOf(data, scope)) === 'constant') return null;
  }
  const message = `${shown(callee)} makes any object that the data name, and so runs code of whoever wrote them`;
  return at(node, { rule: 'unsafe-deserialization', message });
}

function yaml(
  node: SyntaxNode,
  callee: SyntaxNode,
  origin: string,
  args: readonly SyntaxNode[],
): CallFinding | null {
  const loader = keywordOf(node, 'Loader') ?? args[1] ?? null;
  if (loader === null && hasSplat(node)) return null;
  // A loader that is made here is judged by its name.
  if (loader !== null && !/(^|\.)C?(Unsafe)?Loader$/.test(loader.text)) return null;
  const name = origin.slice('yaml.'.length);
  const safe = name.endsWith('_all') ? 'safe_load_all' : 'safe_load';
  const attribute = callee.childForFieldName('attribute');
  const edits =
    attribute === null || loader !== null
      ? []
      : [{ start: attribute.startIndex, end: attribute.endIndex, text: safe }];
  return at(node, {
    rule: 'unsafe-yaml',
    message: `${shown(callee)} makes any object that the YAML names: use ${safe}`,
    ...(edits.length > 0 ? { fix: { title: `Use ${safe}`, edits } } : {}),
  });
}

function hash(node: SyntaxNode, called: string, first: SyntaxNode | null, scope: Scope): CallFinding | null {
  const named = called === 'new' ? /^\w*['"](md5|sha1)['"]$/i.exec(first?.text ?? '')?.[1] : called;
  if (named === undefined || keywordOf(node, 'usedforsecurity') !== null) return null;
  const words = wordsOf(`${statementOf(node).text.slice(0, 400)} ${scope.functionNames()[0] ?? ''}`);
  if (!secretName.test(words) && !/(^|[_\W])signatures?(?=$|[_\W])/.test(words)) return null;
  const message = `${named.toUpperCase()} is broken and fast: use hashlib.scrypt for passwords, hmac with SHA-256 for signatures`;
  return at(node, { rule: 'weak-hash', message });
}

function statementOf(node: SyntaxNode): SyntaxNode {
  let found = node;
  while (found.parent !== null && !/statement|block|module|assignment/.test(found.type)) found = found.parent;
  return found;
}

function unverified(node: SyntaxNode): CallFinding {
  const message = 'every certificate is taken here, also that of somebody in between';
  return at(node, { rule: 'tls-verification-off', message });
}

function client(node: SyntaxNode): CallFinding | null {
  const off = ['verify', 'verify_ssl', 'ssl']
    .map((name) => keywordOf(node, name))
    .find((value) => value?.type === 'false');
  const none = /CERT_NONE/.test(keywordOf(node, 'cert_reqs')?.text ?? '');
  return off != null || none ? unverified(node) : null;
}

function random(node: SyntaxNode, callee: SyntaxNode, scope: Scope): CallFinding | null {
  const name = targetOf(node) ?? scope.functionNames()[0] ?? '';
  if (!secretName.test(wordsOf(name))) return null;
  const message = `\`${name}\` comes from ${shown(callee)}, whose numbers can be foretold: use the module secrets`;
  return at(node, { rule: 'weak-random', message });
}

/** The name that the value of an expression gets. */
function targetOf(node: SyntaxNode): string | null {
  for (let child = node, depth = 0; child.parent !== null && depth < 12; child = child.parent, depth++) {
    const { parent } = child;
    if (parent.type === 'assignment') {
      const left = parent.childForFieldName('left');
      return left?.childForFieldName('attribute')?.text ?? left?.text ?? null;
    }
    if (parent.type === 'keyword_argument') return parent.childForFieldName('name')?.text ?? null;
    if (/statement|block|module|definition/.test(parent.type)) return null;
  }
  return null;
}

function extracted(node: SyntaxNode, archive: string | null): CallFinding | null {
  if (archive === null || !/^tarfile\.(open|TarFile|TarFile\.\w*open)\(\)$/.test(archive)) return null;
  const args = argumentsOf(node);
  // Whoever chooses the members looks at them.
  if (keywordOf(node, 'filter') ?? keywordOf(node, 'members') ?? args[1]) return null;
  if (hasSplat(node)) return null;
  const message = "before Python 3.14 an archive can write outside of its folder here: give filter='data'";
  const list = node.childForFieldName('arguments');
  const last = list?.lastNamedChild;
  const end = last?.endIndex ?? (list?.startIndex ?? 0) + 1;
  const text = last ? ", filter='data'" : "filter='data'";
  const fix = { title: "Give filter='data'", edits: [{ start: end, end, text }] };
  return at(node, { rule: 'unsafe-extract', message, fix });
}

function debug(node: SyntaxNode, app: string | null): CallFinding | null {
  if (app !== 'flask.Flask()') return null;
  const flag = keywordOf(node, 'debug');
  if (flag?.type !== 'true') return null;
  const message =
    'the debugger of Flask runs code for whoever reaches it: switch it on by --debug where it is needed';
  return at(node, { rule: 'debug-mode', message });
}
