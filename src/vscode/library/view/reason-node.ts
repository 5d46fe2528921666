import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { DuplicateGroup, QueueReason, ReviewQueue } from '../../../model/library-review.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import { LineLook } from '../../views/line-look.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { numberText } from './count-text.ts';
import { GroupNode } from './group-node.ts';
import type { LibraryLine, OnOpened } from './library-line.ts';
import { MoreNode } from './more-node.ts';
import { type QueuedDocument, QueuedDocumentNode } from './queued-document-node.ts';

/** What waits for one reason. */
interface Waiting {
  readonly documents: readonly QueuedDocument[];
  readonly groups: readonly DuplicateGroup[];
}

/** The documents that wait for somebody for one reason; of duplicates, the groups that say the same. */
export class ReasonNode implements LibraryLine {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly #reason: QueueReason;
  readonly #onOpened: OnOpened;
  readonly #look = new LineLook();
  #shown: Waiting | null = null;

  constructor(parent: TreeNode, reason: QueueReason, onOpened: OnOpened) {
    this.id = `${parent.id}:${reason}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#reason = reason;
    this.#onOpened = onOpened;
  }

  item(): vscode.TreeItem {
    return this.#look.note(this.#line());
  }

  tooltip(): string {
    return looks[this.#reason].tooltip();
  }

  async children(): Promise<TreeNode[]> {
    this.#onOpened(this);
    const waiting = this.#of(await this.session.library.queue());
    this.#shown = waiting;
    const lines: TreeNode[] = [
      ...waiting.groups.map((group) => new GroupNode(this, group)),
      ...waiting.documents.map((document) => new QueuedDocumentNode(this, document)),
    ];
    const more = this.#count() - lines.length;
    return more > 0 ? [...lines, new MoreNode(this, more)] : lines;
  }

  async renew(): Promise<boolean> {
    const waiting = this.#of(await this.session.library.queue());
    return !this.#look.isSame(this.#line()) || !isDeepStrictEqual(waiting, this.#shown);
  }

  #line(): vscode.TreeItem {
    const { label, icon } = looks[this.#reason];
    const item = new vscode.TreeItem(label(), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.description = numberText(this.#count());
    item.contextValue = 'reason';
    return item;
  }

  #count(): number {
    return this.session.library.waiting?.[this.#reason] ?? 0;
  }

  #of({ documents, groups }: ReviewQueue): Waiting {
    if (this.#reason === 'duplicates') return { documents: [], groups };
    return { documents: documents.filter(({ reason }) => reason === this.#reason), groups: [] };
  }
}

const looks: Readonly<
  Record<QueueReason, { readonly icon: string; readonly label: () => string; readonly tooltip: () => string }>
> = {
  stale: {
    icon: 'history',
    label: () => vscode.l10n.t('Stale'),
    tooltip: () => vscode.l10n.t('What these were made from has changed since.'),
  },
  findings: {
    icon: 'warning',
    label: () => vscode.l10n.t('Findings'),
    tooltip: () => vscode.l10n.t('The review found something in these.'),
  },
  duplicates: {
    icon: 'files',
    label: () => vscode.l10n.t('Duplicates'),
    tooltip: () =>
      vscode.l10n.t('These say the same, or nearly. One of each group is to go by; say which one.'),
  },
};
