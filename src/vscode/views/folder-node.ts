import * as vscode from 'vscode';
import type { FolderSession } from '../folders/folder-session.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** A workspace folder, where there are several. */
export class FolderNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent = null;
  readonly target: Target;
  readonly #roots: (parent: TreeNode) => TreeNode[];

  constructor(session: FolderSession, roots: (parent: TreeNode) => TreeNode[]) {
    this.id = `folder:${session.uri}`;
    this.session = session;
    this.target = { folder: session.uri };
    this.#roots = roots;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.session.folder.name, vscode.TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    item.contextValue = 'folder';
    item.iconPath = vscode.ThemeIcon.Folder;
    item.description = this.session.problem ?? '';
    item.tooltip = this.session.problem ?? this.session.folder.uri.fsPath;
    return item;
  }

  async children(): Promise<TreeNode[]> {
    await this.session.ready();
    return this.#roots(this);
  }
}
