import assert from 'node:assert/strict';
import { withExcludedWords } from '../../../src/cli/declare/excluded-words.ts';

describe('words that a search leaves out', () => {
  for (const [given, expected] of [
    ['library search handle -test', 'library search handle -- -test'],
    ['library search -test handle --limit 3', 'library search handle --limit 3 -- -test'],
    ['library search handle -wide', 'library search handle -- -wide'],
    [
      'library search handle -path:docs/ -w there --json',
      'library search handle -w there --json -- -path:docs/',
    ],
    ['library search --workspace -odd handle', 'library search --workspace -odd handle'],
    ['library search --limit=3 -test', 'library search --limit=3 -- -test'],
    ['library search --json -test', 'library search --json -- -test'],
    ['library search handle -a -- -b', 'library search handle -- -a -b'],
    ['library search -h', 'library search -h'],
    ['library review -test', 'library review -test'],
    ['run p -test', 'run p -test'],
  ] as const)
    it(`are those of ${given}`, () => {
      assert.equal(withExcludedWords(given.split(' ')).join(' '), expected);
    });
});
