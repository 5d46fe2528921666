import type { Nodes } from 'mdast';

/** A reference that nothing defines, by its place in the text it was found in. */
export interface LooseReference {
  readonly label: string;
  readonly footnote: boolean;
  readonly offset: number;
}

/** Nodes inside of a text that hold no reference themselves. Code may be the text of one: [`code`][label]. */
const opaque: ReadonlySet<string> = new Set([
  'link',
  'image',
  'linkReference',
  'imageReference',
  'footnoteReference',
]);

/**
 * References of the forms `[text][label]` and `[label][]` that a parser has left as text, since nothing defines their
 * label. A single pair of brackets may be anything and is none; nor is what looks like code or like a pattern.
 *
 * @param container a paragraph, a heading or a cell
 * @param source the text that the offsets of the node count in
 */
export function looseReferences(container: Nodes, source: string): LooseReference[] {
  const start = container.position?.start.offset ?? 0;
  const end = container.position?.end.offset ?? start;
  const written = source.slice(start, end);
  if (!written.includes('][') && !written.includes('[^')) return [];
  const text = masked(container, source, start, end);
  const found: LooseReference[] = [];
  for (const match of text.matchAll(/\[([^[\]\n]{1,200})\]\[([^[\]\n]{0,200})\]/g)) {
    const [all, shown = '', named = ''] = match;
    const before = text[match.index - 1] ?? ' ';
    const after = text[match.index + all.length] ?? ' ';
    const label = named === '' ? written.slice(match.index + 1, match.index + 1 + shown.length) : named;
    if (/[\w\])\\$]/.test(before) || /[[(:\w]/.test(after) || !/[\p{L}\p{N}]/u.test(shown)) continue;
    if (!isLabel(label) || /[$^*+?|\\=]/.test(shown)) continue;
    found.push({ label, footnote: false, offset: start + match.index });
  }
  for (const match of text.matchAll(/\[\^([\w.-]{1,60})\]/g)) {
    if (/[\w\\[]/.test(text[match.index - 1] ?? ' ') && !/[a-z]/i.test(text[match.index - 1] ?? '')) continue;
    found.push({ label: match[1] ?? '', footnote: true, offset: start + match.index });
  }
  return found;
}

/** Words, not an index, a range or an expression. */
function isLabel(label: string): boolean {
  return /\p{L}{2}/u.test(label) && !/[$^*+?|\\=<>(){},;"']|\.\.|^[a-z]-[a-z]/i.test(label);
}

/** What a container holds, of the same length: code as letters, everything else that is no plain text as spaces. */
function masked(container: Nodes, source: string, start: number, end: number): string {
  const letters = source.slice(start, end).split('');
  const fill = (node: Nodes, sign: string): void => {
    const from = (node.position?.start.offset ?? start) - start;
    const to = (node.position?.end.offset ?? start) - start;
    letters.fill(sign, Math.max(0, from), Math.max(0, to));
  };
  const open: Nodes[] = [container];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'inlineCode') fill(node, 'x');
    else if (node.type === 'html' || opaque.has(node.type)) fill(node, ' ');
    else if ('children' in node) open.push(...node.children);
  }
  return letters.join('');
}
