import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseQuery } from '../../../../src/library/search/parse-query.ts';
import { askedText } from '../../../../src/vscode/library/search/asked-text.ts';

describe('a selection as a query', () => {
  it('is on one line, without what would be a sign by accident', () => {
    assert.equal(askedText('  def quench(\n    x):\n'), 'def quench( x):');
    assert.equal(askedText('"half'), 'half');
    assert.equal(askedText('a -b --fast "c d"'), 'a b fast "c d"');
    assert.equal(askedText(' \n\t '), '');
  });

  it('means nothing but words and phrases, and is short', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1000, unit: 'binary' }), (selected) => {
        const asked = askedText(selected);
        assert.ok(asked.length <= 200);
        assert.ok(!/[\n\r\t]/.test(asked));
        assert.deepEqual(parseQuery(asked).excluded, []);
      }),
    );
  });
});
