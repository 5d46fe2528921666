import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Span, YamlEntry, YamlList, YamlMap, YamlNode } from './yaml-node.ts';
import type { YamlProblem } from './yaml-problem.ts';
import { positionFinder } from './yaml-text.ts';

/** Nodes that aliases may stand for, all together: keeps a few lines from becoming a billion nodes. */
export const maxAliasedNodes = 1_000_000;

/** Makes nodes of a parsed document in one pass: resolves aliases and merge keys, and finds duplicate keys. */
export function buildYamlTree(contents: ParsedNode, text: string) {
  const builder = new TreeBuilder(text);
  const root = builder.node(contents);
  return { root: builder.exploded ? null : root, problems: builder.problems };
}

class TreeBuilder {
  readonly problems: YamlProblem[] = [];
  exploded = false;
  readonly #text: string;
  /** Null while the node is being built: an alias inside it would go round for ever. */
  readonly #anchors = new Map<string, YamlNode | null>();
  #aliased = 0;
  #position: ReturnType<typeof positionFinder> | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  node(node: ParsedNode | null | undefined, fallback: Span = { start: 0, end: 0 }): YamlNode {
    if (!node) return { kind: 'scalar', value: null, source: '', size: 1, ...fallback };
    const span = { start: node.range[0], end: node.range[1] };
    if (isAlias(node)) return this.#alias(node.source, span);
    if (node.anchor) this.#anchors.set(node.anchor, null);
    const built = isMap(node)
      ? this.#map(node as YAMLMap<ParsedNode, ParsedNode | null>, span)
      : isSeq(node)
        ? this.#list(node as YAMLSeq<ParsedNode>, span)
        : this.#scalar(node.value, isScalar(node) ? (node.source ?? '') : '', span);
    if (node.anchor) this.#anchors.set(node.anchor, built);
    return built;
  }

  #scalar(value: unknown, source: string, span: Span): YamlNode {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#error('not-finite', span, `\`${source}\` is no number that can be used here`);
    }
    const plain =
      value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
        ? value
        : source;
    return { kind: 'scalar', value: plain, source, size: 1, ...span };
  }

  #alias(name: string, span: Span): YamlNode {
    const target = this.#anchors.get(name);
    if (target) {
      this.#count(target.size, span);
      return { ...target, ...span };
    }
    this.#error(
      'unknown-anchor',
      span,
      target === null ? `\`*${name}\` stands inside \`&${name}\` itself` : `there is no \`&${name}\` above`,
    );
    return { kind: 'scalar', value: null, source: '', size: 1, ...span };
  }

  #list(list: YAMLSeq<ParsedNode>, span: Span): YamlList {
    const items = list.items.map((item) => this.node(item, span));
    const size = items.reduce((sum, item) => sum + item.size, 1);
    const end = list.flow ? span.end : (items[items.length - 1]?.end ?? span.end);
    return { kind: 'list', value: items.map((item) => item.value), items, size, start: span.start, end };
  }

  #map(map: YAMLMap<ParsedNode, ParsedNode | null>, span: Span): YamlMap {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlMap[] = [];
    // The parser counts the line break behind a block to it.
    let { end } = span;
    for (const pair of map.items) {
      const key = this.#key(pair, span);
      if (key === null) continue;
      const node = this.node(pair.value, key.span);
      if (!map.flow) end = node.end;
      if (key.name === '<<' && key.plain) merged.push(...this.#mergeSources(node));
      else if (!this.#isRefused(key.name, key.span, entries)) {
        entries.set(key.name, { key: key.span, node });
      }
    }
    for (const source of merged) {
      for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
    }
    const value: Record<string, unknown> = {};
    let size = 1;
    for (const [name, { node }] of entries) {
      value[name] = node.value;
      size += node.size;
    }
    return { kind: 'map', value, entries, size, start: span.start, end };
  }

  #key(pair: Pair<ParsedNode, ParsedNode | null>, parent: Span) {
    const { key } = pair;
    const node = isAlias(key) ? this.node(key) : key;
    const start = key?.range?.[0] ?? parent.start;
    if (isScalar(node)) {
      const end = node.range?.[1] ?? start;
      const name = typeof node.value === 'string' ? node.value : (node.source ?? '');
      return { name, plain: node.type === 'PLAIN', span: { start, end } };
    }
    if (node !== null && 'kind' in node && node.kind === 'scalar') {
      return { name: String(node.value), plain: false, span: { start, end: node.end } };
    }
    this.#error(
      'bad-key',
      { start, end: key?.range?.[1] ?? start },
      'a key must be a word or a text in quotes',
    );
    return null;
  }

  #isRefused(name: string, key: Span, entries: ReadonlyMap<string, YamlEntry>): boolean {
    const first = entries.get(name);
    if (first) {
      this.#position ??= positionFinder(this.#text);
      const { line } = this.#position(first.key.start);
      this.#error('duplicate-key', key, `\`${name}\` stands here already, on line ${line}: keep one`);
      return true;
    }
    // Assigning it would replace the prototype of the plain object.
    if (name === '__proto__') this.#error('bad-key', key, '`__proto__` cannot be a key');
    return name === '__proto__';
  }

  #mergeSources(node: YamlNode): YamlMap[] {
    const sources = node.kind === 'list' ? node.items : [node];
    const maps = sources.filter((source) => source.kind === 'map');
    if (maps.length < sources.length) {
      this.#error('bad-merge', node, '`<<` merges mappings: give it an alias such as `*defaults`');
    }
    for (const map of maps) this.#count(map.size, node);
    return this.exploded ? [] : maps;
  }

  #count(nodes: number, { start, end }: Span): void {
    this.#aliased += nodes;
    if (this.#aliased <= maxAliasedNodes || this.exploded) return;
    this.exploded = true;
    this.problems.length = 0;
    this.problems.push({
      severity: 'error',
      code: 'alias-expansion',
      offset: start,
      end,
      message: 'the aliases stand for more than a million values: write fewer of them',
    });
  }

  #error(code: string, { start, end }: Span, message: string): void {
    if (!this.exploded) this.problems.push({ severity: 'error', code, offset: start, end, message });
  }
}
