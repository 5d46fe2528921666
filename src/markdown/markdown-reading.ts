import type { Nodes, Root } from 'mdast';
import { htmlReferences } from './html-references.ts';
import type { InlineCode, MarkdownHeading, MarkdownLink, MissingReference } from './markdown-document.ts';
import { looseReferences } from './missing-references.ts';
import type { MarkdownPiece } from './split-markdown.ts';

/** Gathers what is read of a document, piece by piece. */
export class MarkdownReading {
  readonly headings: (MarkdownHeading & { readonly offset: number })[] = [];
  readonly links: MarkdownLink[] = [];
  readonly codes: InlineCode[] = [];
  /** Names of footnotes. */
  readonly footnotes = new Set<string>();
  readonly #loose: MissingReference[] = [];
  readonly #definitions = new Map<string, { readonly label: string; readonly line: number }>();
  readonly #referred = new Set<string>();
  /** The headings above the place that is read. */
  #above: MarkdownHeading[] = [];
  #titles: readonly string[] = [];

  /** Reads the tree of a piece. What stands behind the text of the piece is not part of the document. */
  add(root: Root, piece: MarkdownPiece): void {
    const open: { node: Nodes; context: string }[] = [{ node: root, context: '' }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node } = next;
      if ((node.position?.start.offset ?? 0) >= piece.text.length && node !== root) continue;
      let { context } = next;
      if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
        context = sourceOf(node, piece);
        this.#addLoose(node, piece);
      }
      this.#enter(node, piece, context);
      if (!('children' in node)) continue;
      for (let at = node.children.length - 1; at >= 0; at--)
        open.push({ node: node.children[at] as Nodes, context });
    }
  }

  /** References whose label is not defined anywhere; footnotes only in a document that has some. */
  get missingReferences(): MissingReference[] {
    return this.#loose.filter(({ footnote }) => !footnote || this.footnotes.size > 0);
  }

  get unusedDefinitions(): { label: string; line: number }[] {
    return [...this.#definitions].filter(([name]) => !this.#referred.has(name)).map(([, value]) => value);
  }

  #enter(node: Nodes, piece: MarkdownPiece, context: string): void {
    switch (node.type) {
      case 'heading':
        this.#addHeading(
          { depth: node.depth, text: plainHeading(node), ...placeOf(node, piece) },
          node,
          piece,
        );
        break;
      case 'link':
      case 'image': {
        const last = node.type === 'link' ? node.children.at(-1)?.position?.end.offset : undefined;
        this.#addLink(node.type, node.url, node, piece, last);
        break;
      }
      case 'definition':
        this.#addLink('definition', node.url, node, piece);
        // One that leads nowhere is a comment: [//]: # (text).
        if (!/^#?$/.test(node.url) && !this.#definitions.has(node.identifier))
          this.#definitions.set(node.identifier, {
            label: node.label ?? node.identifier,
            line: placeOf(node, piece).line,
          });
        break;
      case 'linkReference':
      case 'imageReference':
        this.#referred.add(node.identifier);
        break;
      case 'footnoteDefinition':
        this.footnotes.add(node.identifier);
        break;
      case 'inlineCode':
        this.#addCode(node, piece, context);
        break;
      case 'html':
        this.#addHtml(node, piece);
        break;
    }
  }

  #addHeading(heading: MarkdownHeading, node: Nodes, piece: MarkdownPiece): void {
    this.headings.push({ ...heading, offset: piece.start + (node.position?.start.offset ?? 0) });
    this.#above = [...this.#above.filter(({ depth }) => depth < heading.depth), heading];
    this.#titles = this.#above.map(({ text }) => text);
  }

  #addLink(
    kind: 'link' | 'image' | 'definition',
    url: string,
    node: Nodes,
    piece: MarkdownPiece,
    textEnd?: number,
  ): void {
    const start = node.position?.start.offset ?? 0;
    const written = piece.text.slice(start, node.position?.end.offset ?? start);
    const label = kind === 'definition' ? written.indexOf(']:') : 0;
    const from = textEnd === undefined ? Math.max(label, 0) : textEnd - start;
    const at = url === '' ? -1 : kind === 'image' ? written.lastIndexOf(url) : written.indexOf(url, from);
    if (at === -1) this.links.push({ kind, url, ...placeOf(node, piece), endColumn: null });
    else this.links.push({ kind, url, ...placeAt(node, written, at, url.length, piece) });
  }

  #addCode(node: Nodes & { value: string }, piece: MarkdownPiece, context: string): void {
    const { value } = node;
    const written = sourceOf(node, piece);
    const at = value === '' ? -1 : written.indexOf(value);
    const place =
      at === -1
        ? { ...placeOf(node, piece), endColumn: null }
        : placeAt(node, written, at, value.length, piece);
    this.codes.push({ value, ...place, context, titles: this.#titles });
  }

  #addHtml(node: Nodes & { value: string }, piece: MarkdownPiece): void {
    const written = sourceOf(node, piece);
    for (const { url, image, offset } of htmlReferences(written)) {
      const place = placeAt(node, written, offset, url.length, piece);
      const exact = written.startsWith(url, offset);
      this.links.push({
        kind: image ? 'image' : 'html',
        url,
        ...place,
        endColumn: exact ? place.endColumn : null,
      });
    }
  }

  #addLoose(node: Nodes, piece: MarkdownPiece): void {
    for (const { label, footnote, offset } of looseReferences(node, piece.text)) {
      const start = node.position?.start.offset ?? 0;
      const { line, column } = placeAt(node, sourceOf(node, piece), offset - start, 1, piece);
      this.#loose.push({ label, footnote, line, column });
    }
  }
}

function sourceOf(node: Nodes, piece: MarkdownPiece): string {
  return piece.text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

function placeOf(node: Nodes, piece: MarkdownPiece): { line: number; column: number } {
  return { line: piece.line + (node.position?.start.line ?? 1), column: node.position?.start.column ?? 1 };
}

/** The place of something inside of a node, by its offset in the source of the node. */
function placeAt(
  node: Nodes,
  written: string,
  at: number,
  length: number,
  piece: MarkdownPiece,
): { line: number; column: number; endColumn: number } {
  const before = written.slice(0, at);
  const lastBreak = before.lastIndexOf('\n');
  const { line, column } = placeOf(node, piece);
  const own = lastBreak === -1 ? column + at : at - lastBreak;
  return { line: line + (before.match(/\n/g)?.length ?? 0), column: own, endColumn: own + length };
}

/** The text of a heading, without marks and tags; pictures have none. */
export function plainHeading(heading: Nodes): string {
  const parts: string[] = [];
  const open: Nodes[] = [heading];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'text') parts.push(withoutMarks(node.value));
    else if (node.type === 'inlineCode') parts.push(node.value);
    else if ('children' in node) open.push(...[...node.children].reverse());
  }
  return parts
    .join('')
    .replace(/\s*\{:?\s*#[^{}]*\}\s*$/, '')
    .trim();
}

/** Without the stars of emphasis, which the parser leaves in; an underscore in a word stays. */
export function withoutMarks(text: string): string {
  return text
    .replace(/\*{1,3}(?=\S)|(?<=\S)\*{1,3}/g, '')
    .replace(/(^|\s)_{1,3}(?=\S)|(?<=\S)_{1,3}(?=\s|$)/g, '$1');
}
