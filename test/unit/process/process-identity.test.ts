import assert from 'node:assert/strict';
import { endTree } from '../../../src/process/kill-tree.ts';
import { isSameProcess, processStart, processStartedAt } from '../../../src/process/process-identity.ts';
import { startReady } from './process-rig.ts';

describe('process identity', () => {
  it('recognises a process, and no other under its id', async () => {
    const before = Date.now();
    const child = await startReady('echo ready; sleep 600');
    const started = processStart(child.pid);
    const now = Date.now();
    assert.equal(await isSameProcess(child.pid, started, now), true);
    assert.equal(await isSameProcess(child.pid, null, now), true);
    assert.equal(await isSameProcess(child.pid, null, before - 3_600_000), false);
    const at = (await processStartedAt(child.pid)) ?? 0;
    assert.ok(Math.abs(at - before) < 5000);
    if (process.platform === 'linux') {
      assert.match(started ?? '', /^[0-9a-f-]{36}:\d+$/);
      assert.equal(await isSameProcess(process.pid, started, now), false);
    }
    await endTree({ pid: child.pid, mark: null, since: 0 }, 0).done;
    await child.exited;
    assert.equal(processStart(child.pid), null);
    assert.equal(await isSameProcess(child.pid, started, now), false);
    assert.equal(await processStartedAt(child.pid), null);
  });
});
