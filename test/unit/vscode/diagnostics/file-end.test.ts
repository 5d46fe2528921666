import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileEnd } from '../../../../src/vscode/diagnostics/file-end.ts';

describe('the end of a file', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'file-end-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is all of a short one, and whole lines of a long one', async () => {
    writeFileSync(at('log'), 'one\ntwo\nthree\n');
    assert.equal(await fileEnd(at('log'), 100), 'one\ntwo\nthree\n');
    assert.equal(await fileEnd(at('log'), 14), 'one\ntwo\nthree\n');
    assert.equal(await fileEnd(at('log'), 11), 'two\nthree\n');
    assert.equal(await fileEnd(at('log'), 9), 'three\n');
    writeFileSync(at('umlauts'), `${'ü'.repeat(50)}\nüber\n`);
    assert.equal(await fileEnd(at('umlauts'), 21), 'über\n');
    writeFileSync(at('empty'), '');
    assert.equal(await fileEnd(at('empty'), 10), '');
  });

  it('is not that of what a link leads to, nor of a folder', async function () {
    await assert.rejects(fileEnd(at('.'), 10));
    await assert.rejects(fileEnd(at('missing'), 10), { code: 'ENOENT' });
    // Windows lets only administrators make links.
    if (process.platform === 'win32') this.skip();
    writeFileSync(at('target'), 'secret\n');
    symlinkSync(at('target'), at('link'));
    await assert.rejects(fileEnd(at('link'), 10), { code: 'ELOOP' });
  });
});
