import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleReport } from '../../../src/cli/visible-text.ts';

describe('a report in a terminal', () => {
  it('has control characters of names and texts as escapes', () => {
    assert.deepEqual(
      visibleReport({
        path: 'a\nb\x1b[2J.md',
        hits: [{ title: 'T \x1b]0;owned\x07', text: 'one\n\ttwo\r\x9b3m', line: 3, seen: null }],
      }),
      {
        path: 'a\\nb\\x1b[2J.md',
        hits: [{ title: 'T \\x1b]0;owned\\x07', text: 'one\n\ttwo\\x0d\\x9b3m', line: 3, seen: null }],
      },
    );
  });

  it('is what it was where there are none', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme-ascii' }), (value) => {
        assert.deepEqual(visibleReport(value), value);
      }),
    );
  });
});
