import assert from 'node:assert/strict';
import fc from 'fast-check';
import { importCycles } from '../../../../src/agents/artifact-analyzer/import-cycles.ts';

describe('importCycles', () => {
  it('tells each cycle once, from its smallest node', () => {
    assert.deepEqual(importCycles([[1], [2], [0]]).cycles, [[0, 1, 2]]);
    assert.deepEqual(importCycles([[1], [0, 2], [1]]).cycles, [
      [0, 1],
      [1, 2],
    ]);
    assert.deepEqual(importCycles([[1], [2], []]).cycles, []);
    assert.deepEqual(importCycles([[1, 2], [0], [1]]).cycles, [
      [0, 1],
      [0, 2, 1],
    ]);
  });

  it('tells at most twenty of one knot, and that there are more', () => {
    const everybody = Array.from({ length: 12 }, (_, node) =>
      Array.from({ length: 12 }, (_, i) => i).filter((i) => i !== node),
    );
    const { cycles, cut } = importCycles(everybody);
    assert.equal(cycles.length, 20);
    assert.equal(cut, 1);
  });

  it('tells true cycles, none twice, and one through every edge that is on a cycle', () => {
    const graph = fc
      .integer({ min: 1, max: 7 })
      .chain((size) =>
        fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }),
      );
    fc.assert(
      fc.property(graph, (all) => {
        const successors = all.map((targets, node) => targets.filter((target) => target !== node));
        const { cycles, cut } = importCycles(successors);
        const covered = new Set<string>();
        for (const cycle of cycles) {
          assert.equal(new Set(cycle).size, cycle.length);
          assert.equal(cycle[0], Math.min(...cycle));
          for (const [index, node] of cycle.entries()) {
            const next = cycle[(index + 1) % cycle.length] ?? -1;
            assert.ok(successors[node]?.includes(next));
            covered.add(`${node} ${next}`);
          }
        }
        assert.equal(new Set(cycles.map((cycle) => cycle.join(' '))).size, cycles.length);
        if (cut > 0) return;
        const reaches = (from: number, to: number): boolean => {
          const seen = new Set([from]);
          for (const node of seen) for (const next of successors[node] ?? []) seen.add(next);
          return seen.has(to);
        };
        for (const [node, targets] of successors.entries()) {
          for (const target of targets) assert.equal(covered.has(`${node} ${target}`), reaches(target, node));
        }
      }),
    );
  });

  it('survives a cycle of twenty thousand', () => {
    const size = 20_000;
    const { cycles } = importCycles(Array.from({ length: size }, (_, node) => [(node + 1) % size]));
    assert.equal(cycles.length, 1);
    assert.equal(cycles[0]?.length, size);
  });
});
