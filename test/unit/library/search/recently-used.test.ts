import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecentlyUsed } from '../../../../src/library/search/recently-used.ts';

describe('what was used recently', () => {
  it('is not read again, until too much else was asked for since', () => {
    const asked = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 1, max: 9 })),
    );
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 20 }), (all, most) => {
        const kept = new RecentlyUsed<number>(most, (size) => size);
        /** Keys with their sizes, what was asked for last at the end. */
        let model: (readonly [string, number])[] = [];
        for (const [key, size] of all) {
          const known = model.find(([other]) => other === key);
          let isRead = false;
          const found = kept.get(key, () => {
            isRead = true;
            return size;
          });
          assert.equal(isRead, known === undefined);
          assert.equal(found, known?.[1] ?? size);
          model = [...model.filter(([other]) => other !== key), [key, found]];
          while (model.length > 1 && model.reduce((sum, [, one]) => sum + one, 0) > most) model.shift();
        }
      }),
    );
  });

  it('is forgotten when it is cleared', () => {
    const kept = new RecentlyUsed<string>(10, ({ length }) => length);
    assert.equal(
      kept.get('a', () => 'old'),
      'old',
    );
    kept.clear();
    assert.equal(
      kept.get('a', () => 'new'),
      'new',
    );
  });
});
