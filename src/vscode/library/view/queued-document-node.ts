import * as vscode from 'vscode';
import type { ReviewFinding, ReviewQueue } from '../../../model/library-review.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { openCommand, partsOf, uriOf } from '../document-look.ts';

/** A document that waits for somebody to look at it. */
export type QueuedDocument = ReviewQueue['documents'][number];

/** A document that waits, with what the review found in it. */
export class QueuedDocumentNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly #document: QueuedDocument;

  constructor(parent: TreeNode, document: QueuedDocument) {
    this.id = `${parent.id}:${document.path}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = { folder: parent.session.uri, path: document.path };
    this.#document = document;
  }

  item(): vscode.TreeItem {
    const { path, status, because, findings, reason } = this.#document;
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const { name, folder } = partsOf(path);
    const item = new vscode.TreeItem(name, findings.length > 0 ? Collapsed : None);
    item.id = this.id;
    item.resourceUri = uriOf(this.session.folder.uri, path);
    item.iconPath = vscode.ThemeIcon.File;
    item.description = [folder, reason === 'stale' ? because : ''].filter(Boolean).join(' · ');
    item.contextValue = `document ${status}`;
    item.accessibilityInformation = { label: [name, status, because].join(', ') };
    item.command = openCommand(item.resourceUri, findings[0]?.line);
    return item;
  }

  tooltip(): string {
    const { path, status, because } = this.#document;
    return `${path}\n${status}: ${because}`;
  }

  children(): TreeNode[] {
    return this.#document.findings.map((finding, place) => new FindingNode(this, finding, place));
  }
}

/** Something that the review found in a document; a click leads to the line. */
class FindingNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: QueuedDocumentNode;
  readonly target: Target;
  readonly #finding: ReviewFinding;

  constructor(parent: QueuedDocumentNode, finding: ReviewFinding, place: number) {
    this.id = `${parent.id}:${place}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#finding = finding;
  }

  item(): vscode.TreeItem {
    const { message, rule, line } = this.#finding;
    const item = new vscode.TreeItem(message);
    item.id = this.id;
    item.iconPath = findingIcon(this.#finding);
    item.description = vscode.l10n.t('{0} · line {1}', rule, line);
    item.contextValue = 'finding';
    item.command = openCommand(uriOf(this.session.folder.uri, this.target.path ?? ''), line);
    return item;
  }

  tooltip(): string {
    const { message, severity, rule, fix } = this.#finding;
    return [message, `${severity}, ${rule}`, fix].filter((part) => part !== null).join('\n');
  }
}

/** The icon of a finding: a lamp where it can be mended without a person. */
export function findingIcon({ severity, fix }: ReviewFinding): vscode.ThemeIcon {
  if (fix !== null) return new vscode.ThemeIcon('lightbulb');
  return severity === 'error'
    ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
    : new vscode.ThemeIcon('info');
}
