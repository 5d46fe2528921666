import assert from 'node:assert/strict';
import { spawnProcess } from '../../../src/process/spawn-process.ts';
import { base, start } from './process-rig.ts';

describe('spawnProcess', () => {
  it('says for people why there is no process', async () => {
    const request = { file: '/bin/sh', args: [], cwd: '/', env: base };
    const cases = [
      [{ ...request, file: '/no/such' }, 'ENOENT', /^\/no\/such does not exist$/],
      [{ ...request, file: '/etc/passwd' }, 'EACCES', /\/etc\/passwd may not be executed/],
      [{ ...request, file: '/etc' }, 'EACCES', /\/etc may not be executed/],
      [{ ...request, cwd: '/no/such' }, 'CWD', /^the working folder \/no\/such does not exist$/],
      [{ ...request, cwd: '/etc/passwd' }, 'CWD', /^the working folder \/etc\/passwd is not a folder$/],
      [{ ...request, args: ['x'.repeat(4_000_000)] }, 'E2BIG', /larger than the system allows$/],
      [{ ...request, args: ['a\0b'] }, 'ERR_INVALID_ARG_VALUE', /NUL/],
    ] as const;
    for (const [wrong, code, reason] of cases) {
      const spawned = await spawnProcess(wrong);
      assert.ok(!spawned.ok);
      assert.equal(spawned.error.code, code);
      assert.match(spawned.error.reason, reason);
    }
  });

  it('leads a group of its own, with nothing to read', async () => {
    const child = await start('cat; ps -o pgid= -p $$');
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    child.stderr.resume();
    assert.deepEqual(await child.exited, { exitCode: 0, signal: null });
    await child.closed;
    assert.equal(Number(text), child.pid);
  });
});
