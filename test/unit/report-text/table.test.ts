import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { table } from '../../../src/report-text/table.ts';

describe('table', () => {
  it('lines up columns whatever colours they wear', () => {
    assert.deepEqual(
      table([
        ['a', 'bb', 'c'],
        ['\u001b[31maaa\u001b[39m', 'b', ''],
      ]),
      ['a    bb  c', '\u001b[31maaa\u001b[39m  b'],
    );
  });

  it('takes rows of different lengths, and none', () => {
    assert.deepEqual(table([]), []);
    assert.deepEqual(table([['a'], ['bb', 'c'], []]), ['a', 'bb  c', '']);
  });

  it('begins every cell of a column at the same place', () => {
    const cell = fc.stringMatching(/^[a-z]{1,6}$/);
    const painted = fc
      .tuple(cell, fc.boolean())
      .map(([text, red]) => (red ? `\u001b[31m${text}\u001b[39m` : text));
    const rows = fc.integer({ min: 1, max: 4 }).chain((columns) =>
      fc.array(fc.array(painted, { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 8,
      }),
    );
    fc.assert(
      fc.property(rows, (cells) => {
        const lines = table(cells).map(stripVTControlCharacters);
        const starts = lines.map((line) => [...line.matchAll(/[a-z]+/g)].map(({ index }) => index));
        for (const start of starts) assert.deepEqual(start, starts[0]);
        assert.deepEqual(
          lines.map((line) => line.split(/ +/)),
          cells.map((row) => row.map(stripVTControlCharacters)),
        );
      }),
    );
  });
});
