/**
 * The strongly connected components of a directed graph, each in the order found, successors before what leads
 * to them (Tarjan 1972, with its own stack instead of recursion: graphs may be tens of thousands of nodes deep).
 *
 * @param successors for each node 0 … n-1, the nodes it points to
 */
export function stronglyConnected(successors: readonly (readonly number[])[]): number[][] {
  const n = successors.length;
  const index = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const onStack = new Uint8Array(n);
  const stack: number[] = [];
  const components: number[][] = [];
  let next = 0;
  for (let root = 0; root < n; root++) {
    if (index[root] !== -1) continue;
    const frames: { node: number; edge: number }[] = [{ node: root, edge: 0 }];
    while (frames.length > 0) {
      const frame = frames[frames.length - 1] as { node: number; edge: number };
      const { node } = frame;
      if (frame.edge === 0) {
        index[node] = low[node] = next++;
        stack.push(node);
        onStack[node] = 1;
      }
      const target = successors[node]?.[frame.edge];
      if (target !== undefined) {
        frame.edge += 1;
        if (index[target] === -1) frames.push({ node: target, edge: 0 });
        else if (onStack[target]) low[node] = Math.min(low[node] as number, index[target] as number);
        continue;
      }
      frames.pop();
      const parent = frames[frames.length - 1];
      if (parent) low[parent.node] = Math.min(low[parent.node] as number, low[node] as number);
      if (low[node] === index[node]) {
        const component: number[] = [];
        for (;;) {
          const member = stack.pop() as number;
          onStack[member] = 0;
          component.push(member);
          if (member === node) break;
        }
        components.push(component);
      }
    }
  }
  return components;
}
