import type { TreeCursor } from '@vscode/tree-sitter-wasm';
import type { ImportKind, ImportStatement } from './import-statement.ts';
import { keptText } from './kept-text.ts';
import type { CodeOutline } from './outline.ts';
import { type Draft, definitionOf, newDraft } from './outline-draft.ts';
import type { NodeType, SyntaxNode } from './syntax-parser.ts';

/** What is done at a node: `skip` leaves out what is below it. */
export type Visit<W extends OutlineWalk> = (walk: W) => 'skip' | undefined;

/** What is done at each type of node, by its number: something, nothing at all, or only going on below it. */
export type VisitTable<W extends OutlineWalk> = readonly (Visit<W> | 'leaf' | undefined)[];

/**
 * Makes the table of a grammar. Words and signs have nothing below them, and by far most nodes are such.
 *
 * @param visits by the name of a node's type; a word or a sign is written with a space before it: ` &&`
 * @param leaves names of further types that have nothing below them that matters
 */
export function visitTable<W extends OutlineWalk>(
  types: readonly NodeType[],
  visits: Readonly<Record<string, Visit<W>>>,
  leaves: readonly string[],
): VisitTable<W> {
  const own = new Map(Object.entries(visits));
  const plain = new Set(leaves);
  return types.map(({ name, named }) => {
    const visit = own.get(named ? name : ` ${name}`);
    return visit ?? (!named || plain.has(name) ? 'leaf' : undefined);
  });
}

/** What holds around a node. */
interface Surroundings {
  /** The innermost definition, which names what is inside. */
  readonly container: Draft;
  /** The innermost function, class body or module: the one whose decisions are counted. */
  readonly owner: Draft;
  readonly nesting: number;
  readonly importKind: ImportKind;
  /** The object around it, where it has a name. */
  readonly holder: Holder | null;
}

/** An object whose members are named after it. */
export interface Holder {
  readonly qualifiedName: string;
  readonly via: string | null;
  readonly exported: boolean;
}

/** A walk through a tree that collects an outline. It keeps its own stack: a tree may be deeper than that of calls. */
export class OutlineWalk {
  readonly text: string;
  readonly cursor: TreeCursor;
  readonly module: Draft;
  readonly drafts: Draft[] = [];
  readonly imports: ImportStatement[] = [];
  comments = 0;
  entryPoint: boolean;
  parses: boolean;
  around: Surroundings;
  readonly #left: { readonly depth: number; readonly around: Surroundings }[] = [];
  #depth = 0;

  constructor(text: string, root: SyntaxNode) {
    this.text = text;
    this.cursor = root.walk();
    this.parses = !root.hasError;
    this.entryPoint = text.startsWith('#!');
    this.module = newDraft({
      kind: 'module',
      name: '',
      qualifiedName: '',
      line: 1,
      column: 1,
      start: 0,
      end: text.length,
      complexity: 1,
      endLine: linesOf(text),
    });
    if (firstStatement(root) !== null) this.drafts.push(this.module);
    this.around = {
      container: this.module,
      owner: this.module,
      nesting: 0,
      importKind: 'eager',
      holder: null,
    };
  }

  /** Visits every node, by the table of its grammar. */
  run(table: VisitTable<this>): void {
    const { cursor } = this;
    let nearest = -1;
    const leave = (): void => {
      while (this.#left.at(-1)?.depth === this.#depth) {
        const last = this.#left.pop();
        if (last !== undefined) this.around = last.around;
      }
      nearest = this.#left.at(-1)?.depth ?? -1;
    };
    try {
      for (;;) {
        const visit = table[cursor.nodeTypeId];
        let below = visit !== 'leaf';
        if (typeof visit === 'function') {
          below = visit(this) !== 'skip';
          nearest = this.#left.at(-1)?.depth ?? -1;
        }
        if (below && cursor.gotoFirstChild()) {
          this.#depth += 1;
          continue;
        }
        if (this.#depth === nearest) leave();
        while (!cursor.gotoNextSibling()) {
          if (!cursor.gotoParent()) return;
          this.#depth -= 1;
          if (this.#depth === nearest) leave();
        }
      }
    } finally {
      cursor.delete();
    }
  }

  /** Changes what holds below this node. */
  within(changes: Partial<Surroundings>): void {
    this.#left.push({ depth: this.#depth, around: this.around });
    this.around = { ...this.around, ...changes };
  }

  /** Goes to each child of this node, and back. Much faster than to ask the node for them. */
  children(look: () => void): void {
    const { cursor } = this;
    if (!cursor.gotoFirstChild()) return;
    do look();
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }

  /** Counts a decision. */
  decide(): undefined {
    this.around.owner.complexity += 1;
  }

  /** Counts a case. */
  decideCase(): undefined {
    this.around.owner.cases += 1;
    return this.decide();
  }

  /** Goes into a statement that has cases. */
  enterSwitch(): undefined {
    this.around.owner.switches += 1;
    return this.nest();
  }

  /** Goes one level deeper. */
  nest(): undefined {
    const nesting = this.around.nesting + 1;
    const { owner } = this.around;
    if (nesting > owner.nesting) owner.nesting = nesting;
    this.within({ nesting });
  }

  /** Adds a definition and goes into it. */
  enter(draft: Draft): void {
    this.drafts.push(draft);
    const counts = draft.kind !== 'namespace';
    const isFunction = draft.kind === 'function' || draft.kind === 'method';
    const { importKind } = this.around;
    this.within({
      container: draft,
      holder: null,
      ...(counts ? { owner: draft, nesting: 0 } : {}),
      importKind: isFunction && importKind === 'eager' ? 'deferred' : importKind,
    });
  }

  /** `Class.name` in a class, the name alone at the top. */
  qualified(name: string): string {
    const { container, holder } = this.around;
    const before = holder?.qualifiedName ?? container.qualifiedName;
    return before === '' ? name : `${before}.${name}`;
  }

  /** The text of a node that may be kept. */
  textOf({ startIndex, endIndex }: SyntaxNode): string {
    return keptText(this.text, startIndex, endIndex);
  }

  finish(): CodeOutline {
    for (const draft of this.drafts) draft.lines = draft.endLine - draft.line + 1;
    return {
      parses: this.parses,
      definitions: this.drafts.filter(({ overloaded }) => !overloaded).map(definitionOf),
      imports: this.imports,
      entryPoint: this.entryPoint,
      comments: this.comments,
      lines: linesOf(this.text),
    };
  }
}

/** Comments in front of the first statement that are looked over. */
const mostComments = 1000;

/** The first thing in a node that is no comment. */
export function firstStatement(node: SyntaxNode): SyntaxNode | null {
  let first = node.firstNamedChild;
  for (let seen = 0; first?.type === 'comment' && seen < mostComments; seen++) first = first.nextNamedSibling;
  return first;
}

/** Whether a definition is a function, with a body or without. */
export function isFunction({ kind }: Draft): boolean {
  return kind === 'function' || kind === 'method';
}

/** The line, from 1, on which a node ends; one that ends with its line ends on it. */
export function lastLine({ startPosition, endPosition }: SyntaxNode): number {
  const { row, column } = endPosition;
  return column === 0 && row > startPosition.row ? row : row + 1;
}

function linesOf(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
