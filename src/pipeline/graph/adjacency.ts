/** A directed graph over the nodes 0 … n-1: for each node, the nodes its edges lead to. */
export type Adjacency = readonly (readonly number[])[];

/** The same graph with every edge turned round. */
export function reversed(successors: Adjacency): number[][] {
  const predecessors: number[][] = successors.map(() => []);
  successors.forEach((targets, node) => {
    for (const target of targets) predecessors[target]?.push(node);
  });
  return predecessors;
}
