import type { WorkspaceChange } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { AgentNode } from './agent-node.ts';
import { ClusterNode } from './cluster-node.ts';
import { LiveTree } from './live-tree.ts';
import type { TreeNode } from './tree-node.ts';

/** The view *Clusters*: each cluster with its agents. */
export class ClustersTree extends LiveTree {
  roots(session: FolderSession, parent: TreeNode | null): TreeNode[] {
    return session.view.clusters.map(({ id: cluster }) => {
      const id = clusterId(session, cluster);
      return this.node(id, () => {
        const agents = (own: ClusterNode, names: readonly string[]) =>
          names.map((name) => this.#agent(own, name));
        return new ClusterNode(id, { session, parent, cluster, expanded: true, agents });
      });
    });
  }

  protected concerned(session: FolderSession, change: WorkspaceChange): readonly TreeNode[] | 'all' {
    if (change.definition) return 'all';
    const nodes = new Set<TreeNode>();
    for (const name of change.agents) {
      for (const cluster of session.view.agents.get(name)?.report.clusters ?? []) {
        const own = this.known(clusterId(session, cluster));
        const agent = this.known(agentId(clusterId(session, cluster), name));
        if (own) nodes.add(own);
        if (agent) nodes.add(agent);
      }
    }
    return [...nodes];
  }

  #agent(cluster: ClusterNode, name: string): TreeNode {
    const id = agentId(cluster.id, name);
    return this.node(id, () => new AgentNode(id, cluster.session, cluster, name, false));
  }
}

const clusterId = (session: FolderSession, cluster: string) => `cluster:${session.uri}:${cluster}`;
const agentId = (cluster: string, name: string) => `${cluster}:agent:${name}`;
