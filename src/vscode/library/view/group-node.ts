import * as vscode from 'vscode';
import type { DuplicateGroup } from '../../../model/library-review.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import { openCommand, partsOf, uriOf } from '../document-look.ts';
import { similarityText } from '../similarity-text.ts';
import { filesText } from './count-text.ts';

/** Documents that say the same, or nearly; named after the one to go by. */
export class GroupNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly #group: DuplicateGroup;

  constructor(parent: TreeNode, group: DuplicateGroup) {
    this.id = `${parent.id}:${group.canonical}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = { folder: parent.session.uri, path: group.canonical };
    this.#group = group;
  }

  item(): vscode.TreeItem {
    const { canonical, members, isExact } = this.#group;
    const { name } = partsOf(canonical);
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('files');
    item.description = [
      filesText(members.length),
      isExact ? vscode.l10n.t('identical') : vscode.l10n.t('similar'),
    ].join(' · ');
    item.contextValue = 'group';
    return item;
  }

  tooltip(): string {
    const { canonical, because } = this.#group;
    return vscode.l10n.t('The one to go by: {0}\n{1}', canonical, because);
  }

  children(): TreeNode[] {
    return this.#group.members.map((member) => new MemberNode(this, member, this.#group));
  }
}

/** A document of a group, with how much of the text of the one to go by it has. */
class MemberNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: GroupNode;
  readonly target: Target;
  readonly #member: DuplicateGroup['members'][number];
  readonly #group: DuplicateGroup;

  constructor(parent: GroupNode, member: DuplicateGroup['members'][number], group: DuplicateGroup) {
    this.id = `${parent.id}:${member.path}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = { folder: parent.session.uri, path: member.path };
    this.#member = member;
    this.#group = group;
  }

  item(): vscode.TreeItem {
    const { path, status, similarity } = this.#member;
    const { name, folder } = partsOf(path);
    const isCanonical = path === this.#group.canonical;
    const item = new vscode.TreeItem(name);
    item.id = this.id;
    item.resourceUri = uriOf(this.session.folder.uri, path);
    item.iconPath = vscode.ThemeIcon.File;
    item.description = [isCanonical ? vscode.l10n.t('to go by') : similarityText(similarity), folder]
      .filter(Boolean)
      .join(' · ');
    item.contextValue = `document ${status}`;
    item.accessibilityInformation = { label: [name, status, item.description].join(', ') };
    item.command = openCommand(item.resourceUri);
    return item;
  }

  tooltip(): string {
    const { path, status } = this.#member;
    return [path, status, ...(path === this.#group.canonical ? [this.#group.because] : [])].join('\n');
  }
}
