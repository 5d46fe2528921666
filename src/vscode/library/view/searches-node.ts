import * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';

/** The searches that somebody keeps, as the view shows them. */
export interface KeptSearches {
  /** Each once, in the order in which they are shown. */
  readonly saved: readonly string[];
  readonly onDidChange: vscode.Event<void>;
}

/** The line above the searches that somebody keeps. */
export class SearchesNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly target: Target;
  readonly #saved: () => readonly string[];

  constructor(id: string, session: FolderSession, parent: TreeNode | null, saved: () => readonly string[]) {
    this.id = id;
    this.session = session;
    this.parent = parent;
    this.target = { folder: session.uri };
    this.#saved = saved;
  }

  item(): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const { length } = this.#saved();
    const item = new vscode.TreeItem(vscode.l10n.t('Saved Searches'), length > 0 ? Collapsed : None);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('bookmark');
    item.description = length > 0 ? String(length) : vscode.l10n.t('none yet');
    item.contextValue = 'searches';
    return item;
  }

  tooltip(): string {
    return vscode.l10n.t('A search is saved where it is made: Dodeca: Search Library.');
  }

  children(): TreeNode[] {
    return this.#saved().map((query) => new SearchNode(this, query));
  }
}

/** A search that somebody keeps; a click makes it. */
class SearchNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: SearchesNode;
  readonly target: Target;
  readonly #query: string;

  constructor(parent: SearchesNode, query: string) {
    this.id = `${parent.id}:${query}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#query = query;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.#query);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('search');
    item.contextValue = 'search';
    item.command = {
      command: 'dodeca.searchLibrary',
      title: vscode.l10n.t('Search'),
      arguments: [{ ...this.target, query: this.#query }],
    };
    return item;
  }
}
