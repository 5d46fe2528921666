import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';

/** The named children of a node; none where there is no node. */
export function childrenOf(node: SyntaxNode | null | undefined): SyntaxNode[] {
  return node?.namedChildren.filter((child) => child !== null) ?? [];
}
