import * as vscode from 'vscode';
import { isRunEnd } from '../../model/status.ts';
import type { RunEntry } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { describeRun } from './describe.ts';
import { LineLook } from './line-look.ts';
import { StageNode } from './stage-node.ts';
import { iconOf } from './status-look.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** A run, with its stages. */
export class RunNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly runId: string;
  readonly #stages = new Map<string, StageNode>();
  readonly #look = new LineLook();

  constructor(id: string, session: FolderSession, parent: TreeNode | null, runId: string) {
    this.id = id;
    this.session = session;
    this.parent = parent;
    this.runId = runId;
  }

  get target(): Target {
    return { folder: this.session.uri, runId: this.runId, pipeline: this.#entry()?.summary.pipeline };
  }

  looksSame(): boolean {
    return this.#look.isSame(this.#line());
  }

  item(): vscode.TreeItem {
    return this.#look.note(this.#line());
  }

  #line(): vscode.TreeItem {
    const entry = this.#entry();
    const { Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(entry?.summary.pipeline ?? this.runId, Collapsed);
    item.id = this.id;
    if (!entry) return item;
    const { summary } = entry;
    item.iconPath = iconOf(summary.status);
    item.description = describeRun(entry, Date.now());
    const ended = isRunEnd(summary.status);
    item.contextValue = [
      'run',
      summary.status,
      ended ? 'ended' : 'active',
      ended && summary.status !== 'succeeded' && 'resumable',
      summary.pinned ? 'pinned' : 'unpinned',
      ended && (summary.archived ? 'archived' : 'unarchived'),
    ]
      .filter(Boolean)
      .join(' ');
    return item;
  }

  tooltip(): string {
    const summary = this.#entry()?.summary;
    return [summary?.pipeline, this.runId, summary?.status, summary?.reason].filter(Boolean).join('\n');
  }

  async children(): Promise<TreeNode[]> {
    const { view } = await this.session.run(this.runId);
    return Array.from(view?.stages().keys() ?? [], (stage) => {
      const known = this.#stages.get(stage);
      if (known) return known;
      const node = new StageNode(this, this.runId, stage);
      this.#stages.set(stage, node);
      return node;
    });
  }

  /** The lines below that show any of these executions. */
  changed(executions: ReadonlySet<string>): TreeNode[] {
    const view = this.#entry()?.view;
    if (!view || this.#stages.size === 0) return [];
    const changed = new Set<TreeNode>();
    for (const executionId of executions) {
      const stage = this.#stages.get(view.executions.get(executionId)?.stage ?? '');
      if (!stage) continue;
      changed.add(stage);
      const line = stage.execution(executionId);
      if (line) changed.add(line);
    }
    return [...changed];
  }

  #entry(): RunEntry | undefined {
    return this.session.view.runs.get(this.runId);
  }
}
