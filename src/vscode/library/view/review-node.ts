import * as vscode from 'vscode';
import { type QueueReason, queueReasons } from '../../../model/library-review.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import { LineLook } from '../../views/line-look.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { numberText } from './count-text.ts';
import type { LibraryLine, OnOpened } from './library-line.ts';

interface ReviewNodeOptions {
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly onOpened: OnOpened;
  reason(parent: ReviewNode, reason: QueueReason): TreeNode;
}

/** What waits for somebody to look at it, by the reason. */
export class ReviewNode implements LibraryLine {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly target: Target;
  readonly #options: ReviewNodeOptions;
  readonly #look = new LineLook();
  #shown = '';

  constructor(id: string, options: ReviewNodeOptions) {
    this.id = id;
    this.session = options.session;
    this.parent = options.parent;
    this.target = { folder: options.session.uri };
    this.#options = options;
  }

  item(): vscode.TreeItem {
    return this.#look.note(this.#line());
  }

  async children(): Promise<TreeNode[]> {
    this.#options.onOpened(this);
    const reasons = this.#reasons();
    this.#shown = reasons.join(' ');
    return reasons.map((reason) => this.#options.reason(this, reason));
  }

  async renew(): Promise<boolean> {
    return !this.#look.isSame(this.#line()) || this.#reasons().join(' ') !== this.#shown;
  }

  #line(): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const { status, waiting } = this.session.library;
    const count = queueReasons.reduce((sum, reason) => sum + (waiting?.[reason] ?? 0), 0);
    const item = new vscode.TreeItem(vscode.l10n.t('Review'), count > 0 ? Collapsed : None);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('checklist');
    // Before everything was read, nothing is said of what is not there.
    if (count > 0) item.description = numberText(count);
    else if (waiting !== null && status?.builtMs != null)
      item.description = vscode.l10n.t('Everything is reviewed.');
    item.contextValue = 'review';
    return item;
  }

  #reasons(): QueueReason[] {
    const { waiting } = this.session.library;
    return queueReasons.filter((reason) => (waiting?.[reason] ?? 0) > 0);
  }
}
