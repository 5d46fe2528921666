import type { ClusterSystem } from '../../model/definition.ts';
import type { WorkspaceChange } from '../../model/workspace-view.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { AgentNode } from './agent-node.ts';
import { ClusterNode } from './cluster-node.ts';
import { LiveTree } from './live-tree.ts';
import { SystemNode } from './system-node.ts';
import type { TreeNode } from './tree-node.ts';

/** The view *Clusters*: each cluster with its agents. */
export class ClustersTree extends LiveTree {
  roots(session: FolderSession, parent: TreeNode | null): TreeNode[] {
    return session.view.clusters.map(({ id: cluster }) => {
      const id = clusterId(session, cluster);
      return this.node(id, () => {
        const agents = (own: ClusterNode, names: readonly string[]) =>
          names.map((name) => this.#agent(own, name));
        const system = (own: ClusterNode, name: ClusterSystem) => this.#system(own, name);
        return new ClusterNode(id, { session, parent, cluster, expanded: true, agents, system });
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
    // What the systems do changes with what runs; of a line that is closed VS Code asks nothing.
    if (change.executions.size > 0 || change.runs) {
      for (const { id, system } of session.view.clusters) {
        const own = system && this.known(systemId(clusterId(session, id)));
        if (own) nodes.add(own);
      }
    }
    return [...nodes];
  }

  #system(cluster: ClusterNode, system: ClusterSystem): TreeNode {
    const id = systemId(cluster.id);
    return this.node(id, () => new SystemNode(id, cluster, system));
  }

  #agent(cluster: ClusterNode, name: string): TreeNode {
    const id = agentId(cluster.id, name);
    return this.node(id, () => new AgentNode(id, cluster.session, cluster, name, false));
  }
}

const clusterId = (session: FolderSession, cluster: string) => `cluster:${session.uri}:${cluster}`;
const systemId = (cluster: string) => `${cluster}:system`;
const agentId = (cluster: string, name: string) => `${cluster}:agent:${name}`;
