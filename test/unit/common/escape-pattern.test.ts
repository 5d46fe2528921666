import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapePattern } from '../../../src/common/escape-pattern.ts';

describe('escapePattern', () => {
  it('matches any text, and nothing else, with any flags', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom('', 'u', 'v', 's'),
        (text, other, flags) => {
          const pattern = new RegExp(`^(?:${escapePattern(text)})$`, flags);
          assert.equal(pattern.test(text), true);
          assert.equal(pattern.test(other), other === text);
        },
      ),
    );
  });
});
