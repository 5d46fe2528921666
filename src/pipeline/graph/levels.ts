import type { Adjacency } from './adjacency.ts';
import { topologicalOrder } from './topological-order.ts';

/** For each node of a graph without cycles the most edges on a way to it: 0 where nothing leads to it. O(nodes + edges). */
export function levelOfEach(successors: Adjacency): Int32Array {
  const level = new Int32Array(successors.length);
  for (const node of topologicalOrder(successors)) {
    const next = (level[node] as number) + 1;
    for (const target of successors[node] ?? []) {
      if ((level[target] as number) < next) level[target] = next;
    }
  }
  return level;
}

/** The nodes level by level, each level in rising order. O(nodes + edges). */
export function levels(successors: Adjacency): number[][] {
  const grouped: number[][] = [];
  levelOfEach(successors).forEach((level, node) => {
    while (grouped.length <= level) grouped.push([]);
    grouped[level]?.push(node);
  });
  return grouped;
}
