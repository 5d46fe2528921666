import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findLinks } from '../../../src/logs/find-links.ts';

describe('findLinks', () => {
  const table: readonly (readonly [line: string, ...places: string[]])[] = [
    ['src/a.ts:12:3 - error TS2304: no', 'src/a.ts|12|3'],
    ['src/a.ts(12,3): error TS2304: no', 'src/a.ts|12|3'],
    ['src/a.ts(12): error', 'src/a.ts|12|'],
    ['  File "agents/load.py", line 12, in main', 'agents/load.py|12|'],
    ['  File "C:\\My Files\\a b.py", line 7', 'C:\\My Files\\a b.py|7|'],
    ['    at main (file:///work/a%20b.js:1:2)', '/work/a b.js|1|2'],
    ['    at file:///work/a.js:1:2', '/work/a.js|1|2'],
    ['    at Object.<anonymous> (/my work/x.js:10:20)', '/my work/x.js|10|20'],
    ['    at x (C:\\work\\x.js:10:20)', 'C:\\work\\x.js|10|20'],
    ['    at x (file:///C:/work/x.js:10:20)', 'C:/work/x.js|10|20'],
    ['    at x (node:internal/a:10:20)', 'node:internal/a|10|20'],
    ['C:\\work\\x.c:10: warning', 'C:\\work\\x.c|10|'],
    ['./x.c:10:5: error: y.h:3', './x.c|10|5', 'y.h|3|'],
    ['Makefile:12: *** missing separator', 'Makefile|12|'],
    [' --> src/main.rs:5:9', 'src/main.rs|5|9'],
    ['(see docs/größe.md:4)', 'docs/größe.md|4|'],
    ["'a.py:3', [b.py:4], <c.py:5>", 'a.py|3|', 'b.py|4|', 'c.py|5|'],
    ['x.py:0:0', 'x.py|1|1'],
    ['at 04:51:05 it began', ''],
    ['2026-11-21T04:51:05.244Z', ''],
    ['http://localhost:8080/x', ''],
    ['x.py:12abc', ''],
    ['x.py:', ''],
    ['File "x.py", line', ''],
    ['12:30', ''],
    ['', ''],
  ];
  for (const [line, ...places] of table) {
    it(`knows ${JSON.stringify(line)}`, () => {
      const found = findLinks(line).map(({ path, line: at, column }) => `${path}|${at}|${column ?? ''}`);
      assert.deepEqual(found, places[0] === '' ? [] : places);
    });
  }

  it('tells where a place stands in its line', () => {
    const line = 'see a.py:1 and File "b c.py", line 2.';
    assert.deepEqual(
      findLinks(line).map(({ start, end }) => line.slice(start, end)),
      ['a.py:1', 'b c.py", line 2'],
    );
  });

  it('finds places that stand in order, in the line, and apart', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a.py:1',
        ' ',
        ':',
        '(',
        ')',
        'at ',
        'File "',
        '", line 2',
        '1',
        ':1:',
        '\\',
        '/',
        'file://',
        '%',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const line = pieces.join('');
        let last = 0;
        for (const { start, end, line: at, column } of findLinks(line)) {
          assert.ok(start >= last && end > start && end <= line.length);
          assert.ok(at >= 1 && (column === null || column >= 1));
          last = end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for a line the longer it is', function () {
    this.timeout(10_000);
    const seeds = [
      'a',
      'a:1',
      ':1',
      'File "',
      'at (',
      '((',
      'a:b:',
      'a.b:1(',
      '"',
      '/:1:1',
      'at a (b',
      'C:\\',
      'file://',
    ];
    for (const seed of seeds) {
      const line = seed.repeat(Math.ceil(1_000_000 / seed.length));
      // A hundred of them are a log as long as the window; a regular expression that goes back would not come to an end.
      for (let n = 0; n < 100; n++) findLinks(line);
      assert.ok(findLinks(line).every(({ end }) => end <= 10_000));
    }
  });
});
