import * as vscode from 'vscode';
import { formatDuration } from '../../common/text.ts';
import type { AttemptReport } from '../../model/report.ts';
import type { ExecutionView } from '../../model/run-view.ts';
import { isExecutionEnd } from '../../model/status.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { describeExecution, timeOfDay } from './describe.ts';
import { iconOf } from './status-look.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** An execution is named wholly. */
type ExecutionTarget = Target & { readonly runId: string; readonly stage: string; readonly agent: string };

/** An execution, with its attempts where there were several. */
export class ExecutionNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly executionId: string;
  readonly target: ExecutionTarget;

  constructor(parent: TreeNode, target: ExecutionTarget, executionId: string) {
    this.id = `${parent.id}:${executionId}`;
    this.session = parent.session;
    this.parent = parent;
    this.executionId = executionId;
    this.target = target;
  }

  get #place(): string {
    return `${this.target.stage}/${this.target.agent}`;
  }

  item(): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const execution = this.#execution();
    const item = new vscode.TreeItem(
      this.target.agent,
      execution && execution.attempts > 1 ? Collapsed : None,
    );
    item.id = this.id;
    if (!execution) return item;
    const state = describeExecution(execution, Date.now());
    item.iconPath = iconOf(execution.status);
    item.description = state;
    item.contextValue = [
      'execution',
      execution.status,
      'recorded',
      isExecutionEnd(execution.status) ? 'ended' : 'active',
    ].join(' ');
    item.accessibilityInformation = { label: [this.target.agent, execution.status, state].join(', ') };
    item.command = { command: 'dodeca.openLog', title: vscode.l10n.t('Open log'), arguments: [this.target] };
    return item;
  }

  tooltip(): string {
    const { status, reason } = this.#execution() ?? {};
    return `${this.#place}: ${[status, reason].filter(Boolean).join(', ')}`;
  }

  async children(): Promise<TreeNode[]> {
    const attempts = await this.session.call('run/attempts', {
      run: this.target.runId,
      agent: this.#place,
    });
    return attempts.map((attempt) => new AttemptNode(this, attempt));
  }

  #execution(): ExecutionView | undefined {
    return this.session.view.runs.get(this.target.runId)?.view?.executions.get(this.executionId);
  }
}

/** One attempt of an execution. */
class AttemptNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: ExecutionNode;
  readonly target: Target;
  readonly #attempt: AttemptReport;

  constructor(parent: ExecutionNode, attempt: AttemptReport) {
    this.id = `${parent.id}:${attempt.attempt}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#attempt = attempt;
  }

  item(): vscode.TreeItem {
    const { attempt, startedAt, durationMs, status, reason } = this.#attempt;
    const item = new vscode.TreeItem(vscode.l10n.t('Attempt {0}', attempt));
    item.id = this.id;
    item.iconPath = iconOf(status);
    item.description = [timeOfDay(startedAt), durationMs === null ? null : formatDuration(durationMs), reason]
      .filter((part) => part !== null)
      .join(' · ');
    item.contextValue = 'attempt';
    return item;
  }
}
