import assert from 'node:assert/strict';
import fc from 'fast-check';
import { identifierParts, splitIdentifier } from '../../../../src/library/search/identifier-parts.ts';

describe('the parts of an identifier', () => {
  const table: readonly (readonly [name: string, parts: string])[] = [
    ['getUserName', 'get User Name'],
    ['GetUserName', 'Get User Name'],
    ['HTTPServer', 'HTTP Server'],
    ['parseHTTPResponse', 'parse HTTP Response'],
    ['XMLHttpRequest', 'XML Http Request'],
    ['sha256', 'sha 256'],
    ['utf8Decode', 'utf 8 Decode'],
    ['base64url', 'base 64 url'],
    ['IPv4Address', 'I Pv 4 Address'],
    ['2ndTry', '2 nd Try'],
    ['snake_case', 'snake case'],
    ['SCREAMING_SNAKE', 'SCREAMING SNAKE'],
    ['kebab-case', 'kebab case'],
    ['a.b.c', 'a b c'],
    ['Foo::bar', 'Foo bar'],
    ['__init__', 'init'],
    ['größeMessen', 'größe Messen'],
    ['ÜberSicht', 'Über Sicht'],
    ['изменитьИмя', 'изменить Имя'],
    ['名前を変更2', '名前を変更 2'],
    ['word', 'word'],
    ['', ''],
  ];
  for (const [name, parts] of table)
    it(`${name === '' ? 'nothing' : name} has ${parts === '' ? 'none' : parts}`, () => {
      assert.equal(splitIdentifier(name).join(' '), parts);
    });

  it('are given of the words of a text that are made of several, and of no others', () => {
    assert.equal(
      identifierParts('call getUserName(of: user_id) with sha256 or HTTPServer.'),
      'get User Name sha 256 HTTP Server',
    );
    assert.equal(identifierParts('Nothing Here is_made of-several words 12 ABC'), '');
    assert.equal(identifierParts('größeMessen und getName, dann Ärger'), 'größe Messen get Name');
  });

  it('are not given of what is too long to be a name', () => {
    assert.equal(identifierParts(`aB${'c'.repeat(100)} getName`), 'get Name');
    assert.equal(identifierParts(`äB${'c'.repeat(100)} getName`), 'get Name');
  });

  it('lose no letter and no digit, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const kept = (text: string): string => (text.match(/[\p{L}\p{N}]/gu) ?? []).join('');
        assert.equal(kept(splitIdentifier(name).join(' ')), kept(name));
      }),
    );
  });

  it('are the same whether a text holds other letters than those of ASCII or not', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        assert.equal(identifierParts(`${text} é`), identifierParts(text));
      }),
    );
  });

  it('take no longer for what is made to take long', () => {
    const text = `${'a'.repeat(500_000)} ${'aB'.repeat(250_000)} ${'1'.repeat(500_000)}`;
    assert.equal(identifierParts(text), '');
    assert.equal(identifierParts(`${text} é`), '');
  });
});
