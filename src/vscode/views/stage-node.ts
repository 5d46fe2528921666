import * as vscode from 'vscode';
import type { ExecutionView } from '../../model/run-view.ts';
import { type ExecutionStatus, isExecutionEnd } from '../../model/status.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { ExecutionNode } from './execution-node.ts';
import { LineLook } from './line-look.ts';
import { iconOf } from './status-look.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** What a stage shows of its executions: the first of these that any of them has. */
const bySeverity: readonly ExecutionStatus[] = [
  'running',
  'retrying',
  'failed',
  'timed_out',
  'interrupted',
  'cancelled',
  'held',
  'queued',
  'skipped',
  'succeeded',
  'cached',
];

const manyExecutions = 200;

/** A stage of a run, with its executions. */
export class StageNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly runId: string;
  readonly stage: string;
  readonly target: Target & { readonly runId: string; readonly stage: string };
  readonly #executions = new Map<string, ExecutionNode>();
  readonly #look = new LineLook();

  constructor(parent: TreeNode, runId: string, stage: string) {
    this.id = `${parent.id}:${stage}`;
    this.session = parent.session;
    this.parent = parent;
    this.runId = runId;
    this.stage = stage;
    this.target = { folder: parent.session.uri, runId, stage };
  }

  looksSame(): boolean {
    return this.#look.isSame(this.#line());
  }

  item(): vscode.TreeItem {
    return this.#look.note(this.#line());
  }

  #line(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.stage, vscode.TreeItemCollapsibleState.Collapsed);
    const all = this.#all();
    const statuses = new Set(all.map(({ status }) => status));
    const ended = all.filter(({ status }) => isExecutionEnd(status)).length;
    const status = bySeverity.find((candidate) => statuses.has(candidate)) ?? null;
    item.id = this.id;
    item.iconPath = iconOf(status);
    item.description = ended < all.length ? progressOf(ended, all.length) : (status ?? '');
    item.contextValue = 'stage';
    return item;
  }

  children(): TreeNode[] {
    return this.#all().map(({ executionId, agent }) => {
      const known = this.#executions.get(executionId);
      if (known) return known;
      const node = new ExecutionNode(this, { ...this.target, agent }, executionId);
      this.#executions.set(executionId, node);
      return node;
    });
  }

  /** The line of an execution, if it was ever shown. */
  execution(executionId: string): TreeNode | undefined {
    return this.#executions.get(executionId);
  }

  #all(): readonly ExecutionView[] {
    return this.session.view.runs.get(this.runId)?.view?.stages().get(this.stage) ?? [];
  }
}

/** In whole percent where there are many: every new word draws all lines below it anew. */
function progressOf(ended: number, all: number): string {
  return all > manyExecutions
    ? `${Math.floor((100 * ended) / all)} %`
    : vscode.l10n.t('{0} of {1}', ended, all);
}
