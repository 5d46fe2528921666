import * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { numberText } from './count-text.ts';

/** That there are more than are listed. */
export class MoreNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly #count: number;

  constructor(parent: TreeNode, count: number) {
    this.id = `${parent.id}:more`;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#count = count;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('… and {0} more', numberText(this.#count)));
    item.id = this.id;
    item.contextValue = 'more';
    return item;
  }
}
