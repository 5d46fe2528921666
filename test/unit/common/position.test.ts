import assert from 'node:assert/strict';
import fc from 'fast-check';
import { positionAt } from '../../../src/common/position.ts';

describe('positionAt', () => {
  it('agrees with lines that are split', () => {
    const piece = fc.constantFrom('a', '\n', '\r\n', '\r', 'ü');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(40), (pieces, at) => {
        const text = pieces.join('');
        const offset = Math.min(at, text.length);
        if (text[offset - 1] === '\r' && text[offset] === '\n') return;
        const before = text.slice(0, offset).split(/\r\n|\r|\n/);
        assert.deepEqual(positionAt(text, at), {
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
      }),
    );
  });
});
