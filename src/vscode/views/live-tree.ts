import * as vscode from 'vscode';
import type { WorkspaceChange } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import type { Folders } from '../folders/folders.ts';
import { FolderNode } from './folder-node.ts';
import type { TreeNode } from './tree-node.ts';

/**
 * A tree that is drawn from the views of the folders and redraws only what changed. A node is made once for each id,
 * so that expansion and selection stay.
 */
export abstract class LiveTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  protected readonly folders: Folders;
  readonly #nodes = new Map<string, TreeNode>();
  readonly #onDidChange = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #listening = new Map<FolderSession, vscode.Disposable>();
  readonly #folderWatch: vscode.Disposable;
  /** How often it was redrawn, and how many lines of it. */
  readonly drawn = { times: 0, lines: 0 };
  #isVisible = true;
  #isStale = false;

  readonly onDidChangeTreeData = this.#onDidChange.event;

  constructor(folders: Folders) {
    this.folders = folders;
    this.#folderWatch = folders.onDidChange(() => this.#listen());
    this.#listen();
  }

  /** The lines of a folder at the top. */
  abstract roots(session: FolderSession, parent: TreeNode | null): TreeNode[];

  /** What of this tree a change concerns: lines, or all of them. */
  protected abstract concerned(session: FolderSession, change: WorkspaceChange): readonly TreeNode[] | 'all';

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return node.item();
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const tooltip = node.tooltip?.();
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return (await node.children?.()) ?? [];
    const { all } = this.folders;
    const [only] = all;
    if (!only) return [];
    if (all.length === 1) {
      await only.ready();
      return this.roots(only, null);
    }
    return all.map((session) =>
      this.node(
        `folder:${session.uri}`,
        () => new FolderNode(session, (parent) => this.roots(session, parent)),
      ),
    );
  }

  getParent(node: TreeNode): TreeNode | null {
    return node.parent;
  }

  /** A tree that nobody sees is redrawn when somebody does. */
  setVisible(visible: boolean): void {
    this.#isVisible = visible;
    if (visible && this.#isStale) this.redraw();
  }

  /** The node with an id, made where there is none yet. */
  node<T extends TreeNode>(id: string, make: () => T): T {
    let node = this.#nodes.get(id);
    if (!node) {
      node = make();
      this.#nodes.set(id, node);
    }
    return node as T;
  }

  /** Draws everything anew. */
  redraw(): void {
    this.#fire(undefined);
  }

  dispose(): void {
    this.#folderWatch.dispose();
    for (const listening of this.#listening.values()) listening.dispose();
    this.#onDidChange.dispose();
  }

  /** Puts a node in the place of the one with its id. */
  protected replace<T extends TreeNode>(id: string, node: T): T {
    this.#nodes.set(id, node);
    return node;
  }

  /** The node with an id where it was ever shown. */
  protected known(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  #listen(): void {
    const gone = new Map(this.#listening);
    for (const session of this.folders.all) {
      gone.delete(session);
      if (this.#listening.has(session)) continue;
      const listening = session.onDidChange((change) => this.#onChange(session, change));
      this.#listening.set(session, listening);
    }
    for (const [session, listening] of gone) {
      listening.dispose();
      this.#listening.delete(session);
    }
    this.#fire(undefined);
  }

  #onChange(session: FolderSession, change: WorkspaceChange): void {
    if (!this.#isVisible) {
      this.#isStale = true;
      return;
    }
    const concerned = this.concerned(session, change);
    if (concerned === 'all') {
      this.#fire(this.folders.all.length > 1 ? this.known(`folder:${session.uri}`) : undefined);
    } else if (concerned.length > 0) this.#fire([...concerned]);
  }

  #fire(nodes: TreeNode | TreeNode[] | undefined): void {
    if (nodes === undefined) this.#isStale = false;
    this.drawn.times += 1;
    this.drawn.lines += Array.isArray(nodes) ? nodes.length : 1;
    this.#onDidChange.fire(nodes);
  }
}
