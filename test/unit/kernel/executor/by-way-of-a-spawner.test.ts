import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { sendSignal } from '../../../../src/process/kill-tree.ts';
import { Spawner } from '../../../../src/process/spawner.ts';
import { processEnded } from '../../../harness/scripted-workspace.ts';
import { JobRig, splitResult } from './job-rig.ts';

const entry = fileURLToPath(new URL('../../../../src/spawner.ts', import.meta.url));

describe('LocalExecutor, by way of a spawner', function () {
  // Elsewhere there is none.
  if (process.platform !== 'linux') return;
  this.timeout(60_000);

  let rig: JobRig;
  let spawner: Spawner;
  let spawnerPid: number;

  beforeEach(async () => {
    const mark = { name: 'TEST_SPAWNER', value: String(process.pid) };
    spawner = new Spawner({ entry, mark, worthwhile: 2, onTrouble: () => undefined });
    rig = await JobRig.open({ spawner });
    rig.executor.expect(2);
    do spawnerPid = Number.parseInt((await rig.run(rig.shell('echo $PPID'))).log, 10);
    while (spawnerPid === process.pid);
  });

  afterEach(async () => {
    await spawner.close();
    await rig.close();
  });

  it('hears messages, writes the log and tells the end', async () => {
    const script =
      'echo one; echo \'::dodeca {"type":"metric","name":"m","value":3}\'; echo two >&2; echo end; exit 4';
    const { result, seen, log } = await rig.run(rig.shell(script));
    assert.deepEqual(result, { kind: 'exited', exitCode: 4, signal: null });
    assert.deepEqual(
      seen.messages.map(({ type }) => type),
      ['metric'],
    );
    assert.deepEqual(log.trim().split('\n').sort(), ['end', 'one', 'two']);
  });

  it('tells what is missing', async () => {
    const { result } = await rig.run(
      rig.job({ program: { kind: 'file', path: 'no.sh', interpreter: null, args: [] } }),
    );
    assert.equal(result.kind, 'not-started');
  });

  it('stops a tree whose members ignore the polite signal', async () => {
    const script =
      'trap "" TERM; setsid sh -c \'trap "" TERM; sleep 600\' & echo \'::dodeca {"type":"progress","percent":1}\'; while :; do sleep 1; done';
    const { handle, seen } = rig.start(rig.shell(script));
    while (seen.messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(seen.started[0]?.processStart, 'what runs is known by its start too');
    handle.stop(50);
    assert.deepEqual(await handle.result, { kind: 'exited', exitCode: null, signal: 'SIGKILL' });
  });

  it('ends what outlives its parent', async () => {
    const { result, log } = await rig.run(rig.shell('setsid sleep 600 >/dev/null 2>&1 & echo $!'));
    assert.deepEqual(result, { kind: 'exited', exitCode: 0, signal: null });
    await processEnded(Number(log));
  });

  it('ends the tree of a process whose spawner was lost', async () => {
    const { handle, seen } = rig.start(rig.shell('sleep 600 & echo ready; wait'));
    while (seen.started.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const [started] = seen.started;
    sendSignal(spawnerPid, 'SIGKILL');
    // It may have been started by the other one, if there are two.
    const lost = await Promise.race([
      handle.result,
      new Promise<null>((resolve) => setTimeout(() => resolve(null), 2000)),
    ]);
    if (lost === null) handle.stop(0);
    assert.deepEqual(splitResult(await handle.result).result, {
      kind: 'exited',
      exitCode: null,
      signal: 'SIGKILL',
    });
    await processEnded(started?.pid ?? 0);
    const after = await rig.run(rig.shell('echo after'));
    assert.equal(after.log, 'after\n');
  });

  it('holds a talker back while the disk is slow, and loses nothing', async () => {
    const { log } = await rig.run(rig.shell('i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done'));
    assert.equal(log.trim().split('\n').length, 20_000);
    assert.ok(log.endsWith('19999\n'));
  });
});
