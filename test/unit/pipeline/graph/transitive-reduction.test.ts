import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redundantEdges, transitiveReduction } from '../../../../src/pipeline/graph/transitive-reduction.ts';
import { anyDag, reachedFrom } from './graph.ts';

describe('transitiveReduction', () => {
  it('removes an edge that a longer way implies', () => {
    assert.deepEqual(transitiveReduction([[1, 2], [2], []]), [[1], [2], []]);
    assert.deepEqual(redundantEdges([[1, 2], [2], []]), [[0, 2]]);
  });

  it('keeps what is reached, and no edge more can be removed', () => {
    fc.assert(
      fc.property(anyDag(), (graph) => {
        const reduced = transitiveReduction(graph);
        reduced.forEach((targets, from) => {
          assert.deepEqual(reachedFrom(reduced, from), reachedFrom(graph, from));
          for (const to of targets) {
            assert.ok(graph[from]?.includes(to));
            const without = reduced.map((all, node) =>
              node === from ? all.filter((other) => other !== to) : all,
            );
            assert.ok(!reachedFrom(without, from).has(to), `${from} → ${to} is not needed`);
          }
        });
        const edges = (all: number[][]) => all.flat().length;
        assert.equal(edges(reduced) + redundantEdges(graph).length, edges(graph));
      }),
    );
  });
});
