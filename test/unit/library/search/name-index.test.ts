import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NameIndex } from '../../../../src/library/search/name-index.ts';
import { nameKey, nameParts } from '../../../../src/library/search/name-parts.ts';

const name = fc
  .array(fc.constantFrom('get', 'set', 'User', 'Name', 'ID', '_', '-', '2', 'a', 'magnet', 'Magnat', 'ö'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
  .filter((text) => nameKey(text) !== '');

const asked = ['g', 'ge', 'get', 'getu', 'user', 'us na', 'n', 'magnit', 'id', '2', 'ö', 'set user'];

function answers(index: NameIndex): unknown {
  while (index.prepare()) {
    // Piece by piece.
  }
  return asked.map((typed) => [
    index.find(typed, 5).map(({ text, match }) => [text, match]),
    index.similar(typed, 3),
    index.beginning(typed, 3),
  ]);
}

describe('an index of names', () => {
  it('answers after any changes as one does that has been filled just now', () => {
    const step = fc.record({ text: name, isPrepared: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const there = new Map<string, number>();
        const index = new NameIndex(() => 1);
        for (const { text, isPrepared } of steps) {
          const known = there.get(text);
          if (known === undefined) there.set(text, index.add(text));
          else {
            index.remove(known);
            there.delete(text);
          }
          if (isPrepared) index.prepare(2);
        }
        const fresh = new NameIndex(() => 1);
        for (const text of [...there.keys()].sort()) fresh.add(text);
        assert.deepEqual(answers(index), answers(fresh));
      }),
    );
  });

  it('finds every name of which a part begins so, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 20 }), name, (names, typed) => {
        const index = new NameIndex(() => 1);
        for (const text of names) index.add(text);
        const begin = nameKey(typed);
        const expected = names.filter((text) => {
          const { key, starts } = nameParts(text);
          return starts.some((start) => key.startsWith(begin, start));
        });
        const found = index.find(begin, 100).filter(({ match }) => match !== 'similar');
        assert.deepEqual(found.map(({ text }) => text).sort(), expected.sort());
      }),
    );
  });

  it('has nothing for slips before words are taken in, and takes them in by pieces', () => {
    const index = new NameIndex(() => 1);
    for (let at = 0; at < 20; at++) index.add(`magnet${'abcdefghijklmnopqrst'[at]}`);
    assert.deepEqual(index.similar('mugneta', 3), []);
    assert.equal(index.prepare(10), true);
    assert.ok(index.similar('mugneta', 3).includes('magneta'));
    assert.equal(index.prepare(10), false);
  });
});
