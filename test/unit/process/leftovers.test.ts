import assert from 'node:assert/strict';
import { endTree } from '../../../src/process/kill-tree.ts';
import { mayHaveLeftovers } from '../../../src/process/leftovers.ts';
import { mark, start } from './process-rig.ts';

describe('mayHaveLeftovers', () => {
  async function leftovers(script: string, lifeMs: number): Promise<boolean> {
    const own = mark();
    const child = await start(script, { [own.name]: own.value });
    child.stdout.resume();
    child.stderr.resume();
    await child.exited;
    const found = await mayHaveLeftovers(child.pid, own, lifeMs);
    await endTree({ pid: child.pid, mark: own, since: 0 }, 0).done;
    return found;
  }

  for (const [how, lifeMs] of [
    ['by the youngest ids', 0],
    ['by the whole list', 60_000],
  ] as const) {
    it(`sees what was left, and nothing else, ${how}`, async () => {
      assert.equal(await leftovers('exit 0', lifeMs), false);
      assert.equal(await leftovers('sleep 600 & exit 0', lifeMs), true);
      assert.equal(await leftovers('setsid sleep 600 >/dev/null 2>&1 & exit 0', lifeMs), true);
      assert.equal(await leftovers('env -i /bin/sleep 600 & exit 0', lifeMs), true);
      // So many processes come between that their ids are not asked one by one.
      const many = 'setsid sleep 600 & i=0; while [ $i -lt 200 ]; do /bin/true; i=$((i+1)); done';
      assert.equal(await leftovers(many, lifeMs), true);
    });
  }
});
