import type { Adjacency } from './adjacency.ts';

/**
 * The nodes so that every edge leads forwards, those free at the same time in rising order of their discovery
 * (Kahn 1962). Nodes on a cycle, and behind one, are left out. O(nodes + edges).
 */
export function topologicalOrder(successors: Adjacency): number[] {
  const waiting = new Int32Array(successors.length);
  for (const targets of successors) {
    for (const target of targets) waiting[target] = (waiting[target] as number) + 1;
  }
  const order: number[] = [];
  for (let node = 0; node < successors.length; node++) if (waiting[node] === 0) order.push(node);
  for (let at = 0; at < order.length; at++) {
    for (const target of successors[order[at] as number] ?? []) {
      const left = (waiting[target] as number) - 1;
      waiting[target] = left;
      if (left === 0) order.push(target);
    }
  }
  return order;
}
