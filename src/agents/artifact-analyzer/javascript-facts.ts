import { parseJavaScript } from '../syntax/javascript.ts';
import { type CodeFacts, type ImportKind, type ImportStatement, nothingMeasured } from './facts.ts';

/** A node of the tree, as far as it matters here. */
interface TreeNode {
  readonly type: string;
  readonly start?: number | null;
  readonly loc?: { readonly start: { line: number; column: number }; readonly end: { line: number } } | null;
  readonly [key: string]: unknown;
}

/** Measures a file of JavaScript or TypeScript. */
export function javaScriptFacts(path: string, text: string): CodeFacts {
  let tree: ReturnType<typeof parseJavaScript>;
  try {
    tree = parseJavaScript(path, text);
  } catch {
    // What is wrong with it is for the smoke tester to say.
    return { ...nothingMeasured, parses: false };
  }
  const imports: ImportStatement[] = [];
  const longestFunction = walk(tree.program as unknown as TreeNode, imports);
  imports.sort((a, b) => a.line - b.line || a.column - b.column);
  const documentedStarts = startsAfterDocs(tree.comments ?? [], text);
  const body = tree.program.body as unknown as TreeNode[];
  const exported = body.filter(isExport);
  const public_ = (exported.length > 0 ? exported : body).filter(isDefinition);
  return {
    parses: true,
    imports,
    definitions: public_.length,
    documented: public_.filter((node) => documentedStarts.has(node.start ?? -1)).length,
    longestFunction,
    entryPoint: text.startsWith('#!'),
  };
}

/** Collects the imports below a node and gives the lines of its longest function. It keeps its own stack, since trees are deep. */
function walk(root: TreeNode, imports: ImportStatement[]): number {
  let longest = 0;
  const nodes: TreeNode[] = [root];
  const depths: boolean[] = [false];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    let inFunction = depths.pop() === true;
    const found = importOf(node, inFunction);
    if (found !== null) imports.push(found);
    if (isFunction(node.type)) {
      inFunction = true;
      if (node.loc) longest = Math.max(longest, node.loc.end.line - node.loc.start.line + 1);
    }
    for (const key in node) {
      if (key === 'loc' || key === 'extra' || key === 'errors') continue;
      const value = node[key];
      if (value === null || typeof value !== 'object') continue;
      for (const child of Array.isArray(value) ? value : [value]) {
        if (!isNode(child)) continue;
        nodes.push(child);
        depths.push(inFunction);
      }
    }
  }
  return longest;
}

function isNode(value: unknown): value is TreeNode {
  return value !== null && typeof value === 'object' && 'type' in value && typeof value.type === 'string';
}

function isFunction(type: string): boolean {
  return (
    type === 'FunctionDeclaration' ||
    type === 'FunctionExpression' ||
    type === 'ArrowFunctionExpression' ||
    type === 'ObjectMethod' ||
    type === 'ClassMethod' ||
    type === 'ClassPrivateMethod'
  );
}

function importOf(node: TreeNode, inFunction: boolean): ImportStatement | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return statement(node, node.source, typesOnly(node, 'importKind') ? 'type' : 'eager');
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return statement(node, node.source, typesOnly(node, 'exportKind') ? 'type' : 'eager');
    case 'TSImportType':
      return statement(node, node.argument ?? node.source, 'type');
    case 'TSExternalModuleReference':
      return statement(node, node.expression, 'eager');
    case 'ImportExpression':
      return statement(node, node.source, 'deferred');
    case 'CallExpression': {
      const { callee } = node;
      const args = Array.isArray(node.arguments) ? node.arguments : [];
      if (!isNode(callee) || callee.type !== 'Identifier' || callee.name !== 'require') return null;
      return args.length === 1 ? statement(node, args[0], inFunction ? 'deferred' : 'eager') : null;
    }
    default:
      return null;
  }
}

/** Whether nothing of an import or export is left when the types are taken away. */
function typesOnly(node: TreeNode, key: 'importKind' | 'exportKind'): boolean {
  if (node[key] === 'type' || node[key] === 'typeof') return true;
  const parts = Array.isArray(node.specifiers) ? node.specifiers : [];
  return (
    parts.length > 0 &&
    parts.every((part) => isNode(part) && (part[key] === 'type' || part[key] === 'typeof'))
  );
}

function statement(node: TreeNode, source: unknown, kind: ImportKind): ImportStatement | null {
  const literal = isNode(source) && source.type === 'TSLiteralType' ? source.literal : source;
  if (!isNode(literal) || typeof literal.value !== 'string' || literal.value === '') return null;
  const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
  return { module: literal.value, level: 0, names: [], line, column: column + 1, kind };
}

function isExport({ type }: TreeNode): boolean {
  return type === 'ExportNamedDeclaration' || type === 'ExportDefaultDeclaration';
}

/** Whether a statement defines something that wants a word of explanation. */
function isDefinition(node: TreeNode): boolean {
  const inner = isExport(node) ? node.declaration : node;
  if (!isNode(inner)) return false;
  if (inner.type !== 'VariableDeclaration') return /(Function|Class|Interface)Declaration$/.test(inner.type);
  const first = Array.isArray(inner.declarations) ? inner.declarations[0] : undefined;
  const value = isNode(first) ? first.init : undefined;
  return isNode(value) && (isFunction(value.type) || value.type === 'ClassExpression');
}

/** Where the statements begin that a comment of the form of JSDoc stands before. */
function startsAfterDocs(
  comments: readonly { type: string; value: string; end?: number | null | undefined }[],
  text: string,
): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const { type, value, end } of comments) {
    if (type !== 'CommentBlock' || !value.startsWith('*') || typeof end !== 'number') continue;
    let at = end;
    while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
    starts.add(at);
  }
  return starts;
}
