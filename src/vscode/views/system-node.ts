import * as vscode from 'vscode';
import type { ClusterSystem } from '../../model/definition.ts';
import { systemFacts } from '../../report-text/system-facts.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** What a system of the engine does now; asked for when somebody opens the line. */
export class SystemNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly #system: ClusterSystem;

  constructor(id: string, parent: TreeNode, system: ClusterSystem) {
    this.id = id;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#system = system;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(labels[this.#system](), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('pulse');
    item.description = vscode.l10n.t('of the engine');
    item.contextValue = 'system';
    return item;
  }

  async children(): Promise<TreeNode[]> {
    if (this.session.state !== 'connected') return [];
    const report = await this.session.call('engine/systems', {});
    return systemFacts(this.#system, report).map(([name, text]) => new SystemFactNode(this, name, text));
  }
}

/** One thing that there is to say of a system. */
class SystemFactNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: SystemNode;
  readonly target: Target;
  readonly #name: string;
  readonly #text: string;

  constructor(parent: SystemNode, name: string, text: string) {
    this.id = `${parent.id}:${name}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#name = name;
    this.#text = text;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.#name);
    item.id = this.id;
    item.description = this.#text;
    item.tooltip = `${this.#name}: ${this.#text}`;
    item.contextValue = 'fact';
    return item;
  }
}

const labels: Readonly<Record<ClusterSystem, () => string>> = {
  orchestrator: () => vscode.l10n.t('Runs and clients'),
  kernel: () => vscode.l10n.t('Slots, queue and locks'),
  governance: () => vscode.l10n.t('Findings that stand'),
  journal: () => vscode.l10n.t('Journal'),
  metrics: () => vscode.l10n.t('Machine and engine'),
};
