import { stronglyConnected } from '../../common/strongly-connected.ts';

/** Cycles that are told of one knot of files; a knot of many has more than anybody reads. */
const maxPerKnot = 20;

export interface ImportCycles {
  /** Each a list of nodes, of which every one imports the next and the last the first; it begins with the smallest. */
  readonly cycles: readonly (readonly number[])[];
  /** Knots of which only the first cycles are told. */
  readonly cut: number;
}

/**
 * The cycles of a graph: for every edge within a strongly connected component a shortest cycle through it, each once,
 * so that every edge that belongs to a cycle is in one of them. (All elementary cycles may be exponentially many.)
 *
 * @param successors for each node, those it imports, in the order that decides between cycles of equal length
 */
export function importCycles(successors: readonly (readonly number[])[]): ImportCycles {
  const cycles: number[][] = [];
  let cut = 0;
  const knots = stronglyConnected(successors)
    .filter((knot) => knot.length > 1)
    .map((knot) => knot.sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  for (const knot of knots) {
    const found = cyclesOfKnot(knot, successors);
    cycles.push(...found.slice(0, maxPerKnot));
    if (found.length > maxPerKnot) cut += 1;
  }
  return { cycles, cut };
}

function cyclesOfKnot(knot: readonly number[], successors: readonly (readonly number[])[]): number[][] {
  const members = new Set(knot);
  const covered = new Set<string>();
  const found: number[][] = [];
  for (const from of knot) {
    for (const to of successors[from] ?? []) {
      if (!members.has(to) || covered.has(`${from} ${to}`)) continue;
      const path = shortestPath(to, from, members, successors);
      for (const [index, node] of path.entries()) covered.add(`${node} ${path[(index + 1) % path.length]}`);
      const smallest = path.indexOf(Math.min(...path));
      found.push([...path.slice(smallest), ...path.slice(0, smallest)]);
      if (found.length > maxPerKnot) return found;
    }
  }
  return found;
}

/** Nodes from one to another, both included, by breadth-first search. */
function shortestPath(
  from: number,
  to: number,
  members: ReadonlySet<number>,
  successors: readonly (readonly number[])[],
): number[] {
  const before = new Map<number, number>([[from, from]]);
  const queue = [from];
  for (const node of queue) {
    if (node === to) break;
    for (const next of successors[node] ?? []) {
      if (!members.has(next) || before.has(next)) continue;
      before.set(next, node);
      queue.push(next);
    }
  }
  const path = [to];
  for (let node = to; node !== from; ) {
    node = before.get(node) ?? from;
    path.push(node);
  }
  return path.reverse();
}
