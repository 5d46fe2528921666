import type { TreeNode } from '../../views/tree-node.ts';

/** A line of the view *Library* that opens into others, and knows whether it has to be drawn anew. */
export interface LibraryLine extends TreeNode {
  children(): Promise<TreeNode[]>;
  /** After a change of the library: whether the line, or what is directly below it, is another one than was shown. */
  renew(): Promise<boolean>;
}

/** Hears of lines that somebody opens: only those are looked at when the library has changed. */
export type OnOpened = (line: LibraryLine) => void;
