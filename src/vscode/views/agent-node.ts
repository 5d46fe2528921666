import * as vscode from 'vscode';
import { formatDuration } from '../../common/text.ts';
import { type AgentView, furthest, statusOf } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { dayOf, describeExecution, describeLast, timeOfDay } from './describe.ts';
import { healthStrip, iconOf } from './status-look.ts';
import type { Target, TreeNode } from './tree-node.ts';

/** An agent, with what it does now or how it last ended. */
export class AgentNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly name: string;
  /** Whether its last ten ends are shown. */
  readonly #withHealth: boolean;

  constructor(
    id: string,
    session: FolderSession,
    parent: TreeNode | null,
    name: string,
    withHealth: boolean,
  ) {
    this.id = id;
    this.session = session;
    this.parent = parent;
    this.name = name;
    this.#withHealth = withHealth;
  }

  /** The run it is in now, else its last one. */
  get target(): Target {
    const agent = this.session.view.agents.get(this.name);
    const now = agent && furthest(agent);
    return {
      folder: this.session.uri,
      agent: this.name,
      runId: now?.runId ?? agent?.report.last?.runId,
      stage: now?.execution.stage,
    };
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.name);
    item.id = this.id;
    const agent = this.session.view.agents.get(this.name);
    if (!agent) return item;
    const now = furthest(agent);
    const status = statusOf(agent);
    item.iconPath = iconOf(status);
    const state = now ? describeExecution(now.execution, Date.now()) : describeLast(agent.report.last);
    item.description = this.#withHealth ? [healthStrip(agent.report.recent), state].join(' ').trim() : state;
    item.contextValue = [
      'agent',
      status,
      now && 'active',
      this.target.runId !== undefined && 'recorded',
      vscode.workspace.isTrusted && 'runnable',
    ]
      .filter(Boolean)
      .join(' ');
    item.accessibilityInformation = { label: [this.name, status, state].filter(Boolean).join(', ') };
    return item;
  }

  tooltip(): vscode.MarkdownString {
    const agent = this.session.view.agents.get(this.name);
    return agent ? tooltipOf(agent) : new vscode.MarkdownString(this.name);
  }
}

function tooltipOf({ report }: AgentView): vscode.MarkdownString {
  const lines = [`**${report.name}**`];
  if (report.description !== null) lines.push(report.description);
  lines.push(`\`${report.program.replaceAll('`', "'")}\``);
  const { last } = report;
  if (report.clusters.length > 0) lines.push(vscode.l10n.t('Clusters: {0}', report.clusters.join(', ')));
  if (last) {
    const when = `${dayOf(last.at)} ${timeOfDay(last.at)}`;
    lines.push(
      vscode.l10n.t('Last: {0}, {1}, {2}', last.status, formatDuration(last.durationMs), when),
      vscode.l10n.t('Last ten, newest on the right: {0}', healthStrip(report.recent)),
    );
  }
  return new vscode.MarkdownString(lines.join('\n\n'));
}
