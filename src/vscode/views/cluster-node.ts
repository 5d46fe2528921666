import * as vscode from 'vscode';
import type { ClusterSystem } from '../../model/definition.ts';
import type { ExecutionStatus } from '../../model/status.ts';
import { type ClusterView, statusOf } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { countOf } from './describe.ts';
import { LineLook } from './line-look.ts';
import { iconOf } from './status-look.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** What a cluster shows of its agents: the first of these that any of them has. */
const byAttention: readonly ExecutionStatus[] = [
  'running',
  'retrying',
  'held',
  'queued',
  'failed',
  'timed_out',
  'interrupted',
  'cancelled',
  'succeeded',
  'cached',
  'skipped',
];

interface ClusterNodeOptions {
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly cluster: string;
  /** Whether its agents are shown at first. */
  readonly expanded: boolean;
  agents(parent: ClusterNode, names: readonly string[]): TreeNode[];
  /** The line of the system that it stands for; absent where none is shown. */
  system?(parent: ClusterNode, system: ClusterSystem): TreeNode;
}

/** A cluster with its agents. */
export class ClusterNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly cluster: string;
  readonly target: Target;
  readonly #options: ClusterNodeOptions;
  readonly #look = new LineLook();

  constructor(id: string, options: ClusterNodeOptions) {
    const { session, parent, cluster } = options;
    this.id = id;
    this.session = session;
    this.parent = parent;
    this.cluster = cluster;
    this.target = { folder: session.uri, cluster };
    this.#options = options;
  }

  get weight(): number {
    return 1 + (this.#found()?.agents.length ?? 0);
  }

  looksSame(): boolean {
    return this.#look.isSame(this.#line());
  }

  item(): vscode.TreeItem {
    return this.#look.note(this.#line());
  }

  #line(): vscode.TreeItem {
    const found = this.#found();
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const isEmpty = !found || found.agents.length === 0;
    const hasLines = found !== undefined && (!isEmpty || this.#hasSystem(found));
    const open = this.#options.expanded ? Expanded : Collapsed;
    const item = new vscode.TreeItem(found?.name ?? this.cluster, hasLines ? open : None);
    item.id = this.id;
    if (!found) return item;
    const statuses = this.#statuses(found);
    const status = byAttention.find((candidate) => statuses.has(candidate)) ?? null;
    item.iconPath = isEmpty ? new vscode.ThemeIcon('dash') : iconOf(status);
    item.description = [this.cluster, ...this.#counts(found, statuses)].join(' · ');
    item.contextValue = ['cluster', !isEmpty && vscode.workspace.isTrusted && 'runnable']
      .filter(Boolean)
      .join(' ');
    return item;
  }

  children(): TreeNode[] {
    const found = this.#found();
    if (!found) return [];
    const own =
      this.#hasSystem(found) && found.system ? this.#options.system?.(this, found.system) : undefined;
    return [...(own ? [own] : []), ...this.#options.agents(this, found.agents)];
  }

  /** Whether it stands for a system, and there is an engine that has one. */
  #hasSystem({ system }: ClusterView): boolean {
    return system !== null && this.#options.system !== undefined && vscode.workspace.isTrusted;
  }

  #found(): ClusterView | undefined {
    return this.session.view.clusters.find(({ id }) => id === this.cluster);
  }

  #statuses(cluster: ClusterView): Map<ExecutionStatus, number> {
    const statuses = new Map<ExecutionStatus, number>();
    for (const name of cluster.agents) {
      const agent = this.session.view.agents.get(name);
      const status = agent ? statusOf(agent) : null;
      if (status !== null) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    return statuses;
  }

  #counts(cluster: ClusterView, statuses: ReadonlyMap<ExecutionStatus, number>): string[] {
    const told = (['running', 'retrying', 'held', 'failed', 'timed_out', 'interrupted'] as const).flatMap(
      (status) => (statuses.has(status) ? [`${statuses.get(status)} ${status}`] : []),
    );
    if (told.length > 0) return told;
    if (cluster.agents.length > 0) return [countOf(cluster.agents.length, 'agent')];
    return [
      cluster.system === null
        ? vscode.l10n.t('no agents')
        : vscode.l10n.t('{0} of the engine', cluster.system),
    ];
  }
}
