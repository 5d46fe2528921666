import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryLock } from '../../../src/sqlite/exclusive-lock.ts';
import { SecondProcess } from './second-process.ts';

describe('exclusive lock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-lock-'));
    path = join(folder, 'engine.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one at a time in this process, and free once let go', () => {
    const first = tryLock(path);
    assert.ok(first);
    assert.equal(tryLock(path), null);
    first.dispose();
    first.dispose();
    const second = tryLock(path);
    assert.ok(second);
    second.dispose();
  });

  it('keeps another process out, and lets it in afterwards', async () => {
    const own = tryLock(path);
    assert.ok(own);
    const refused = await SecondProcess.start('lock', path);
    await refused.kill();
    assert.equal(refused.answer, 'refused');
    own.dispose();
    const other = await SecondProcess.start('lock', path);
    assert.equal(other.answer, 'held');
    assert.equal(tryLock(path), null);
    await other.kill();
  });

  it('dies with its owner, even when that is killed', async () => {
    const other = await SecondProcess.start('lock', path);
    assert.equal(other.answer, 'held');
    assert.equal(tryLock(path), null);
    await other.kill();
    const own = tryLock(path);
    assert.ok(own);
    own.dispose();
  });

  it('serves with rubbish in the file', () => {
    writeFileSync(path, 'this is no database, and long enough to be read as the header of one '.repeat(20));
    const own = tryLock(path);
    assert.ok(own);
    assert.equal(tryLock(path), null);
    own.dispose();
  });

  it('tells where its folder is missing', () => {
    assert.throws(() => tryLock(join(folder, 'no', 'engine.lock')), { code: 'lock-unreachable' });
  });
});
