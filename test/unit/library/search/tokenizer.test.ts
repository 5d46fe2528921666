import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Tokenizer } from '../../../../src/library/search/tokenizer.ts';

describe('the tokens of texts', () => {
  it('are stemmed, in small letters and in their order', () => {
    const tokenizer = new Tokenizer();
    assert.deepEqual(tokenizer.tokens('Running the DATABASES_of größe'), [
      'run',
      'the',
      'databas',
      'of',
      'groß',
    ]);
    tokenizer.close();
  });

  it('are the same whether many are looked at together or each alone', () => {
    const one = new Tokenizer();
    const many = new Tokenizer();
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', 'Names', 'getUserName', 'a.b', 'naïve Größen', 'the cats'),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        const sound = texts.map((any) => any.toWellFormed());
        many.learn(sound);
        for (const any of sound) assert.deepEqual(many.tokens(any), one.tokens(any), JSON.stringify(any));
      }),
    );
    one.close();
    many.close();
  });
});
