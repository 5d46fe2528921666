import assert from 'node:assert/strict';
import { findByEnvironment } from '../../../src/process/find-by-environment.ts';
import { endTree, sendSignal, treeMembers } from '../../../src/process/kill-tree.ts';
import { mark, start, startReady } from './process-rig.ts';

describe('endTree', () => {
  it('ends children that left the group, and theirs', async () => {
    const child = await startReady('setsid sh -c "sleep 600 & setsid sleep 600 & echo ready; wait" & wait');
    const tree = { pid: child.pid, mark: null, since: 0 };
    assert.equal((await treeMembers(tree)).length, 4);
    assert.deepEqual(await endTree(tree, 5000).done, []);
    assert.deepEqual(await treeMembers(tree), []);
    assert.deepEqual(await child.exited, { exitCode: null, signal: 'SIGTERM' });
  });

  it('ends what forks while it is being ended', async () => {
    const own = mark();
    const script = 'trap "" TERM; echo ready; while :; do sleep 600 & setsid sleep 600 & sleep 0.01; done';
    const child = await startReady(script, { [own.name]: own.value });
    assert.deepEqual(await endTree({ pid: child.pid, mark: own, since: 0 }, 30).done, []);
    assert.deepEqual(await findByEnvironment(own), []);
    assert.deepEqual(await child.exited, { exitCode: null, signal: 'SIGKILL' });
  });

  it('resolves at once where nothing is left', async () => {
    const child = await start('exit 0');
    await child.exited;
    assert.deepEqual(await endTree({ pid: child.pid, mark: null, since: 0 }, 3_600_000).done, []);
  });

  it('never signals this process, all processes, or the first one', () => {
    for (const target of [process.pid, -process.pid, 0, 1, -1]) assert.equal(sendSignal(target, 0), false);
  });
});
