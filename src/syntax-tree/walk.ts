import type { TreeCursor } from '@vscode/tree-sitter-wasm';
import type { SyntaxNode } from './syntax-parser.ts';

/** What a walk does at a node: `skip` leaves out what is below it. */
export interface Visitor {
  enter(cursor: TreeCursor): 'skip' | undefined;
  leave?(cursor: TreeCursor): void;
}

/**
 * Walks a tree from above, without recursion: a tree may be deeper than the stack. The cursor is much faster than the
 * nodes are; ask `cursor.currentNode` only at nodes that matter, `cursor.nodeType` at all.
 */
export function walk(root: SyntaxNode, visitor: Visitor): void {
  const cursor = root.walk();
  try {
    for (;;) {
      if (visitor.enter(cursor) !== 'skip' && cursor.gotoFirstChild()) continue;
      visitor.leave?.(cursor);
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return;
        visitor.leave?.(cursor);
      }
    }
  } finally {
    cursor.delete();
  }
}
