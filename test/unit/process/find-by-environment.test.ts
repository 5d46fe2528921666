import assert from 'node:assert/strict';
import { findByEnvironment } from '../../../src/process/find-by-environment.ts';
import { endTree } from '../../../src/process/kill-tree.ts';
import { mark, startReady } from './process-rig.ts';

describe('findByEnvironment', () => {
  it('finds exactly who carries the mark', async () => {
    const own = mark();
    const child = await startReady('sleep 600 & echo ready; wait', { [own.name]: own.value });
    assert.equal((await findByEnvironment(own)).length, 2);
    assert.deepEqual(await findByEnvironment({ ...own, value: own.value.slice(0, -1) }), []);
    assert.deepEqual(await findByEnvironment({ ...own, name: own.name.slice(1) }), []);
    await endTree({ pid: null, mark: own, since: 0 }, 0).done;
    assert.deepEqual(await findByEnvironment(own), []);
    await child.exited;
  });
});
