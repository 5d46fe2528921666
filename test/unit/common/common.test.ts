import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Heap } from '../../../src/common/heap.ts';
import { canonicalJson } from '../../../src/common/json.ts';
import { editDistance, nearest } from '../../../src/common/nearest.ts';
import { stronglyConnected } from '../../../src/common/strongly-connected.ts';
import { formatBytes, formatDuration, plural } from '../../../src/common/text.ts';

describe('heap', () => {
  it('gives back everything in order, whatever was pushed and popped between', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer())), (steps) => {
        const heap = new Heap<number>((a, b) => a - b);
        const model: number[] = [];
        for (const step of steps) {
          if (step === null) {
            model.sort((a, b) => a - b);
            assert.equal(heap.pop(), model.shift());
          } else {
            heap.push(step);
            model.push(step);
          }
          assert.equal(heap.size, model.length);
          assert.equal(heap.peek(), model.length === 0 ? undefined : Math.min(...model));
        }
      }),
    );
  });
});

describe('canonicalJson', () => {
  it('is the same for objects that differ only in the order of their keys', () => {
    assert.equal(canonicalJson({ b: [{ d: 1, c: 2 }], a: null }), '{"a":null,"b":[{"c":2,"d":1}]}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        assert.equal(canonicalJson(object), canonicalJson(reversed));
        assert.deepEqual(JSON.parse(canonicalJson(object)), JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});

describe('nearest', () => {
  it('finds what a misspelt word most likely means, and nothing for a word that is not near', () => {
    const words = ['smoke_tester', 'artifact_analyzer', 'data_validator'];
    assert.equal(nearest('smoke_testr', words), 'smoke_tester');
    assert.equal(nearest('Artifact_Analyser', words), 'artifact_analyzer');
    assert.equal(nearest('deployment', words), undefined);
    assert.equal(nearest('ab', ['ac']), 'ac');
  });

  it('measures edits as a metric does', () => {
    assert.equal(editDistance('kitten', 'sitting'), 3);
    assert.equal(editDistance('frist', 'first'), 1);
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.equal(editDistance(a, b) === 0, a === b);
        assert.ok(editDistance(a, b) <= Math.max(a.length, b.length));
      }),
    );
  });
});

describe('stronglyConnected', () => {
  it('puts two nodes together exactly when each reaches the other', () => {
    const graphs = fc.integer({ min: 0, max: 9 }).chain((n) =>
      fc.array(n === 0 ? fc.constant<number[]>([]) : fc.array(fc.nat(n - 1), { maxLength: 4 }), {
        minLength: n,
        maxLength: n,
      }),
    );
    fc.assert(
      fc.property(graphs, (graph) => {
        const reaches = (from: number, to: number): boolean => {
          const seen = new Set<number>([from]);
          for (const at of seen) for (const next of graph[at] ?? []) seen.add(next);
          return seen.has(to);
        };
        const components = stronglyConnected(graph);
        assert.deepEqual(
          components.flat().sort((a, b) => a - b),
          [...graph.keys()],
        );
        const of = new Map(components.flatMap((nodes, index) => nodes.map((node) => [node, index] as const)));
        for (const a of graph.keys())
          for (const b of graph.keys()) assert.equal(of.get(a) === of.get(b), reaches(a, b) && reaches(b, a));
        // Successors come before what leads to them.
        graph.forEach((targets, from) => {
          for (const to of targets) assert.ok((of.get(to) ?? 0) <= (of.get(from) ?? 0));
        });
      }),
    );
  });

  it('does not run out of stack on a chain of a hundred thousand nodes', () => {
    const chain = Array.from({ length: 100_000 }, (_, node) => (node < 99_999 ? [node + 1] : []));
    assert.equal(stronglyConnected(chain).length, 100_000);
  });
});

describe('text', () => {
  it('writes durations, sizes and counts for people', () => {
    const durations = [0, 412.4, 999, 1000, 59_949, 59_951, 65_000, 3_599_000, 3_720_000];
    assert.deepEqual(durations.map(formatDuration), [
      '0 ms',
      '412 ms',
      '999 ms',
      '1.0 s',
      '59.9 s',
      '1 min 00 s',
      '1 min 05 s',
      '59 min 59 s',
      '1 h 02 min',
    ]);
    assert.deepEqual([0, 512, 1536, 64 * 2 ** 20].map(formatBytes), ['0 B', '512 B', '1.5 KiB', '64 MiB']);
    assert.deepEqual(
      [plural(1, 'file'), plural(0, 'file'), plural(2, 'miss', 'misses')],
      ['1 file', '0 files', '2 misses'],
    );
  });
});
