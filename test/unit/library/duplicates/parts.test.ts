import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BandTable } from '../../../../src/library/duplicates/band-table.ts';
import { areEditions } from '../../../../src/library/duplicates/editions.ts';
import { jaccard, shingleHashes, shingles } from '../../../../src/library/duplicates/shingles.ts';
import {
  bandKeys,
  leastShingles,
  likeness,
  signatureLanes,
  signatureOf,
} from '../../../../src/library/duplicates/signature.ts';
import { starGroups } from '../../../../src/library/duplicates/star-groups.ts';

/** Runs of five words, as text: what the hashes stand for. */
function runs(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z\d\u00c0-\u1fff]+|[\u3041-\u9fff]/g) ?? [];
  return words.slice(4).map((_, at) => words.slice(at, at + 5).join(' '));
}

const word = fc.constantFrom('heat', 'Flow', 'x1', 'über', '熱', '流', 'a', 'b', 'c', 'd');
const between = fc.constantFrom(' ', ', ', '\n', ' – ', '_', '(');
const text = fc
  .array(fc.tuple(word, between), { maxLength: 60 })
  .map((parts) => parts.map((part) => part.join('')).join(''));

function put(texts: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(texts.length * signatureLanes);
  for (const [at, one] of texts.entries()) {
    const signature = signatureOf(shingleHashes([one]));
    assert.ok(signature !== null);
    bytes.set(signature, at * signatureLanes);
  }
  return bytes;
}

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(' ');

describe('the comparison of texts', () => {
  it('knows a text by its runs of five words, however they are written', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [runs(a), runs(b)];
        assert.equal(shingleHashes([a]).length, left.length, JSON.stringify(a));
        const both = new Set(left.filter((run) => right.includes(run))).size;
        const all = new Set([...left, ...right]).size;
        assert.equal(jaccard(shingles(a), shingles(b)), all === 0 ? 0 : both / all);
      }),
    );
    assert.deepEqual(shingleHashes(['one two thr', 'ee four five six']).length, 3, 'pieces end words');
    assert.deepEqual(shingleHashes(['One, TWO three_four five']), shingleHashes(['one two three four five']));
  });

  it('is done by signatures as well as by the texts themselves, but for a few hundredths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 300, max: 900 }), (shift, length) => {
        const one = numbered(0, length);
        const other = numbered(shift, length + shift);
        const exact = jaccard(shingles(one), shingles(other));
        const bytes = put([one, other]);
        const told = likeness(bytes, 0, signatureLanes, 0);
        assert.ok(Math.abs(told - exact) < 0.13, `${told} for ${exact}`);
        assert.equal(likeness(bytes, signatureLanes, 0, 0), told);
        assert.equal(likeness(bytes, 0, 0, 0.9), 1);
        const few = likeness(bytes, 0, signatureLanes, 0.85);
        assert.ok(few === 0 ? told < 0.85 : few === told);
      }),
    );
  });

  it('has no signature of a text that is too short, or says the same again and again', () => {
    assert.equal(signatureOf(shingleHashes([numbered(0, leastShingles + 3)])), null);
    assert.notEqual(signatureOf(shingleHashes([numbered(0, leastShingles + 4)])), null);
    assert.equal(signatureOf(shingleHashes(['the same five words here '.repeat(100)])), null);
  });

  it('finds the mates of a text by its bands, whatever came and went, as if all were compared with all', () => {
    const banding = { bands: 20, lanes: 8 };
    const keysOf = (bytes: Uint8Array, place: number): Uint32Array => {
      const keys = new Uint32Array(banding.bands);
      bandKeys(bytes, place * signatureLanes, banding, keys, 0);
      return keys;
    };
    fc.assert(
      fc.property(
        fc.array(fc.record({ shift: fc.nat({ max: 120 }), leaves: fc.boolean(), returns: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 60, max: 300 }),
        fc.integer({ min: 1, max: 12 }),
        (texts, length, room) => {
          const bytes = put(texts.map(({ shift }) => numbered(shift, shift + length)));
          const table = new BandTable(banding, room);
          for (const place of texts.keys()) {
            if (place === room) table.grow(texts.length, Array(room).keys());
            table.put(place, bytes, place * signatureLanes);
          }
          for (const [place, { leaves }] of texts.entries()) if (leaves) table.take(place);
          for (const [place, { leaves, returns }] of texts.entries())
            if (leaves && returns) table.put(place, bytes, place * signatureLanes);
          const there = [...texts.keys()].filter((place) => !texts[place]?.leaves || texts[place]?.returns);
          for (const a of there) {
            const found: number[] = [];
            table.eachMate(a, (mate) => {
              found.push(mate);
              return false;
            });
            const own = keysOf(bytes, a);
            const expected = there.filter(
              (b) => b !== a && keysOf(bytes, b).some((key, band) => key === own[band]),
            );
            assert.deepEqual(
              found.sort((x, y) => x - y),
              expected,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('makes groups of which every member is like the one in the centre, whatever order the mates come in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 30 }),
        fc.shuffledSubarray([...Array(10).keys()], { minLength: 10 }),
        fc.boolean(),
        (pairs, order, reversed) => {
          const like = (a: number, b: number) =>
            a !== b && pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a)) ? 0.9 : 0;
          const mates = (of: number) => {
            const all = [...Array(10).keys()].filter((other) => like(of, other) > 0);
            return reversed ? all.reverse() : all;
          };
          const stars = starGroups(order, (of, use) => void mates(of).some(use), like);
          const members = stars.flatMap(({ centre, others }) => [
            centre,
            ...others.map(({ place }) => place),
          ]);
          assert.equal(new Set(members).size, members.length, 'each is in one group');
          const rank = (place: number) => order.indexOf(place);
          for (const { centre, others } of stars) {
            assert.ok(others.length > 0);
            for (const { place } of others) {
              assert.ok(like(centre, place) > 0);
              assert.ok(rank(centre) < rank(place), 'the best is the centre');
            }
          }
          // Two that are like each other and in no group would be one.
          const alone = order.filter((place) => !members.includes(place));
          for (const a of alone) for (const b of alone) assert.equal(like(a, b), 0);
        },
      ),
    );
  });

  it('lets editions be alike', () => {
    assert.ok(areEditions('docs/v1/a.md', 'docs/v2/a.md'));
    assert.ok(areEditions('docs/a.md', 'docs/de/a.md'));
    assert.ok(!areEditions('docs/a.md', 'docs/b.md'));
    assert.ok(!areEditions('docs/a.md', 'old/a.md'));
    assert.ok(!areEditions('a.md', 'a.md'));
  });
});
