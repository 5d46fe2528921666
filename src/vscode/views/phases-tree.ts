import type { WorkspaceChange } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { AgentNode } from './agent-node.ts';
import { ClusterNode } from './cluster-node.ts';
import { LiveTree } from './live-tree.ts';
import { PhaseNode } from './phase-node.ts';
import type { TreeNode } from './tree-node.ts';

/** The view *Phases*: each phase with the last result of its pipeline, and the clusters that it involves. */
export class PhasesTree extends LiveTree {
  roots(session: FolderSession, parent: TreeNode | null): TreeNode[] {
    return Array.from(session.view.phases.keys(), (phase) => {
      const id = `phase:${session.uri}:${phase}`;
      return this.node(id, () => {
        return new PhaseNode(id, session, parent, phase, (owner, clusters) =>
          clusters.map((cluster) => this.#cluster(owner, cluster)),
        );
      });
    });
  }

  protected concerned(session: FolderSession, change: WorkspaceChange): readonly TreeNode[] | 'all' {
    if (change.definition) return 'all';
    const nodes = new Set<TreeNode>();
    const add = (id: string) => {
      const node = this.known(id);
      if (node) nodes.add(node);
    };
    for (const phase of change.phases) add(`phase:${session.uri}:${phase}`);
    if (change.agents.size === 0) return [...nodes];
    for (const [id, { clusters }] of session.view.phases) {
      for (const name of change.agents) {
        for (const cluster of session.view.agents.get(name)?.report.clusters ?? []) {
          if (!clusters.includes(cluster)) continue;
          add(`phase:${session.uri}:${id}:${cluster}`);
          add(`phase:${session.uri}:${id}:${cluster}:${name}`);
        }
      }
    }
    return [...nodes];
  }

  #cluster(phase: PhaseNode, cluster: string): TreeNode {
    const id = `${phase.id}:${cluster}`;
    return this.node(id, () => {
      const agents = (own: ClusterNode, names: readonly string[]) =>
        names.map((name) => this.#agent(own, name));
      return new ClusterNode(id, { session: phase.session, parent: phase, cluster, expanded: false, agents });
    });
  }

  #agent(cluster: ClusterNode, name: string): TreeNode {
    const id = `${cluster.id}:${name}`;
    return this.node(id, () => new AgentNode(id, cluster.session, cluster, name, false));
  }
}
