import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Document } from 'yaml';
import { readYaml } from '../../../src/pipeline/read-yaml.ts';
import { scalarPlaces } from '../../../src/pipeline/scalar-places.ts';
import { entryOf, textOf } from '../../../src/pipeline/yaml-node.ts';

/** What stands in the file where a word of the text under `k` is said to stand. */
function placed(text: string, word: string): string {
  const yaml = readYaml(text);
  const node = entryOf(yaml.root ?? undefined, 'k')?.node;
  const at = textOf(node)?.indexOf(word) ?? -1;
  assert.ok(node && at >= 0, `${word} is not in ${text}`);
  const { start, end } = scalarPlaces(yaml.text, node)(at, at + word.length);
  return yaml.text.slice(start, end);
}

describe('scalarPlaces', () => {
  const cases: readonly (readonly [text: string, word: string, written: string])[] = [
    ['k: one two', 'two', 'two'],
    ['k: "one two"', 'two', 'two'],
    ["k: 'it''s two'", 'two', 'two'],
    ["k: 'it''s two'", "'s", "''s"],
    ['k: "a \\"b\\" two"', 'two', 'two'],
    ['k: "a \\"b\\" two"', '"b"', '\\"b\\"'],
    ['k: "a \\x41\\u0042\\U0001F600 two"', 'two', 'two'],
    ['k: one\n  and\n\n  two\n', 'two', 'two'],
    ['k: "one\n  and \\\n  two"\n', 'two', 'two'],
    ['k: >-\n  one\n  two\n', 'two', 'two'],
    ['k: |  # a comment, two\n  one\n    two\n  three\n', 'three', 'three'],
    ['k: >\r\n  one\r\n\r\n  two\r\nl: 1', 'two', 'two'],
    ['k: &anchor "two"', 'two', 'two'],
  ];
  for (const [text, word, written] of cases) {
    it(`finds ${JSON.stringify(word)} in ${JSON.stringify(text)}`, () => {
      assert.equal(placed(text, word), written);
    });
  }

  it('takes the whole where a text stands elsewhere', () => {
    const yaml = readYaml('a: &x some text\nk: *x\n');
    const node = entryOf(yaml.root ?? undefined, 'k')?.node;
    assert.ok(node);
    assert.deepEqual(scalarPlaces(yaml.text, node)(5, 9), { start: node.start, end: node.end });
  });

  it('finds every word, however a text is written', () => {
    const words = fc.array(
      fc.tuple(fc.stringMatching(/^[a-z'"\\:#é😀]{1,6}$/u), fc.constantFrom(' ', '  ', '\n', '\n\n')),
      { minLength: 1, maxLength: 10 },
    );
    const styles = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_FOLDED', 'BLOCK_LITERAL');
    fc.assert(
      fc.property(words, styles, (parts, style) => {
        const value = parts
          .map(([word, gap], i) => `${word}${i}${gap}`)
          .join('')
          .trim();
        const document = new Document({ k: value });
        const scalar = document.get('k', true);
        Object.assign(scalar as object, { type: style });
        const text = document.toString({ lineWidth: 20 });
        const yaml = readYaml(text);
        const node = entryOf(yaml.root ?? undefined, 'k')?.node;
        // The writer folds where several spaces stand, which the reader does not undo.
        fc.pre(textOf(node) === value);
        assert.ok(node);
        const places = scalarPlaces(text, node);
        let at = 0;
        for (const [index] of parts.entries()) {
          // The number behind each word is written as it is in every style.
          const digits = String(index);
          at = value.indexOf(digits, at);
          const { start, end } = places(at, at + digits.length);
          assert.equal(text.slice(start, end), digits, text);
          at += digits.length;
        }
      }),
    );
  });
});
