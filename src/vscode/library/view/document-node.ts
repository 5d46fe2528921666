import * as vscode from 'vscode';
import type { DocumentStatus } from '../../../model/library-report.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { openCommand, partsOf, statusMeaning, uriOf } from '../document-look.ts';

interface ListedDocument {
  readonly path: string;
  readonly kind: string;
  readonly title: string | null;
  readonly status: DocumentStatus;
}

/** A document in its folder, with its status. */
export class DocumentNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly #document: ListedDocument;

  constructor(parent: TreeNode, document: ListedDocument) {
    const { name } = partsOf(document.path);
    this.id = `${parent.id}/${name}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = { folder: parent.session.uri, path: document.path };
    this.#document = document;
  }

  item(): vscode.TreeItem {
    const { path, title, status } = this.#document;
    const { name } = partsOf(path);
    const item = new vscode.TreeItem(name);
    item.id = this.id;
    item.resourceUri = uriOf(this.session.folder.uri, path);
    item.iconPath = vscode.ThemeIcon.File;
    item.description = [status, title === name ? null : title].filter((part) => part !== null).join(' · ');
    item.contextValue = `document ${status}`;
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    item.command = openCommand(item.resourceUri);
    return item;
  }

  tooltip(): string {
    const { path, kind, title, status } = this.#document;
    return [path, title, kind, `${status}: ${statusMeaning(status)}`]
      .filter((part) => part !== null)
      .join('\n');
  }
}
