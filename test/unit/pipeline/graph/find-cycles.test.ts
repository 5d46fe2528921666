import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findCycles } from '../../../../src/pipeline/graph/find-cycles.ts';
import { topologicalOrder } from '../../../../src/pipeline/graph/topological-order.ts';
import { anyDag, anyGraph, chain } from './graph.ts';

describe('findCycles', () => {
  it('gives each cycle as its nodes, beginning with the smallest', () => {
    assert.deepEqual(findCycles([[1], [2], [0], [0]]), [[0, 1, 2]]);
    assert.deepEqual(findCycles([[1, 2], [0], [0]]), [
      [0, 1],
      [0, 2],
    ]);
    assert.deepEqual(findCycles([[0]]), [[0]]);
  });

  it('finds none where there is none', () => {
    fc.assert(fc.property(anyDag(), (graph) => assert.deepEqual(findCycles(graph), [])));
  });

  it('gives true cycles, each once, and at least one for every knot', () => {
    fc.assert(
      fc.property(anyGraph(), (graph) => {
        const cycles = findCycles(graph);
        for (const cycle of cycles) {
          assert.equal(new Set(cycle).size, cycle.length);
          assert.equal(Math.min(...cycle), cycle[0]);
          for (const [at, node] of cycle.entries()) {
            assert.ok(graph[node]?.includes(cycle[(at + 1) % cycle.length] as number));
          }
        }
        assert.equal(new Set(cycles.map(String)).size, cycles.length);
        assert.equal(cycles.length === 0, topologicalOrder(graph).length === graph.length);
      }),
    );
  });

  it('leaves no cycle when one edge of each is removed, as long as there are few', () => {
    fc.assert(
      fc.property(anyGraph(6), (graph) => {
        let rest = graph.map((targets) => [...new Set(targets)]);
        for (let round = 0; round < 100; round++) {
          const cycles = findCycles(rest);
          if (cycles.length === 0) return;
          for (const [first, second] of cycles) {
            rest = rest.map((targets, from) =>
              from === first ? targets.filter((to) => to !== second) : targets,
            );
          }
        }
        assert.fail('cycles remain');
      }),
    );
  });

  it('survives a cycle of fifty thousand nodes', () => {
    const graph = chain(50_000);
    graph[49_999] = [0];
    assert.equal(findCycles(graph)[0]?.length, 50_000);
  });
});
