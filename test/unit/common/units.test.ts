import assert from 'node:assert/strict';
import { parseDuration, parseSize } from '../../../src/common/units.ts';

describe('parseDuration', () => {
  const table: readonly (readonly [string | number, number | null])[] = [
    [90, 90_000],
    ['90', 90_000],
    ['90s', 90_000],
    ['3m', 180_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['500ms', 500],
    [0.5, 500],
    ['1.5 h', 5_400_000],
    ['', null],
    ['-1', null],
    ['1w', null],
    ['1h30m', null],
    ['ms', null],
    ['1e3', null],
  ];
  for (const [written, expected] of table) {
    it(`reads ${JSON.stringify(written)} as ${expected}`, () =>
      assert.equal(parseDuration(written), expected));
  }
});

describe('parseSize', () => {
  const table: readonly (readonly [string | number, number | null])[] = [
    [1024, 1024],
    ['1024', 1024],
    ['512Mi', 512 * 2 ** 20],
    ['4Gi', 4 * 2 ** 30],
    ['4GiB', 4 * 2 ** 30],
    ['1.5Ki', 1536],
    ['2Ti', 2 * 2 ** 40],
    ['3K', 3000],
    ['3M', 3_000_000],
    ['3 GB', 3_000_000_000],
    ['10B', 10],
    ['-1', null],
    ['1k', null],
    ['1Pi', null],
    ['Mi', null],
  ];
  for (const [written, expected] of table) {
    it(`reads ${JSON.stringify(written)} as ${expected}`, () => assert.equal(parseSize(written), expected));
  }
});
