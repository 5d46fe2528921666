import assert from 'node:assert/strict';
import { compileRedaction } from '../../../src/pipeline/redaction-pattern.ts';

describe('compileRedaction', () => {
  it('takes a leading (?i) for ignoring case', () => {
    const compiled = compileRedaction('(?i)api[_-]?key=\\S+');
    assert.ok(compiled.ok);
    assert.equal('x API_KEY=abc y'.replace(compiled.value, '***'), 'x *** y');
  });

  it('matches every time, and case counts', () => {
    const compiled = compileRedaction('key=\\w+');
    assert.ok(compiled.ok);
    assert.equal('key=a KEY=b key=c'.replace(compiled.value, '*'), '* KEY=b *');
  });

  it('refuses what is no pattern, and what matches everywhere', () => {
    assert.deepEqual(compileRedaction('(a'), { ok: false, error: 'Unterminated group' });
    assert.deepEqual(compileRedaction('a*'), {
      ok: false,
      error: 'it matches the empty text, that is everywhere',
    });
  });
});
