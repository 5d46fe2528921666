import * as vscode from 'vscode';
import type { FolderSession } from '../folders/folder-session.ts';
import type { Target, TreeNode } from './tree-node.ts';

interface RunGroupNodeOptions {
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly label: string;
  readonly expanded: boolean;
  runs(parent: RunGroupNode): TreeNode[];
}

/** The runs of a day, or those that were put away. */
export class RunGroupNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly target: Target;
  readonly #options: RunGroupNodeOptions;

  constructor(id: string, options: RunGroupNodeOptions) {
    this.id = id;
    this.session = options.session;
    this.parent = options.parent;
    this.target = { folder: options.session.uri };
    this.#options = options;
  }

  item(): vscode.TreeItem {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(this.#options.label, this.#options.expanded ? Expanded : Collapsed);
    item.id = this.id;
    item.contextValue = 'runs';
    return item;
  }

  children(): TreeNode[] {
    return this.#options.runs(this);
  }
}
