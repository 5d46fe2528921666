import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endSpawners } from '../../../src/process/end-spawners.ts';
import { findByEnvironment } from '../../../src/process/find-by-environment.ts';
import { sendSignal } from '../../../src/process/kill-tree.ts';
import type { SpawnedProcess } from '../../../src/process/spawn-process.ts';
import { Spawner } from '../../../src/process/spawner.ts';
import { processEnded, until } from '../../harness/scripted-workspace.ts';
import { base, mark } from './process-rig.ts';

const entry = fileURLToPath(new URL('../../../src/spawner.ts', import.meta.url));

/** A spawner that does nothing, says when it was let go, and ends when it may. */
function slowSpawner(folder: string): string {
  const frames = new URL('../../../src/process/spawner-frames.ts', import.meta.url).href;
  return `
import { existsSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { FrameWriter, frameKinds } from ${JSON.stringify(frames)};
const folder = ${JSON.stringify(folder)};
const socket = new Socket({ fd: 3 });
new FrameWriter((bytes) => socket.write(bytes), setImmediate).send(frameKinds.ready, 0);
socket.resume();
socket.on('close', () => {
  writeFileSync(folder + '/left-' + process.pid, '');
  setInterval(() => existsSync(folder + '/go') && process.exit(0), 5);
});
`;
}

