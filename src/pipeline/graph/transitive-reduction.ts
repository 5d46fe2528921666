import { type Adjacency, reversed } from './adjacency.ts';
import { topologicalOrder } from './topological-order.ts';

/**
 * The edges of a graph without cycles that longer ways imply already, as pairs from, to; edges that stand twice
 * are told once for each time too many. What is left reaches the same and is the smallest graph that does (Aho,
 * Garey, Ullman 1972). O(nodes · edges) in time at worst, O(nodes + edges) in memory: for one graph on request.
 */
export function redundantEdges(successors: Adjacency): [number, number][] {
  const predecessors = reversed(successors);
  const order = topologicalOrder(successors);
  const rank = new Int32Array(successors.length);
  order.forEach((node, at) => {
    rank[node] = at;
  });
  const seenFor = new Int32Array(successors.length).fill(-1);
  const redundant: [number, number][] = [];
  for (const node of order) {
    const needs = predecessors[node] ?? [];
    if (needs.length < 2) continue;
    let lowest = Number.POSITIVE_INFINITY;
    for (const need of needs) lowest = Math.min(lowest, rank[need] as number);
    // Marks all that the needs of this node reach backwards; what ranks below every need cannot be one.
    const stack = [...new Set(needs)];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const before of predecessors[at] ?? []) {
        if (seenFor[before] === node || (rank[before] as number) < lowest) continue;
        seenFor[before] = node;
        stack.push(before);
      }
    }
    const kept = new Set<number>();
    for (const need of needs) {
      if (seenFor[need] === node || kept.has(need)) redundant.push([need, node]);
      else kept.add(need);
    }
  }
  return redundant;
}

/** The smallest graph that reaches the same as this one without cycles. */
export function transitiveReduction(successors: Adjacency): number[][] {
  // An edge that stands twice is redundant once: counted, not named.
  const surplus = successors.map(() => new Map<number, number>());
  for (const [from, to] of redundantEdges(successors)) {
    const counts = surplus[from];
    counts?.set(to, (counts.get(to) ?? 0) + 1);
  }
  return successors.map((targets, from) =>
    targets.filter((target) => {
      const left = surplus[from]?.get(target) ?? 0;
      if (left > 0) surplus[from]?.set(target, left - 1);
      return left === 0;
    }),
  );
}
