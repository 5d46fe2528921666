import * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import { LineLook } from '../../views/line-look.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { type Collection, collectionsOf, runsKey } from './collections.ts';
import { filesText } from './count-text.ts';
import type { LibraryLine, OnOpened } from './library-line.ts';

interface CollectionsNodeOptions {
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly onOpened: OnOpened;
  collection(parent: CollectionsNode, collection: Collection): TreeNode;
}

/** All that is in the library, by what it is. */
export class CollectionsNode implements LibraryLine {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly target: Target;
  readonly #options: CollectionsNodeOptions;
  readonly #look = new LineLook();
  #shown = '';

  constructor(id: string, options: CollectionsNodeOptions) {
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
    const collections = this.#collections();
    this.#shown = keysOf(collections);
    return collections.map((collection) => this.#options.collection(this, collection));
  }

  async renew(): Promise<boolean> {
    return !this.#look.isSame(this.#line()) || keysOf(this.#collections()) !== this.#shown;
  }

  #line(): vscode.TreeItem {
    // Logs are no files of the workspace.
    const files = this.#collections().reduce((sum, one) => sum + (one.key === runsKey ? 0 : one.files), 0);
    // Also while there is nothing in it: what was drawn without a twistie stays closed when it gets one.
    const { Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(vscode.l10n.t('Collections'), Expanded);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('library');
    item.description = filesText(files);
    item.contextValue = 'collections';
    return item;
  }

  #collections(): Collection[] {
    return collectionsOf(this.session.library.status);
  }
}

const keysOf = (collections: readonly Collection[]) => collections.map(({ key }) => key).join(' ');
