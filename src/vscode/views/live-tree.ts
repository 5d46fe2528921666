import * as vscode from 'vscode';
import type { WorkspaceChange } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import type { Folders } from '../folders/folders.ts';
import { Pulse } from '../folders/pulse.ts';
import { FolderNode } from './folder-node.ts';
import type { TreeNode } from './tree-node.ts';

/**
 * Milliseconds between two drawings at least. VS Code gathers the changes of a tree until there was none for 200 ms:
 * with more of them than that, a tree would stand still for as long as anything goes on.
 */
const drawEveryMs = 250;

/** VS Code takes about a tenth of a millisecond for each line. */
const linesAtOnce = 200;

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
  readonly #pulse = new Pulse(drawEveryMs, () => this.#draw());
  /** Lines that are to be drawn anew. */
  readonly #changed = new Set<TreeNode>();
  #isVisible = true;
  /** All of it is to be drawn anew. */
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
    if (visible && (this.#isStale || this.#changed.size > 0)) this.redraw();
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
    this.#isStale = true;
    this.#pulse.beat();
  }

  dispose(): void {
    this.#folderWatch.dispose();
    this.#pulse.dispose();
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

  /** Draws lines of a folder anew, or all of them. */
  protected redrawLines(session: FolderSession, concerned: readonly TreeNode[] | 'all'): void {
    if (concerned !== 'all') for (const node of concerned) this.#changed.add(node);
    else if (this.folders.all.length === 1) this.#isStale = true;
    else {
      const folder = this.known(`folder:${session.uri}`);
      if (folder) this.#changed.add(folder);
      else this.#isStale = true;
    }
    if (this.#isVisible && (this.#isStale || this.#changed.size > 0)) this.#pulse.beat();
  }

  #listen(): void {
    const gone = new Map(this.#listening);
    for (const session of this.folders.all) {
      gone.delete(session);
      if (this.#listening.has(session)) continue;
      const listening = session.onDidChange((change) =>
        this.redrawLines(session, this.concerned(session, change)),
      );
      this.#listening.set(session, listening);
    }
    for (const [session, listening] of gone) {
      listening.dispose();
      this.#listening.delete(session);
    }
    this.redraw();
  }

  /** Draws what changed, as much of it as the extension host can bear at once; the rest follows. */
  #draw(): void {
    if (this.#isStale) {
      this.#changed.clear();
      this.#isStale = false;
      this.#fire(undefined);
      return;
    }
    for (const node of this.#changed) if (node.looksSame?.()) this.#changed.delete(node);
    const batch = new Set<TreeNode>();
    let lines = 0;
    for (const node of this.#changed) {
      if (lines >= linesAtOnce) break;
      this.#changed.delete(node);
      // Below a line that is drawn everything is drawn.
      if (node.parent && (batch.has(node.parent) || this.#changed.has(node.parent))) continue;
      batch.add(node);
      lines += node.weight ?? 1;
    }
    if (batch.size > 0) this.#fire([...batch]);
    if (this.#changed.size > 0) this.#pulse.beat();
  }

  #fire(nodes: TreeNode[] | undefined): void {
    this.drawn.times += 1;
    this.drawn.lines += nodes?.length ?? 1;
    this.#onDidChange.fire(nodes);
  }
}
