import type * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import { LineLook } from '../../views/line-look.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import type { LibraryLine, OnOpened } from './library-line.ts';

/** What a heading says, and the names of what stands below it. */
export interface Heading<Key extends string> {
  readonly line: vscode.TreeItem;
  readonly keys: readonly Key[];
}

interface HeadingNodeOptions<Key extends string> {
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly onOpened: OnOpened;
  /** As the library is at this moment. */
  heading(): Heading<Key>;
  child(parent: TreeNode, key: Key): TreeNode;
}

/** A heading of the view *Library*, directly below a folder. */
export class HeadingNode<Key extends string> implements LibraryLine {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly target: Target;
  readonly #options: HeadingNodeOptions<Key>;
  readonly #look = new LineLook();
  #shown = '';

  constructor(id: string, options: HeadingNodeOptions<Key>) {
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
    const { keys } = this.#options.heading();
    this.#shown = keys.join(' ');
    return keys.map((key) => this.#options.child(this, key));
  }

  async renew(): Promise<boolean> {
    return !this.#look.isSame(this.#line()) || this.#options.heading().keys.join(' ') !== this.#shown;
  }

  #line(): vscode.TreeItem {
    const { line } = this.#options.heading();
    line.id = this.id;
    return line;
  }
}
