import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PassageSums } from '../../../../src/library/search/passage-sums.ts';
import { PassageTable } from '../../../../src/library/search/passage-table.ts';

/** Ids rise for ever: some of them stand far apart. */
const id = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 4000, max: 20_000 }));

describe('a table of passages', () => {
  it('knows after any changes what was put last and not taken', () => {
    const step = fc.record({ id, place: fc.nat(9), length: fc.nat(9), isTaken: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const table = new PassageTable();
        const model = new Map<number, { readonly place: number; readonly length: number }>();
        for (const { id: passage, place, length, isTaken } of steps) {
          if (isTaken) {
            table.take(passage);
            model.delete(passage);
          } else {
            table.put(passage, place, length);
            model.set(passage, { place, length });
          }
          for (const { id: any } of steps) {
            assert.equal(table.placeOf(any), model.get(any)?.place ?? -1);
            assert.equal(table.lengthOf(any), model.get(any)?.length ?? 0);
          }
          const ids = Int32Array.from(steps, ({ id: any }) => any);
          const places = new Int32Array(ids.length);
          const lengths = new Float64Array(ids.length);
          table.placesOf(ids, places);
          table.lengthsOf(ids, lengths);
          assert.deepEqual(
            [...places],
            [...ids].map((any) => table.placeOf(any)),
          );
          assert.deepEqual(
            [...lengths],
            [...ids].map((any) => table.lengthOf(any)),
          );
        }
      }),
    );
  });
});

describe('sums of passages', () => {
  it('are handed out once each, and begin anew', () => {
    const score = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(id, score)), { maxLength: 5 }), (rounds) => {
        const sums = new PassageSums();
        for (const pairs of rounds) {
          const expected = new Map<number, number>();
          for (const [passage, value] of pairs) expected.set(passage, (expected.get(passage) ?? 0) + value);
          sums.add(
            Int32Array.from(pairs, ([passage]) => passage),
            Float64Array.from(pairs, ([, value]) => value),
          );
          const found: (readonly [number, number])[] = [];
          sums.take((passage, sum) => void found.push([passage, sum]));
          assert.equal(found.length, expected.size);
          assert.deepEqual(new Map(found), expected);
        }
      }),
    );
  });
});
