import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type NumberedOccurrence, Occurrences } from '../../../../src/library/search/occurrences.ts';

const inOrder = (all: Iterable<NumberedOccurrence>): string[] =>
  [...all].map(({ file, line, kind }) => `${file} ${line} ${kind}`).sort();

describe('the table of what is called how', () => {
  it('knows after any changes what a list of all of it would know', () => {
    const few = fc.integer({ min: 0, max: 5 });
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ name: few, file: few, line: few, kind: few }) },
      { weight: 1, arbitrary: fc.record({ gone: few }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new Occurrences();
        let model: (NumberedOccurrence & { readonly name: number })[] = [];
        for (const one of steps) {
          if ('gone' in one) {
            const before = new Set(model.map(({ name }) => name));
            model = model.filter(({ file }) => file !== one.gone);
            const left = new Set(model.map(({ name }) => name));
            assert.deepEqual(
              table.removeFile(one.gone).sort(),
              [...before].filter((name) => !left.has(name)).sort(),
            );
          } else {
            const { name, ...occurrence } = one;
            table.add(name, occurrence);
            model.push(one);
          }
          for (let name = 0; name <= 5; name++) {
            const own = model.filter((other) => other.name === name);
            assert.deepEqual(inOrder(table.of(name)), inOrder(own));
            assert.equal(table.countOf(name), own.length);
          }
        }
      }),
    );
  });

  it('has room for more than it was made for, and uses again what was given back', () => {
    const table = new Occurrences();
    for (let round = 0; round < 3; round++) {
      for (let line = 1; line <= 5000; line++) table.add(line % 7, { file: line % 3, line, kind: 0 });
      assert.equal([...table.of(2)].length, 715);
      for (const file of [0, 1, 2]) table.removeFile(file);
      assert.equal(table.countOf(2), 0);
      assert.deepEqual([...table.of(2)], []);
    }
  });
});
