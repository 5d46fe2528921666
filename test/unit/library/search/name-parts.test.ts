import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitIdentifier } from '../../../../src/library/search/identifier-parts.ts';
import { nameKey, nameParts, slipWords } from '../../../../src/library/search/name-parts.ts';

/** The parts of a name as they stand in its key. */
function partsOf(text: string): string[] {
  const { key, starts } = nameParts(text);
  return starts.map((start, at) => key.slice(start, starts[at + 1]));
}

describe('a name taken apart', () => {
  const table: readonly (readonly [name: string, parts: readonly string[]])[] = [
    ['getUserName', ['get', 'user', 'name']],
    ['get_user_name', ['get', 'user', 'name']],
    ['HTTPServer2', ['http', 'server', '2']],
    ['A', ['a']],
    ['aB', ['a', 'b']],
    ['2ndTry', ['2', 'nd', 'try']],
    ['README.md', ['readme', 'md']],
    ['Getting started', ['getting', 'started']],
    ['größeMessen', ['größe', 'messen']],
    ['名前を変更', ['名前を変更']],
    ['--', []],
    ['', []],
  ];
  for (const [name, parts] of table)
    it(`has ${parts.join(' ') || 'no parts'}: ${name || 'nothing'}`, () =>
      assert.deepEqual(partsOf(name), parts));

  it('has the parts of an identifier, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: fc.constantFrom(...'abXYZ09_-. /') }),
          fc.string({ unit: fc.constantFrom(...'aBäÖ7_ß名') }),
        ),
        (name) => {
          const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
          assert.deepEqual(
            partsOf(name),
            words.flatMap(splitIdentifier).map((part) => part.toLowerCase()),
          );
          assert.equal(nameParts(name).key, nameKey(name));
        },
      ),
    );
  });

  it('has words that can be mistyped: its parts and what is between signs, without numbers and what is short', () => {
    const words = (name: string) => [...slipWords(nameParts(name))].sort();
    assert.deepEqual(words('getUserName the_cat 12345 user'), ['getusername', 'name', 'user']);
    assert.deepEqual(words('parseHTTPResponse'), ['http', 'parse', 'parsehttpresponse', 'response']);
    assert.deepEqual(words(`x${'y'.repeat(50)}`), []);
  });
});
