import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normaliseLine } from '../../../../src/library/record/normalise-line.ts';

describe('a line of a log without what differs from run to run', () => {
  const cases: readonly (readonly [line: string, normalised: string])[] = [
    ['ValueError: 17 of 20 rows are empty', 'ValueError: <n> of <n> rows are empty'],
    ['took 12.5 ms, then 3s', 'took <duration>, then <duration>'],
    ['2026-11-26T21:07:42.123Z ERROR disk full', '<time> ERROR disk full'],
    ['[2026-11-26 21:07:42,123] worker failed', '[<time>] worker failed'],
    ['21:07:42 connection refused 127.0.0.1:5432', '<time> connection refused <n>'],
    ['no such run 01JDXQ7Z8N5V3K2M1P0R9S8T7W', 'no such run <id>'],
    ['object at 0x7f3a2c1b is gone', 'object at <hex> is gone'],
    ['commit 13c76b8 is not merged', 'commit <hex> is not merged'],
    ['id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is taken', 'id <uuid> is taken'],
    ["ENOENT: no such file, open '/tmp/build-x1/out.json'", "ENOENT: no such file, open '<path>'"],
    ['cannot open C:\\Users\\me\\data.csv for reading', 'cannot open <path> for reading'],
    ['src/solver.c:12:5: error: expected expression', 'src/solver.c:<n>: error: expected expression'],
    ['at file:///home/me/work/main.js:3:9', 'at file://<path>:<n>'],
    ['  spaces\tand   tabs ', 'spaces and tabs'],
  ];
  for (const [line, normalised] of cases)
    it(`is \`${normalised}\``, () => assert.equal(normaliseLine(line), normalised));

  const word = fc.constantFrom(
    'error:',
    'disk',
    'full',
    'open',
    'a.py',
    '(',
    ')',
    'rows',
    '-',
    'T',
    's',
    '<n>',
  );
  const number = fc.oneof(
    fc.nat().map(String),
    fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value.toFixed(3)),
  );
  const path = fc
    .array(fc.stringMatching(/^[a-z0-9_.-]{1,12}$/), { minLength: 1, maxLength: 5 })
    .map((parts) => `/${parts.join('/')}`);

  it('is itself again when it is taken once more, whatever it was', () => {
    const piece = fc.oneof(word, number, path, fc.string({ unit: 'binary' }), fc.uuid());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('', ' '), (pieces, between) => {
        const once = normaliseLine(pieces.join(between));
        assert.equal(normaliseLine(once), once);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same for other numbers, paths, times and ids', () => {
    const varied = fc.constantFrom<'number' | 'path' | 'time' | 'uuid' | 'hex'>(
      'number',
      'path',
      'time',
      'uuid',
      'hex',
    );
    const fillings = {
      number: fc.nat().map(String),
      path,
      time: fc
        .date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      uuid: fc.uuid(),
      hex: fc.nat().map((value) => `0x${value.toString(16)}`),
    };
    const template = fc.array(
      fc.oneof(
        word,
        varied.map((kind) => ({ kind })),
      ),
      { maxLength: 15 },
    );
    const filled = template.chain((parts) => {
      const fill = fc.tuple(
        ...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : fillings[part.kind])),
      );
      return fc.tuple(fill, fill);
    });
    fc.assert(
      fc.property(filled, ([one, other]) => {
        // Lines are cut: those that are longer may differ in what still counts.
        fc.pre(one.join(' ').length < 400 && other.join(' ').length < 400);
        assert.equal(normaliseLine(one.join(' ')), normaliseLine(other.join(' ')));
      }),
      { numRuns: 2000 },
    );
  });
});
