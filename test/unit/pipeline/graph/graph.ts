import fc from 'fast-check';

/** Any directed graph of up to so many nodes; edges may stand twice, none leads to its own node. */
export function anyGraph(maxNodes = 12): fc.Arbitrary<number[][]> {
  return fc.integer({ min: 0, max: maxNodes }).chain((n) =>
    fc
      .array(fc.tuple(fc.nat(Math.max(0, n - 1)), fc.nat(Math.max(0, n - 1))), { maxLength: 3 * n })
      .map((edges) => {
        const successors: number[][] = Array.from({ length: n }, () => []);
        for (const [from, to] of edges) if (from !== to && n > 0) successors[from]?.push(to);
        return successors;
      }),
  );
}

/** Any graph without cycles, its nodes in no particular order. */
export function anyDag(maxNodes = 12): fc.Arbitrary<number[][]> {
  return anyGraph(maxNodes).chain((graph) =>
    fc
      .shuffledSubarray([...graph.keys()], { minLength: graph.length })
      .map((rank) =>
        graph.map((targets, from) => targets.filter((to) => (rank[from] as number) < (rank[to] as number))),
      ),
  );
}

/** All nodes that a node reaches by at least one edge. */
export function reachedFrom(successors: readonly (readonly number[])[], start: number): Set<number> {
  const reached = new Set<number>();
  const stack = [...(successors[start] ?? [])];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    stack.push(...(successors[node] ?? []));
  }
  return reached;
}

/** A long chain: what recursion would not survive. */
export function chain(length: number): number[][] {
  return Array.from({ length }, (_, node) => (node + 1 < length ? [node + 1] : []));
}
