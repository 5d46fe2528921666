import assert from 'node:assert/strict';
import { withoutPrivate } from '../../../../src/vscode/diagnostics/without-private.ts';

describe('what is nobody else’s business', () => {
  it('is secrets by their form, and by their value', () => {
    const clean = withoutPrivate(['seven plums'], '/home/ann');
    assert.equal(clean('it was seven plums, then'), 'it was [redacted], then');
    assert.equal(clean('token=abcdefgh12345678 end').includes('abcdefgh12345678'), false);
    assert.equal(clean('nothing to hide'), 'nothing to hide');
  });

  it('is where the home folder is, however it is written', () => {
    const clean = withoutPrivate([], '/home/ann smith/');
    assert.equal(clean('/home/ann smith/work, "/home/ann smith"'), '~/work, "~"');
    assert.equal(clean('file:///home/ann%20smith/work'), 'file://~/work');
    const windows = withoutPrivate([], 'C:\\Users\\ann');
    assert.equal(windows('C:\\Users\\ann\\x {"p":"C:\\\\Users\\\\ann\\\\x"}'), '~\\x {"p":"~\\\\x"}');
    assert.equal(windows('file:///c%3A/Users/ann/x'.replace('c%3A', 'C%3A')), 'file:///~/x');
  });

  it('is not the beginning of another name, and not everything where home is the root', () => {
    const clean = withoutPrivate([], '/home/ann');
    for (const text of ['/home/anna/x', '/home/ann-old/x', '/home/ann.old', '/home/bob']) {
      assert.equal(clean(text), text);
    }
    assert.equal(clean('It lies in /home/ann.'), 'It lies in ~.');
    assert.equal(withoutPrivate([], '/')('/etc/passwd'), '/etc/passwd');
  });
});
