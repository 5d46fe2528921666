import type { Span, YamlNode } from '../pipeline/yaml-node.ts';
import type { TextEdit } from './text-edit.ts';

/** What holds the place that is to go: its key or value. */
interface Holder {
  readonly parts: readonly Span[];
  readonly index: number;
  readonly flow: boolean;
}

/** The edit that removes the entry of a mapping by its key, or the item of a list by its place; null where none is. */
export function removal(text: string, root: YamlNode | null, place: Span): TextEdit | null {
  const holder = root && holderOf(text, root, place);
  if (!holder) return null;
  const { parts, index, flow } = holder;
  const part = parts[index] as Span;
  if (!flow) {
    const line = wholeLines(text, part);
    if (line) return line;
  }
  const next = parts[index + 1];
  if (next) return { start: part.start, end: itemStart(text, next, flow), text: '' };
  const before = parts[index - 1];
  return { start: flow && before ? before.end : part.start, end: part.end, text: '' };
}

/** The lines of a block entry that begins its first line, with what comments stand at their ends. */
function wholeLines(text: string, { start, end }: Span): TextEdit | null {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== '') return null;
  // A block scalar ends with the blank lines below it.
  const lineEnd = text.indexOf('\n', start + text.slice(start, end).trimEnd().length);
  return { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd + 1, text: '' };
}

/** Where the item begins, its dash included. */
function itemStart(text: string, { start }: Span, flow: boolean): number {
  if (flow) return start;
  const dash = /-[ \t]+$/.exec(text.slice(Math.max(0, start - 20), start));
  return dash ? start - dash[0].length : start;
}

function holderOf(text: string, node: YamlNode, place: Span): Holder | null {
  if (node.kind === 'scalar' || node.start > place.start || node.end < place.start) return null;
  const flow = text[node.start] === '[' || text[node.start] === '{';
  if (node.kind === 'list') {
    const parts = node.items.map((item) => ({
      start: flow ? item.start : itemStart(text, item, false),
      end: item.end,
    }));
    // A mapping begins where its first key does.
    const index = node.items.findIndex(({ start, end }) => start === place.start && end === place.end);
    if (index !== -1) return { parts, index, flow };
    for (const item of node.items) {
      const found = holderOf(text, item, place);
      if (found) return found;
    }
    return null;
  }
  // Entries that were merged in stand elsewhere.
  const own = [...node.entries.values()].filter(({ key }) => key.start >= node.start && key.end <= node.end);
  const entries = own.sort((a, b) => a.key.start - b.key.start);
  const index = entries.findIndex(({ key }) => key.start === place.start);
  const parts = entries.map((entry) => ({
    start: entry.key.start,
    end: entryEnd(text, entry.key, entry.node),
  }));
  if (index !== -1) return { parts, index, flow };
  for (const { node: child } of entries) {
    const found = holderOf(text, child, place);
    if (found) return found;
  }
  return null;
}

/** Behind the value, or behind the colon where there is none. */
function entryEnd(text: string, key: Span, node: YamlNode): number {
  if (node.end > key.end && node.start >= key.end) return node.end;
  const colon = /^\s*:/.exec(text.slice(key.end, key.end + 40));
  return key.end + (colon?.[0].length ?? 0);
}
