/** A place in a text, in UTF-16 code units from its beginning; `end` is the first one behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A YAML value with its place. `value` is the same as plain data; `size` counts the nodes in it, aliases expanded. */
export type YamlNode = YamlScalar | YamlMap | YamlList;

export interface YamlScalar extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes: `1.10` where the value is 1.1. */
  readonly source: string;
  readonly size: 1;
}

export interface YamlMap extends Span {
  readonly kind: 'map';
  readonly value: Readonly<Record<string, unknown>>;
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly size: number;
}

export interface YamlList extends Span {
  readonly kind: 'list';
  readonly value: readonly unknown[];
  readonly items: readonly YamlNode[];
  readonly size: number;
}

export interface YamlEntry {
  readonly key: Span;
  readonly node: YamlNode;
}

export type YamlPath = readonly (string | number)[];

/** The entry of a mapping, or undefined where the node is no mapping or has no such key. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

/** The entries of a mapping in the order of the file; none for anything else. */
export function entriesOf(node: YamlNode | undefined): Iterable<readonly [string, YamlEntry]> {
  return node?.kind === 'map' ? node.entries : [];
}

/** The items of a list; none for anything else. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The text of a scalar that is a text, or undefined. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** A scalar as text, as it is written: 1.10 stays 1.10; empty for anything else. */
export function writtenText(node: YamlNode): string {
  if (node.kind !== 'scalar') return '';
  return typeof node.value === 'string' ? node.value : node.source;
}

/** The value at a path, or undefined. */
export function nodeAt(root: YamlNode | undefined, path: YamlPath): YamlNode | undefined {
  let node = root;
  for (const step of path) {
    node =
      typeof step === 'number' && node?.kind === 'list'
        ? node.items[step]
        : entryOf(node, String(step))?.node;
    if (node === undefined) return undefined;
  }
  return node;
}

/** The place of the key that ends a path; of the value where the path ends in a list or is empty. */
export function keyAt(root: YamlNode | undefined, path: YamlPath): Span | undefined {
  const last = path[path.length - 1];
  const parent = nodeAt(root, path.slice(0, -1));
  if (last !== undefined && parent?.kind === 'map') return parent.entries.get(String(last))?.key;
  return nodeAt(root, path);
}
