import assert from 'node:assert/strict';
import { hash as digest } from 'node:crypto';
import fc from 'fast-check';
import { KnownHashes } from '../../../../src/library/build/known-hashes.ts';

const hash = fc.nat({ max: 60 }).map((number) => digest('sha256', String(number)));

describe('the hashes that are known', () => {
  it('are told as such, those that were there before and those that came, and hardly any other', () => {
    fc.assert(
      fc.property(fc.array(hash), fc.array(hash), hash, (before, added, asked) => {
        const written = [...before];
        const known = new KnownHashes(() => written);
        for (const one of added.slice(3)) {
          known.add(one);
          written.push(one);
        }
        // Asked for the first time.
        known.mayHave(asked);
        for (const one of added.slice(0, 3)) known.add(one);
        for (const one of [...before, ...added]) assert.ok(known.mayHave(one));
        // No two of these begin alike.
        if (![...before, ...added].includes(asked)) assert.ok(!known.mayHave(asked));
      }),
      { numRuns: 20 },
    );
  });

  it('are read when something is asked for the first time, and not again', () => {
    let reads = 0;
    const known = new KnownHashes(() => {
      reads += 1;
      return [digest('sha256', 'a'), 'run:of-an-execution', ''];
    });
    known.add(digest('sha256', 'a'));
    assert.equal(reads, 0);
    assert.ok(known.mayHave(digest('sha256', 'a')));
    assert.ok(!known.mayHave(digest('sha256', 'b')));
    assert.equal(reads, 1);
  });
});
