import * as vscode from 'vscode';
import { formatDuration } from '../../common/text.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { timeOfDay } from './describe.ts';
import { iconOf } from './status-look.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** A phase of the improvement cycle, with the last result of its pipeline. */
export class PhaseNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly phase: string;
  readonly #clusters: (parent: PhaseNode, clusters: readonly string[]) => TreeNode[];

  constructor(
    id: string,
    session: FolderSession,
    parent: TreeNode | null,
    phase: string,
    clusters: (parent: PhaseNode, clusters: readonly string[]) => TreeNode[],
  ) {
    this.id = id;
    this.session = session;
    this.parent = parent;
    this.phase = phase;
    this.#clusters = clusters;
  }

  get target(): Target {
    const phase = this.session.view.phases.get(this.phase);
    return {
      folder: this.session.uri,
      pipeline: phase?.pipeline ?? undefined,
      runId: phase?.last?.runId,
    };
  }

  item(): vscode.TreeItem {
    const phase = this.session.view.phases.get(this.phase);
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(
      phase ? `${phase.id} ${phase.name}` : this.phase,
      phase && phase.clusters.length > 0 ? Collapsed : None,
    );
    item.id = this.id;
    if (!phase) return item;
    const { pipeline, last } = phase;
    item.iconPath = iconOf(last?.status ?? null);
    const parts = [pipeline ?? vscode.l10n.t('no pipeline')];
    if (last) {
      parts.push(last.status);
      if (last.finishedAt !== null) parts.push(formatDuration(last.durationMs), timeOfDay(last.startedAt));
    } else if (pipeline !== null) parts.push(vscode.l10n.t('never run'));
    item.description = parts.join(' · ');
    item.contextValue = [
      'phase',
      pipeline !== null && vscode.workspace.isTrusted && 'runnable',
      last && 'recorded',
    ]
      .filter(Boolean)
      .join(' ');
    return item;
  }

  children(): TreeNode[] {
    return this.#clusters(this, this.session.view.phases.get(this.phase)?.clusters ?? []);
  }
}
