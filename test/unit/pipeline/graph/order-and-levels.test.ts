import assert from 'node:assert/strict';
import fc from 'fast-check';
import { criticalPath, remainingWeights } from '../../../../src/pipeline/graph/critical-path.ts';
import { levelOfEach, levels } from '../../../../src/pipeline/graph/levels.ts';
import { topologicalOrder } from '../../../../src/pipeline/graph/topological-order.ts';
import { widestLevel } from '../../../../src/pipeline/graph/widest-level.ts';
import { anyDag, anyGraph, chain, reachedFrom } from './graph.ts';

describe('topologicalOrder', () => {
  it('names every node after all that lead to it', () => {
    fc.assert(
      fc.property(anyDag(), (graph) => {
        const order = topologicalOrder(graph);
        assert.equal(new Set(order).size, graph.length);
        const place = new Map(order.map((node, at) => [node, at]));
        graph.forEach((targets, from) => {
          for (const to of targets) assert.ok((place.get(from) as number) < (place.get(to) as number));
        });
      }),
    );
  });

  it('leaves out exactly what is on a cycle or behind one', () => {
    fc.assert(
      fc.property(anyGraph(), (graph) => {
        const blocked = new Set<number>();
        graph.forEach((_, node) => {
          if (!reachedFrom(graph, node).has(node)) return;
          blocked.add(node);
          for (const behind of reachedFrom(graph, node)) blocked.add(behind);
        });
        const expected = [...graph.keys()].filter((node) => !blocked.has(node));
        assert.deepEqual(
          topologicalOrder(graph).sort((a, b) => a - b),
          expected,
        );
      }),
    );
  });
});

describe('levels', () => {
  it('puts a node one below the lowest that leads to it', () => {
    fc.assert(
      fc.property(anyDag(), (graph) => {
        const level = levelOfEach(graph);
        graph.forEach((_, node) => {
          const before = [...graph.keys()].filter((from) => graph[from]?.includes(node));
          assert.equal(level[node], Math.max(-1, ...before.map((from) => level[from] as number)) + 1);
        });
        assert.deepEqual(
          levels(graph)
            .flat()
            .sort((a, b) => a - b),
          [...graph.keys()],
        );
      }),
    );
  });

  it('finds the level that weighs most, the first of equals', () => {
    assert.deepEqual(
      widestLevel([[0], [1, 2], [3, 4]], () => 1),
      { level: 1, weight: 2 },
    );
    assert.deepEqual(
      widestLevel([[0], [1, 2]], (node) => (node === 0 ? 5 : 1)),
      { level: 0, weight: 5 },
    );
    assert.deepEqual(
      widestLevel([], () => 1),
      { level: -1, weight: 0 },
    );
  });
});

describe('criticalPath', () => {
  it('is a way from a start to an end, and no way weighs more', () => {
    fc.assert(
      fc.property(anyDag(9), fc.array(fc.nat(20), { minLength: 9, maxLength: 9 }), (graph, weights) => {
        const weight = (node: number) => weights[node] as number;
        const path = criticalPath(graph, weight);
        for (const [at, node] of path.nodes.slice(1).entries()) {
          assert.ok(graph[path.nodes[at] as number]?.includes(node));
        }
        assert.equal(
          path.weight,
          path.nodes.reduce((sum, node) => sum + weight(node), 0),
        );
        const heaviest = (node: number): number =>
          weight(node) + Math.max(0, ...(graph[node] ?? []).map(heaviest));
        assert.equal(path.weight, Math.max(0, ...[...graph.keys()].map(heaviest)));
        assert.deepEqual([...remainingWeights(graph, weight)], [...graph.keys()].map(heaviest));
        assert.equal(path.nodes.length > 0, graph.length > 0);
      }),
    );
  });

  it('survives fifty thousand nodes in a row', () => {
    assert.equal(criticalPath(chain(50_000), () => 1).weight, 50_000);
  });
});
