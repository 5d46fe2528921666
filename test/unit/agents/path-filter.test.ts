import assert from 'node:assert/strict';
import { expandBraces, pathFilter } from '../../../src/agents/path-filter.ts';

describe('pathFilter', () => {
  it('takes everything without patterns, and what is included and not excluded with them', () => {
    assert.equal(pathFilter([], [])('a/b.py'), true);
    const filter = pathFilter(['src/', '*.{ts,tsx}', './docs/**/*.md'], ['test/', '*.d.ts']);
    const taken = [
      'src/a.py',
      'lib/a.ts',
      'lib/b.tsx',
      'docs/x/a.md',
      'src/a.d.ts',
      'src/test/a.py',
      'other.md',
      'lib/a.js',
    ];
    assert.deepEqual(taken.filter(filter), ['src/a.py', 'lib/a.ts', 'lib/b.tsx', 'docs/x/a.md']);
  });

  it('expands braces, nested ones too, and stops somewhere', () => {
    assert.deepEqual(expandBraces('a{b,c{d,e}}f').sort(), ['abf', 'acdf', 'acef']);
    assert.deepEqual(expandBraces('a{b}c'), ['a{b}c']);
    assert.ok(expandBraces('{a,b}'.repeat(40)).length <= 1000);
  });
});
