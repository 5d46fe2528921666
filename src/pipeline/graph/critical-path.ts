import type { Adjacency } from './adjacency.ts';
import { topologicalOrder } from './topological-order.ts';

/**
 * For each node of a graph without cycles the weight of the heaviest way from it to an end, its own included.
 * O(nodes + edges).
 */
export function remainingWeights(successors: Adjacency, weight: (node: number) => number): Float64Array {
  const remaining = new Float64Array(successors.length);
  const order = topologicalOrder(successors);
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at] as number;
    let rest = 0;
    for (const target of successors[node] ?? []) rest = Math.max(rest, remaining[target] as number);
    remaining[node] = rest + weight(node);
  }
  return remaining;
}

/** The heaviest way through a graph without cycles, first node to last, and its weight. O(nodes + edges). */
export function criticalPath(
  successors: Adjacency,
  weight: (node: number) => number,
): { readonly nodes: readonly number[]; readonly weight: number } {
  const remaining = remainingWeights(successors, weight);
  const isStart = new Uint8Array(successors.length).fill(1);
  for (const targets of successors) for (const target of targets) isStart[target] = 0;
  const heaviest = (candidates: Iterable<number>) => {
    let best = -1;
    for (const node of candidates) {
      if (best === -1 || (remaining[node] as number) > (remaining[best] as number)) best = node;
    }
    return best;
  };
  const starts = successors.flatMap((_, node) => (isStart[node] ? [node] : []));
  const nodes: number[] = [];
  for (let node = heaviest(starts); node !== -1; node = heaviest(successors[node] ?? [])) nodes.push(node);
  return { nodes, weight: remaining[nodes[0] ?? -1] ?? 0 };
}
