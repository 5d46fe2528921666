import assert from 'node:assert/strict';
import { excludedPaths } from '../../../../src/library/build/excluded-paths.ts';

describe('patterns that leave out more', () => {
  for (const [patterns, left, kept] of [
    [['**/*.js'], ['a.js', 'a/b.js'], ['a.jsx', 'js/a.ts']],
    [
      ['**/*.{js,map}', 'docs/{a,b}/{c,d}.md'],
      ['x.map', 'docs/b/c.md'],
      ['x.ts', 'docs/e/c.md'],
    ],
    [['**/{out,{build,dist}}'], ['out/', 'a/build/', 'dist/x.js'], ['output/']],
    [
      ['/top.txt', 'folder/'],
      ['top.txt', 'folder/', 'a/folder/'],
      ['a/top.txt', 'folder'],
    ],
    [['{odd'], ['{odd'], ['odd']],
    [[], [], ['anything']],
  ] as const) {
    it(`are understood: ${patterns.join(' ') || 'none'}`, () => {
      const excluded = excludedPaths(patterns);
      for (const path of left) assert.equal(excluded(path), true, path);
      for (const path of kept) assert.equal(excluded(path), false, path);
    });
  }

  it('do not become more than can be handled', () => {
    assert.equal(excludedPaths([`a${'{b,c}'.repeat(40)}`])('x'), false);
  });
});
