import type { Span, YamlNode, YamlPath } from '../pipeline/yaml-node.ts';

/** A key or a value at some place of a file. */
export interface NodePlace extends Span {
  readonly path: YamlPath;
  readonly on: 'key' | 'value';
}

/** The key or the scalar at an offset, or undefined. */
export function nodePlaceAt(root: YamlNode | null, offset: number): NodePlace | undefined {
  let node = root;
  let path: YamlPath = [];
  while (node) {
    const child = childAt(node, offset);
    if (!child)
      return node.kind === 'scalar' && holds(node, offset)
        ? { path, on: 'value', start: node.start, end: node.end }
        : undefined;
    path = [...path, child.step];
    if (child.key) return { path, on: 'key', start: child.key.start, end: child.key.end };
    ({ node } = child);
  }
  return undefined;
}

function childAt(
  node: YamlNode,
  offset: number,
): { readonly step: string | number; readonly key: Span | null; readonly node: YamlNode } | undefined {
  if (node.kind === 'list') {
    const step = node.items.findIndex((item) => holds(item, offset));
    const item = node.items[step];
    return item && { step, key: null, node: item };
  }
  if (node.kind === 'scalar') return undefined;
  for (const [step, { key, node: value }] of node.entries) {
    if (holds(key, offset)) return { step, key, node: value };
    if (holds(value, offset)) return { step, key: null, node: value };
  }
  return undefined;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
