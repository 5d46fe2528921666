import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ParsedQuery, parseQuery } from '../../../../src/library/search/parse-query.ts';

function parsed(typed: string): Partial<ParsedQuery> {
  const { words, phrases, excluded, filters, problem } = parseQuery(typed);
  return {
    ...(words.length > 0 ? { words } : {}),
    ...(phrases.length > 0 ? { phrases } : {}),
    ...(excluded.length > 0 ? { excluded } : {}),
    ...(filters.length > 0 ? { filters } : {}),
    ...(problem === null ? {} : { problem }),
  };
}

describe('a query', () => {
  const kind = (value: string, negated = false) => ({ field: 'kind', values: [value], negated }) as const;
  const path = (value: string, negated = false) => ({ field: 'path', values: [value], negated }) as const;
  const table: readonly (readonly [typed: string, means: Partial<ParsedQuery>])[] = [
    ['', {}],
    ['   ', {}],
    ['read the file', { words: ['read', 'the', 'file'] }],
    ['"exact phrase" more', { words: ['more'], phrases: ['exact phrase'] }],
    ['-test parser', { words: ['parser'], excluded: ['test'] }],
    ['-"not this" that', { words: ['that'], excluded: ['not this'] }],
    ['kind:notebook plot', { words: ['plot'], filters: [kind('notebook')] }],
    ['KIND:Notebook', { filters: [kind('notebook')] }],
    ['-path:test/ parser', { words: ['parser'], filters: [path('test/', true)] }],
    ['path:"my folder" x', { words: ['x'], filters: [path('my folder')] }],
    ['lang:py,ts x', { words: ['x'], filters: [{ field: 'lang', values: ['py', 'ts'], negated: false }] }],
    [
      'ext:.md status:found',
      {
        filters: [
          { field: 'ext', values: ['.md'], negated: false },
          { field: 'status', values: ['found'], negated: false },
        ],
      },
    ],
    [
      'run:last -run:01K5,01K6 x',
      {
        words: ['x'],
        filters: [
          { field: 'run', values: ['last'], negated: false },
          { field: 'run', values: ['01k5', '01k6'], negated: true },
        ],
      },
    ],
    ['std::vector foo:bar', { words: ['std::vector', 'foo:bar'] }],
    ['path: handle links', { words: ['path', 'handle', 'links'] }],
    ['handle path:', { words: ['handle'], problem: 'Say what to look for behind path:' }],
    ['gcc -Wsign-compare --all -O2', { words: ['gcc', 'Wsign-compare', 'all'], excluded: ['O2'] }],
    ['a - b', { words: ['a', 'b'] }],
    ['src/a.ts, (b) and `c`!', { words: ['src/a.ts', 'b', 'and', 'c'] }],
    [
      'an "open quote',
      { words: ['an'], phrases: ['open quote'], problem: 'A quotation mark is not closed.' },
    ],
    ['name="a b"', { words: ['name'], phrases: ['a b'] }],
    ['see <https://example.org/a/b>, please', { words: ['see', 'please'] }],
    ['https://example.org/a', { words: ['https://example.org/a'] }],
    ['__init__ _x', { words: ['__init__', '_x'] }],
    ['"" "--" ... ()', {}],
    ['Größe 名前 изменить', { words: ['Größe', '名前', 'изменить'] }],
  ];
  for (const [typed, means] of table)
    it(`is read as it was meant: ${typed === '' ? 'nothing' : typed}`, () => {
      assert.deepEqual(parsed(typed), means);
    });

  it('keeps every word that is no filter and no address, whatever was typed', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zäöü]{1,8}$/)), (words) => {
        assert.deepEqual(parseQuery(words.join(' ')).words, words);
      }),
    );
  });

  it('is cut where somebody pasted a book, and says so', () => {
    const { words, problem } = parseQuery('word '.repeat(100_000));
    assert.equal(words.length, 2000);
    assert.equal(problem, 'Only its first 10000 characters are read.');
  });

  it('can be anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const { words, phrases, excluded } = parseQuery(typed);
        for (const text of [...words, ...phrases, ...excluded]) assert.match(text, /[\p{L}\p{N}]/u);
      }),
    );
  });
});
