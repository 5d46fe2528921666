import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excludedPaths } from '../../../src/library/build/excluded-paths.ts';
import { editorExcludes } from '../../../src/orchestrator/editor-excludes.ts';

/** Whether an editor that is set up so hides a path. */
function hides(settings: string): (path: string) => boolean {
  return excludedPaths(editorExcludes(settings) ?? assert.fail('it cannot be read'));
}

describe('what an editor hides', () => {
  for (const [pattern, hidden, shown] of [
    ['**/*.js', ['a.js', 'a/b.js', 'a/b/.js'], ['a.jsx', 'js/a.ts']],
    ['*.js', ['a.js'], ['a/b.js']],
    ['out', ['out/', 'out/a/b', 'out'], ['a/out/', 'output/']],
    ['**/out', ['out/', 'a/out/b'], ['a/output']],
    ['docs/*.md', ['docs/a.md'], ['docs/b/a.md', 'a/docs/a.md']],
    ['docs/**/*.md', ['docs/a.md', 'docs/b/c/a.md'], ['a.md']],
    ['{a,**/b}.txt', ['a.txt', 'b.txt', 'x/b.txt'], ['x/a.txt']],
    ['!not', ['!not'], ['not', 'other']],
    ['#hash', ['#hash'], ['hash']],
    ['f[0-9].md', ['f1.md'], ['fx.md', 'd/f1.md']],
    ['end ', ['end '], ['end']],
    ['**', ['a', 'b/c'], []],
  ] as const) {
    it(`is understood: ${pattern}`, () => {
      const excluded = hides(JSON.stringify({ 'files.exclude': { [pattern]: true } }));
      for (const path of hidden) assert.equal(excluded(path), true, path);
      for (const path of shown) assert.equal(excluded(path), false, path);
    });
  }

  it('is read from JSON with comments, and only what hides without a condition', () => {
    const settings = `{
      // for everybody
      "files.exclude": {
        "**/*.tmp": true, /* and */ "**/kept": false,
        "**/*.gen.js": { "when": "$(basename).ts" },
        "**/both": true,
      },
      "search.exclude": { "**/deep": true, "**/both": false },
      "[python]": { "files.exclude": { "**/nothing": true } },
      "editor.tabSize": 2,
    }`;
    assert.deepEqual(editorExcludes(settings), ['**/*.tmp', '**/deep']);
  });

  it('is nothing where the settings are something else', () => {
    for (const text of [
      '',
      '[]',
      '7',
      'null',
      '{"files.exclude": []}',
      '{"files.exclude": "**"}',
      '{"files.',
    ])
      assert.deepEqual(editorExcludes(text), [], text);
  });

  it('is not known of settings that are nested too deeply', () => {
    assert.equal(editorExcludes('['.repeat(100_000)), null);
  });

  it('can be asked for every path, whatever somebody wrote', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: fc.constantFrom(...'*?[]{}!#\\/,.-a \n^$(|') }), fc.boolean()),
        fc.string({ unit: fc.constantFrom(...'ab./- ') }),
        (exclude, path) => {
          const excluded = hides(JSON.stringify({ 'files.exclude': exclude }));
          assert.equal(typeof excluded(`a${path}`.replace(/\/+/g, '/')), 'boolean');
        },
      ),
    );
  });
});
