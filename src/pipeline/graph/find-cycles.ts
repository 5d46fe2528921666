import { stronglyConnected } from '../../common/strongly-connected.ts';
import type { Adjacency } from './adjacency.ts';

/** Cycles that are told of one knot of nodes; there may be exponentially many. */
export const maxCyclesPerComponent = 10;

/**
 * Cycles of a directed graph, each once, as the nodes in the direction of the edges, beginning with the smallest.
 * Every knot (strongly connected component) with a cycle gives at least one, at most ten, and where it has fewer
 * than ten, removing one edge of each leaves no cycle. An edge from a node to itself is a cycle of one.
 * O(nodes + edges), but for the factor ten.
 */
export function findCycles(successors: Adjacency): number[][] {
  const component = new Int32Array(successors.length).fill(-1);
  const components = stronglyConnected(successors);
  components.forEach((members, index) => {
    for (const member of members) component[member] = index;
  });
  const found = new Map<string, number[]>();
  for (const members of components) {
    const own = component[members[0] as number];
    const inside = (from: number) => (successors[from] ?? []).filter((to) => component[to] === own);
    for (const [from, to] of backEdges(
      members.reduce((a, b) => Math.min(a, b)),
      inside,
    )) {
      const cycle = fromSmallest(shortestWay(to, from, inside));
      found.set(cycle.join(), cycle);
    }
  }
  return [...found.values()].sort((a, b) => (a[0] as number) - (b[0] as number) || a.length - b.length);
}

/** Edges that lead back to where a walk in depth came through: each closes a cycle, and every cycle has one. */
function backEdges(root: number, inside: (node: number) => readonly number[]): [number, number][] {
  const edges: [number, number][] = [];
  const state = new Map<number, 'open' | 'done'>([[root, 'open']]);
  const stack = [{ node: root, targets: inside(root), next: 0 }];
  while (stack.length > 0 && edges.length < maxCyclesPerComponent) {
    const frame = stack[stack.length - 1] as (typeof stack)[number];
    const target = frame.targets[frame.next++];
    if (target === undefined) {
      state.set(frame.node, 'done');
      stack.pop();
    } else if (state.get(target) === 'open') edges.push([frame.node, target]);
    else if (!state.has(target)) {
      state.set(target, 'open');
      stack.push({ node: target, targets: inside(target), next: 0 });
    }
  }
  return edges;
}

/** The nodes of a shortest way between two nodes of one component, both ends included. */
function shortestWay(from: number, to: number, inside: (node: number) => readonly number[]): number[] {
  const cameFrom = new Map<number, number>([[from, -1]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !cameFrom.has(to); at++) {
    const node = queue[at] as number;
    for (const target of inside(node)) {
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  const way: number[] = [];
  for (let node = to; node !== -1; node = cameFrom.get(node) ?? -1) way.push(node);
  return way.reverse();
}

function fromSmallest(cycle: readonly number[]): number[] {
  const least = cycle.indexOf(cycle.reduce((a, b) => Math.min(a, b)));
  return [...cycle.slice(least), ...cycle.slice(0, least)];
}
