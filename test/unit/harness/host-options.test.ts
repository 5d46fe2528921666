import assert from 'node:assert/strict';
import { parseHostOptions } from '../../harness/vscode/host-options.ts';

describe('the options of the tests in the extension host', () => {
  it('are words of titles, launches and paths, in any order', () => {
    assert.deepEqual(parseHostOptions(['a.test.ts', '-g', 'two words', '--launch=sample', 'b', '--floor']), {
      grep: 'two words',
      launches: ['sample'],
      paths: ['a.test.ts', 'b'],
      floor: true,
    });
    assert.deepEqual(parseHostOptions([]), { launches: [], paths: [], floor: false });
  });

  it('are refused where they are not understood', () => {
    assert.throws(() => parseHostOptions(['--fast']), /--fast is not understood/);
    assert.throws(() => parseHostOptions(['-g']), /-g wants a value/);
  });
});
