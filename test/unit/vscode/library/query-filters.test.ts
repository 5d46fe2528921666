import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseQuery } from '../../../../src/library/search/parse-query.ts';
import { filterOf, typedName, withFilter } from '../../../../src/vscode/library/search/query-filters.ts';

describe('filters of a query', () => {
  it('are read as they are typed', () => {
    assert.equal(filterOf('pressure kind:python', 'kind'), 'python');
    assert.equal(filterOf('KIND:python pressure', 'kind'), 'python');
    assert.equal(filterOf('a path:"my docs" b', 'path'), 'my docs');
    assert.equal(filterOf('"kind:python"', 'kind'), null);
    assert.equal(filterOf('kind:', 'kind'), null);
    assert.equal(filterOf('unkind:python', 'kind'), null);
  });

  it('are set in the place of the one that is there, and one can type on', () => {
    assert.equal(withFilter('', 'kind', 'python'), 'kind:python ');
    assert.equal(
      withFilter('pressure  kind:sql "two words"', 'kind', 'python'),
      'pressure "two words" kind:python ',
    );
    assert.equal(withFilter('pressure', 'path', 'my docs'), 'pressure path:"my docs" ');
  });

  it('are taken away', () => {
    assert.equal(withFilter('pressure kind:python bar', 'kind', null), 'pressure bar');
    assert.equal(withFilter('kind:python', 'kind', null), '');
  });

  it('are what the search itself reads, whatever else the query says', () => {
    const query = fc.stringMatching(/^[a-z" :-]{0,30}$/).filter((text) => text.split('"').length % 2 === 1);
    fc.assert(
      fc.property(query, fc.constantFrom('src', 'my docs', 'a/b c'), (text, folder) => {
        const set = withFilter(text, 'path', folder);
        assert.equal(filterOf(set, 'path'), folder);
        const { filters } = parseQuery(set);
        assert.ok(
          filters.some(({ field, values }) => field === 'path' && values.join() === folder),
          set,
        );
        assert.equal(filterOf(withFilter(set, 'path', null), 'path'), null);
      }),
    );
  });
});

describe('the name that is being typed', () => {
  const table: Readonly<Record<string, string | null>> = {
    parseQ: 'parseQ',
    'src/lib': 'src/lib',
    _private: '_private',
    'parse query': null,
    'parse ': null,
    '"parse': null,
    'kind:python': null,
    'parse kind:python': null,
    '-parse': null,
    '42': null,
    '': null,
  };
  for (const [query, expected] of Object.entries(table))
    it(`of ${JSON.stringify(query)} is ${expected}`, () => assert.equal(typedName(query), expected));
});
