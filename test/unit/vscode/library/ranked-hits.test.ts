import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rankedHits } from '../../../../src/vscode/library/search/ranked-hits.ts';

describe('the answers of several folders', () => {
  it('are one list by rank, then by folder', () => {
    assert.deepEqual(rankedHits([['a1', 'a2', 'a3'], [], ['c1', 'c2']]), ['a1', 'c1', 'a2', 'c2', 'a3']);
    assert.deepEqual(rankedHits([]), []);
  });

  it('lose nothing, and each folder keeps its order', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat())), (answers) => {
        const tagged = answers.map((hits, folder) => hits.map((hit, rank) => ({ folder, rank, hit })));
        const all = rankedHits(tagged);
        assert.deepEqual(
          tagged.map((_, folder) => all.filter((one) => one.folder === folder)),
          tagged,
        );
        assert.equal(all.length, tagged.flat().length);
      }),
    );
  });
});
