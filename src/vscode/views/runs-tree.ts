import * as vscode from 'vscode';
import type { RunEntry, WorkspaceChange } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { LiveTree } from './live-tree.ts';
import { RunGroupNode } from './run-group-node.ts';
import { RunNode } from './run-node.ts';
import type { TreeNode } from './tree-node.ts';

/** The view *Runs*: the history by day, archived runs apart; a run opens into stages, executions and attempts. */
export class RunsTree extends LiveTree {
  roots(session: FolderSession, parent: TreeNode | null): TreeNode[] {
    return Array.from(groupsOf(session), ([key, label]) => {
      const id = `runs:${session.uri}:${key}`;
      return this.node(id, () => {
        const runs = (own: RunGroupNode) =>
          [...session.view.runs.values()]
            .filter((entry) => groupOf(entry) === key)
            .map((entry) => this.#run(own, entry.summary.runId));
        return new RunGroupNode(id, { session, parent, label, expanded: key !== archived, runs });
      });
    });
  }

  /** The line of a run; undefined where it is not in the list. */
  async find(session: FolderSession, runId: string): Promise<TreeNode | undefined> {
    await session.ready();
    const entry = session.view.runs.get(runId);
    if (!entry) return undefined;
    const parent = this.folders.all.length > 1 ? (this.known(`folder:${session.uri}`) ?? null) : null;
    this.roots(session, parent);
    const group = this.known(`runs:${session.uri}:${groupOf(entry)}`);
    return group instanceof RunGroupNode ? this.#run(group, runId) : undefined;
  }

  protected concerned(session: FolderSession, change: WorkspaceChange): readonly TreeNode[] | 'all' {
    if (change.runs) return 'all';
    const nodes = new Set<TreeNode>();
    for (const runId of change.changedRuns) {
      const run = this.known(`run:${session.uri}:${runId}`);
      if (!(run instanceof RunNode)) continue;
      nodes.add(run);
      for (const node of run.changed(change.executions)) nodes.add(node);
    }
    return [...nodes];
  }

  #run(parent: RunGroupNode, runId: string): TreeNode {
    const id = `run:${parent.session.uri}:${runId}`;
    const known = this.known(id);
    // A run that was archived, or whose day has gone by, stands under another line now.
    if (known?.parent === parent) return known;
    return this.replace(id, new RunNode(id, parent.session, parent, runId));
  }
}

const archived = 'archived';

function groupsOf(session: FolderSession): Map<string, string> {
  const groups = new Map<string, string>();
  for (const entry of session.view.runs.values()) {
    const key = groupOf(entry);
    if (key !== archived) groups.set(key, dayLabel(key));
  }
  if ([...session.view.runs.values()].some((entry) => groupOf(entry) === archived)) {
    groups.set(archived, vscode.l10n.t('Archived'));
  }
  return groups;
}

/** The day of a run in the time zone of the window, or that it was put away. */
function groupOf({ summary }: RunEntry): string {
  // What goes on is not put away, also where it was before it was resumed.
  return summary.archived && summary.finishedAt !== null ? archived : dayOf(new Date(summary.startedAt));
}

function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function dayLabel(day: string): string {
  const now = new Date();
  if (day === dayOf(now)) return vscode.l10n.t('Today');
  if (day === dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) {
    return vscode.l10n.t('Yesterday');
  }
  return new Date(`${day}T12:00:00`).toLocaleDateString(vscode.env.language, { dateStyle: 'full' });
}
