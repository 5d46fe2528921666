import * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import { LineLook } from '../../views/line-look.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { numberText } from './count-text.ts';
import { DocumentNode } from './document-node.ts';
import { FolderListing } from './folder-listing.ts';
import type { LibraryLine, OnOpened } from './library-line.ts';

/** What a line of documents is called and how many there are, at the moment at which it is drawn. */
export interface ListingLook {
  readonly label: string;
  /** What more there is to say; absent where there is nothing. */
  readonly hint?: string;
  readonly icon: vscode.ThemeIcon;
  /** The folder in the workspace that it stands for; absent where it stands for none. */
  readonly resource?: vscode.Uri;
  /** Documents below it, however deep. */
  readonly files: number;
}

interface ListingNodeOptions {
  readonly session: FolderSession;
  readonly parent: TreeNode;
  /** Relative to the workspace folder; `''` is that folder itself. */
  readonly folder: string;
  readonly onOpened: OnOpened;
  look(): ListingLook;
  /** The kinds of documents that are listed. */
  kinds(): readonly string[];
  /** The line of a folder below. */
  below(parent: ListingNode, name: string): TreeNode;
}

/** A collection, or a folder in one: opens into folders and documents, asked for when somebody opens it. */
export class ListingNode implements LibraryLine {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly folder: string;
  readonly #options: ListingNodeOptions;
  readonly #look = new LineLook();
  readonly #listing: FolderListing;
  #counts: ReadonlyMap<string, number> = new Map();

  constructor(id: string, options: ListingNodeOptions) {
    this.id = id;
    this.session = options.session;
    this.parent = options.parent;
    this.target = { folder: options.session.uri };
    this.folder = options.folder;
    this.#options = options;
    this.#listing = new FolderListing(options.session, options.folder);
  }

  kinds(): readonly string[] {
    return this.#options.kinds();
  }

  /** How many documents there are in a folder below, as was listed last. */
  filesIn(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  item(): vscode.TreeItem {
    return this.#look.note(this.#line());
  }

  async children(): Promise<TreeNode[]> {
    this.#options.onOpened(this);
    const { folders, files } = await this.#listing.read(this.kinds());
    this.#counts = new Map(folders.map((folder) => [folder.name, folder.files]));
    return [
      ...folders.map(({ name }) => this.#options.below(this, name)),
      ...files.map((file) => new DocumentNode(this, file)),
    ];
  }

  async renew(): Promise<boolean> {
    const looksSame = this.#look.isSame(this.#line());
    return (await this.#listing.renew(this.kinds())) || !looksSame;
  }

  #line(): vscode.TreeItem {
    const { label, hint, icon, resource, files } = this.#options.look();
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.iconPath = icon;
    if (resource) item.resourceUri = resource;
    item.description = [numberText(files), hint].filter(Boolean).join(' · ');
    item.contextValue = 'listing';
    return item;
  }
}
