import type { Adjacency } from './adjacency.ts';
import { topologicalOrder } from './topological-order.ts';

/**
 * A largest set of nodes of which none reaches another, in rising order: by Dilworth's theorem as many as the
 * fewest ways that cover the graph, found as a maximum matching (Fulkerson 1956) and read off its smallest cover
 * (König). Ways may pass through nodes that others cover, so that the reachability is matched without being
 * written out. Every node is augmented at most once, each in O(nodes + edges): O(nodes · edges) at worst, near
 * linear where the first greedy ways are nearly all. Exact. For one graph without cycles, on request.
 */
export function widestAntichain(successors: Adjacency): number[] {
  return new WayCover(successors).antichain();
}

/**
 * The flow network: each node has an out side (source → out, once) and an in side (in → sink, once); an edge u → v
 * leads from out(u) to in(v) any number of times, and in(v) → out(v) lets a way pass on.
 */
class WayCover {
  readonly #successors: Adjacency;
  /** Flow on each edge, by target and source. */
  readonly #flow: Map<number, number>[];
  /** Flow that passes in(v) → out(v). */
  readonly #passing: Int32Array;
  /** Whether out(u) takes from the source, and in(v) gives to the sink. */
  readonly #takes: Uint8Array;
  readonly #gives: Uint8Array;
  /** Number of the last search that saw a side; in(v) is v, out(v) is n + v. */
  readonly #seen: Int32Array;
  readonly #from: Int32Array;
  /** Sides from which no free sink can be reached any more: what a failed search saw, closed for ever. */
  readonly #dead: Uint8Array;
  #search = 0;

  constructor(successors: Adjacency) {
    const n = successors.length;
    this.#successors = successors.map((targets) => [...new Set(targets)]);
    this.#flow = successors.map(() => new Map());
    this.#passing = new Int32Array(n);
    this.#takes = new Uint8Array(n);
    this.#gives = new Uint8Array(n);
    this.#seen = new Int32Array(2 * n);
    this.#from = new Int32Array(2 * n);
    this.#dead = new Uint8Array(2 * n);
    this.#matchGreedily();
    for (let node = 0; node < n; node++) if (!this.#takes[node]) this.#augment(node);
  }

  /** The nodes at which a smallest cover cuts neither side: reached on their out side, not on their in side. */
  antichain(): number[] {
    const n = this.#successors.length;
    return this.#successors.flatMap((_, node) => (this.#dead[n + node] && !this.#dead[node] ? [node] : []));
  }

  #matchGreedily(): void {
    for (const node of topologicalOrder(this.#successors)) {
      const target = this.#successors[node]?.find((candidate) => !this.#gives[candidate]);
      if (target === undefined) continue;
      this.#takes[node] = 1;
      this.#gives[target] = 1;
      this.#flow[target]?.set(node, 1);
    }
  }

  #augment(node: number): void {
    const start = this.#successors.length + node;
    const end = this.#findFreeSink(start);
    if (end === -1) return;
    this.#takes[node] = 1;
    this.#gives[end] = 1;
    for (let at = end; at !== start; at = this.#from[at] as number) this.#push(this.#from[at] as number, at);
  }

  /** Walks in breadth along what still can carry flow; the first in side that gives nothing yet, or -1. */
  #findFreeSink(start: number): number {
    if (this.#dead[start]) return -1;
    const n = this.#successors.length;
    const search = ++this.#search;
    this.#seen[start] = search;
    const queue = [start];
    for (let at = 0; at < queue.length; at++) {
      const side = queue[at] as number;
      for (const next of side >= n ? this.#fromOut(side - n) : this.#fromIn(side)) {
        if (this.#seen[next] === search || this.#dead[next]) continue;
        this.#seen[next] = search;
        this.#from[next] = side;
        if (next < n && !this.#gives[next]) return next;
        queue.push(next);
      }
    }
    for (const side of queue) this.#dead[side] = 1;
    return -1;
  }

  *#fromOut(node: number): Iterable<number> {
    yield* this.#successors[node] ?? [];
    if ((this.#passing[node] as number) > 0) yield node;
  }

  *#fromIn(node: number): Iterable<number> {
    const n = this.#successors.length;
    yield n + node;
    for (const [source, flow] of this.#flow[node] ?? []) if (flow > 0) yield n + source;
  }

  /** One more unit of flow from side to side, or one less the other way round. */
  #push(from: number, to: number): void {
    const n = this.#successors.length;
    if (from < n && to === n + from) this.#passing[from] = (this.#passing[from] as number) + 1;
    else if (from >= n && from - n === to) this.#passing[to] = (this.#passing[to] as number) - 1;
    else if (from >= n) this.#change(to, from - n, 1);
    else this.#change(from, to - n, -1);
  }

  #change(target: number, source: number, by: number): void {
    const flow = this.#flow[target] as Map<number, number>;
    const now = (flow.get(source) ?? 0) + by;
    if (now === 0) flow.delete(source);
    else flow.set(source, now);
  }
}
