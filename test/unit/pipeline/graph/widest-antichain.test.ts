import assert from 'node:assert/strict';
import fc from 'fast-check';
import { widestAntichain } from '../../../../src/pipeline/graph/widest-antichain.ts';
import { anyDag, chain, reachedFrom } from './graph.ts';

/** The size of a largest set of nodes of which none reaches another, by trying every set. */
function widthByTrying(graph: number[][]): number {
  const reached = graph.map((_, node) => reachedFrom(graph, node));
  let widest = 0;
  const extend = (from: number, chosen: number[]): void => {
    widest = Math.max(widest, chosen.length);
    for (let node = from; node < graph.length; node++) {
      const free = chosen.every((other) => !reached[other]?.has(node) && !reached[node]?.has(other));
      if (free) extend(node + 1, [...chosen, node]);
    }
  };
  extend(0, []);
  return widest;
}

describe('widestAntichain', () => {
  it('is wider than any level where the levels hide it', () => {
    // Two long arms of which one has many at its end, the other at its beginning.
    const graph = [[1], [2, 3, 4], [], [], [], [8], [8], [8], [9], []];
    assert.deepEqual(widestAntichain(graph), [2, 3, 4, 5, 6, 7]);
  });

  it('is exact, and none of its nodes reaches another', () => {
    fc.assert(
      fc.property(anyDag(11), (graph) => {
        const found = widestAntichain(graph);
        for (const node of found) {
          const reached = reachedFrom(graph, node);
          for (const other of found) assert.ok(!reached.has(other));
        }
        assert.equal(new Set(found).size, found.length);
        assert.equal(found.length, widthByTrying(graph));
      }),
      { numRuns: 500 },
    );
  });

  it('takes graphs of thousands of nodes', () => {
    assert.equal(widestAntichain(chain(5000)).length, 1);
    assert.equal(widestAntichain(Array.from({ length: 5000 }, () => [])).length, 5000);
    const layers = Array.from({ length: 1000 }, (_, node) =>
      node < 990 ? Array.from({ length: 10 }, (_, place) => (Math.floor(node / 10) + 1) * 10 + place) : [],
    );
    assert.equal(widestAntichain(layers).length, 10);
  });
});
