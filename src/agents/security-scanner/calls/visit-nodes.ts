import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';

/** What a visit does at the nodes that it was asked for. */
export interface NodeVisitor {
  /** True where the node opens something that `leave` closes behind it. */
  enter(node: SyntaxNode, type: string): boolean;
  leave(): void;
}

/**
 * Visits the nodes of some types from above, in the order of the text. The tree is searched outside of JavaScript,
 * which takes a fraction of the time that a walk over every node does.
 */
export function visitNodes(root: SyntaxNode, types: readonly string[], visitor: NodeVisitor): void {
  const ends: number[] = [];
  for (const node of root.descendantsOfType([...types])) {
    if (node === null) continue;
    while ((ends.at(-1) ?? Number.POSITIVE_INFINITY) <= node.startIndex) {
      ends.pop();
      visitor.leave();
    }
    if (visitor.enter(node, node.type)) ends.push(node.endIndex);
  }
}