describe('Spawner', function () {
  // Elsewhere starting a process is no fork, and there is no spawner.
  if (process.platform !== 'linux') return;
  this.timeout(60_000);

  const own = mark();
  let spawner: Spawner;
  let troubles: string[];

  beforeEach(() => {
    troubles = [];
    spawner = new Spawner({
      entry,
      mark: own,
      worthwhile: 3,
      onTrouble: (message) => troubles.push(message),
    });
  });

  afterEach(() => spawner.close());

  async function start(script: string, env: Record<string, string> = {}): Promise<SpawnedProcess> {
    const request = { file: '/bin/sh', args: ['-c', script], cwd: '/tmp', env: { ...base, ...env } };
    const spawned = await spawner.spawn(request);
    assert.ok(spawned.ok);
    return spawned.value;
  }

  async function run(script: string, env?: Record<string, string>): Promise<string> {
    const child = await start(script, env);
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk) => {
        text[name] += String(chunk);
      });
    const { exitCode, signal } = await child.exited;
    await child.closed;
    return `${text.stdout}|${text.stderr}|${exitCode}|${signal}`;
  }

  /** The process that starts processes: this one, then another. */
  async function parent(): Promise<number> {
    return Number.parseInt(await run('echo $PPID'), 10);
  }

  /** Resolves with the id of a spawner when that is there. */
  async function ready(): Promise<number> {
    spawner.expect(3);
    for (;;) {
      const pid = await parent();
      if (pid !== process.pid) return pid;
    }
  }

  it('is started when many processes are', async () => {
    assert.equal(await parent(), process.pid);
    assert.equal(await parent(), process.pid);
    let pid = process.pid;
    while (pid === process.pid) pid = await parent();
    assert.deepEqual(troubles, []);
  });

  it('is not started for a few', async () => {
    spawner.expect(2);
    assert.equal(await parent(), process.pid);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await parent(), process.pid);
  });

  it('passes on outputs, ends, environment and folder', async () => {
    await ready();
    assert.equal(await run('echo $A; pwd; echo e >&2; exit 3', { A: 'ä "' }), 'ä "\n/tmp\n|e\n|3|null');
    assert.equal(await run('kill -9 $$'), '||null|SIGKILL');
    assert.equal(await run('exec >&- 2>&-; sleep 0.05'), '||0|null');
    // When it began is read beside it: it must not be over by then.
    const child = await start('ps -o pgid= -p $$; read x || echo empty; sleep 0.5');
    assert.equal(child.start?.includes(':'), true);
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    child.stderr.resume();
    await child.closed;
    assert.equal(text.trim(), `${child.pid}\nempty`);
  });

  it('says why there is no process, as if it were started here', async () => {
    await ready();
    const request = { file: '/no/such', args: [], cwd: '/', env: base };
    const missing = await spawner.spawn(request);
    assert.deepEqual(missing, { ok: false, error: { code: 'ENOENT', reason: '/no/such does not exist' } });
    const folder = await spawner.spawn({ ...request, file: '/bin/true', cwd: '/no/such' });
    assert.ok(!folder.ok);
    assert.equal(folder.error.code, 'CWD');
    const nul = await spawner.spawn({ ...request, file: '/bin/true', args: ['a\0b'] });
    assert.ok(!nul.ok);
    assert.match(nul.error.reason, /NUL/);
  });

  it('loses nothing of a large output, however slowly it is read', async () => {
    await ready();
    const bytes = 30_000_000;
    const child = await start(`head -c ${bytes} /dev/zero; echo end >&2`);
    const quick = await start('echo quick');
    let count = 0;
    child.stderr.resume();
    child.stdout.on('data', (chunk: Buffer) => {
      count += chunk.length;
      child.stdout.pause();
      setImmediate(() => child.stdout.resume());
    });
    quick.stderr.resume();
    quick.stdout.resume();
    assert.deepEqual(await quick.exited, { exitCode: 0, signal: null });
    assert.deepEqual(await child.exited, { exitCode: 0, signal: null });
    await child.closed;
    assert.equal(count, bytes);
  });

  it('holds a process back that nobody reads', async () => {
    await ready();
    const child = await start('yes; exit 7');
    child.stderr.resume();
    const ended = child.exited.then(() => true);
    const later = new Promise((resolve) => setTimeout(() => resolve(false), 300));
    assert.equal(await Promise.race([ended, later]), false);
    // Whoever writes into an output that was let go of hears of it.
    child.stdout.destroy();
    assert.equal((await child.exited).exitCode, 7);
    await child.closed;
  });

  it('ends with the last process when nothing is left to do', async () => {
    await spawner.close();
    spawner = new Spawner({
      entry,
      mark: own,
      worthwhile: 1,
      idleMs: 50,
      onTrouble: (text) => troubles.push(text),
    });
    const pid = await ready();
    await processEnded(pid);
    assert.deepEqual(troubles, []);
    assert.equal(await run('echo again'), 'again\n||0|null');
  });

  it('is not missed when it is killed', async () => {
    const pid = await ready();
    const children = await Promise.all([1, 2, 3, 4].map(() => start('echo $PPID; exec sleep 600')));
    const parents = await Promise.all(
      children.map(
        (child) => new Promise<number>((resolve) => child.stdout.once('data', (id) => resolve(Number(id)))),
      ),
    );
    sendSignal(pid, 'SIGKILL');
    const orphans = children.filter((_, index) => parents[index] === pid);
    assert.ok(orphans.length > 0);
    for (const orphan of orphans) {
      orphan.stdout.resume();
      orphan.stderr.resume();
      // How it ends is not known any more; that it is to be ended is the business of whoever waits.
      assert.deepEqual(await orphan.exited, { exitCode: null, signal: 'SIGKILL' });
      await orphan.closed;
    }
    assert.equal(troubles.length, 1);
    assert.equal(await run('echo still'), 'still\n||0|null');
    for (const child of children) {
      sendSignal(child.pid, 'SIGKILL');
      await processEnded(child.pid);
    }
  });

  it('is found by its mark, and ended', async () => {
    const pid = await ready();
    await endSpawners(mark());
    assert.notEqual(await parent(), process.pid);
    await endSpawners(own);
    await processEnded(pid);
    while (troubles.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(await parent(), process.pid);
  });

  it('is gone when it is closed, and nothing that it started is ended by that', async () => {
    const pid = await ready();
    const child = await start('exec sleep 600');
    await spawner.close();
    await processEnded(pid);
    assert.equal(sendSignal(child.pid, 'SIGKILL'), true);
    await processEnded(child.pid);
    assert.equal(await parent(), process.pid);
  });

  it('is gone when it is closed, also where it was let go before and takes its time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dodeca-spawner-'));
    try {
      const slow = join(folder, 'slow.mjs');
      writeFileSync(slow, slowSpawner(folder));
      spawner = new Spawner({
        entry: slow,
        mark: own,
        worthwhile: 1,
        idleMs: 20,
        onTrouble: (text) => troubles.push(text),
      });
      spawner.expect(1);
      const left = () => readdirSync(folder).filter((name) => name.startsWith('left-'));
      await until(() => left().length > 0, 'a spawner to be let go');
      const spawners = await findByEnvironment(own);
      assert.ok(spawners.length > 0);
      let closed = false;
      const closing = spawner.close().then(() => {
        closed = true;
      });
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(closed, false);
      writeFileSync(join(folder, 'go'), '');
      await closing;
      assert.deepEqual(await findByEnvironment(own), []);
      assert.deepEqual(troubles, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is killed when it hangs and is to go', async () => {
    const pid = await ready();
    sendSignal(pid, 'SIGSTOP');
    await spawner.close();
    assert.deepEqual(await findByEnvironment(own), []);
  });

  it('starts everything from here where the spawner cannot be started', async () => {
    spawner = new Spawner({
      entry: '/no/such.js',
      mark: own,
      worthwhile: 1,
      onTrouble: (text) => troubles.push(text),
    });
    assert.equal(await parent(), process.pid);
    while (troubles.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(await parent(), process.pid);
    assert.equal(troubles.length, 1);
  });
});
