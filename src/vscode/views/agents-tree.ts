import type { ExecutionStatus } from '../../model/status.ts';
import { type AgentView, statusOf, type WorkspaceChange } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { AgentNode } from './agent-node.ts';
import { LiveTree } from './live-tree.ts';
import type { TreeNode } from './tree-node.ts';

/** The view *Agents*: all of them, what needs attention first. */
export class AgentsTree extends LiveTree {
  readonly #orders = new Map<FolderSession, string>();

  roots(session: FolderSession, parent: TreeNode | null): TreeNode[] {
    const names = inOrder(session);
    this.#orders.set(session, names.join('\n'));
    return names.map((name) => {
      const id = agentId(session, name);
      return this.node(id, () => new AgentNode(id, session, parent, name, true));
    });
  }

  protected concerned(session: FolderSession, change: WorkspaceChange): readonly TreeNode[] | 'all' {
    if (change.definition) return 'all';
    if (change.agents.size === 0) return [];
    if (this.#orders.has(session) && this.#orders.get(session) !== inOrder(session).join('\n')) return 'all';
    return [...change.agents].flatMap((name) => this.known(agentId(session, name)) ?? []);
  }
}

const agentId = (session: FolderSession, name: string) => `agent:${session.uri}:${name}`;

function inOrder(session: FolderSession): string[] {
  const ranked = Array.from(session.view.agents.values(), (agent) => ({
    name: agent.name,
    rank: attention(agent),
  }));
  // The sort is stable: what ranks alike stays in the order of the definition.
  return ranked.sort((a, b) => a.rank - b.rank).map(({ name }) => name);
}

const troubles: ReadonlySet<ExecutionStatus> = new Set(['failed', 'timed_out', 'interrupted']);

/** Lower needs attention more: trouble now, something going on, trouble lately, the rest. */
function attention(agent: AgentView): number {
  const status = statusOf(agent);
  if (status !== null && troubles.has(status)) return 0;
  if (agent.active.size > 0) return status === 'queued' ? 3 : 1;
  if (agent.report.recent.some((past) => troubles.has(past))) return 2;
  return agent.report.last ? 4 : 5;
}
