import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import type { UserError } from '../../../src/common/errors.ts';
import type { RunOptions } from '../../../src/model/event.ts';
import type { EngineFile } from '../../../src/rpc/engine-file.ts';
import { processEnded, ScriptedWorkspace, until } from '../../harness/scripted-workspace.ts';

const options: RunOptions = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
};
const nothing = { params: {}, options, secrets: {} };

describe('the life of an engine', () => {
  let workspace: ScriptedWorkspace;

  function open(env: NodeJS.ProcessEnv = {}): ScriptedWorkspace {
    workspace = new ScriptedWorkspace(env);
    return workspace;
  }

  afterEach(() => workspace.dispose());

  /** Starts a run; its only process is the one returned. */
  async function startSleep(client: EngineClient, polite = true): Promise<{ runId: string; pid: number }> {
    const { runId } = await client.call('run/start', { ...nothing, pipeline: 'sleep', params: { polite } });
    const run = (await client.call('run/list', { limit: 10 })).find((each) => each.runId === runId);
    return { runId, pid: Number(run?.reason) };
  }

  async function leftInOrder(engine: EngineFile): Promise<void> {
    await processEnded(engine.pid);
    assert.equal(existsSync(workspace.folder.engineFile), false, 'engine.json is left');
    assert.equal(existsSync(engine.socket), false, 'the socket is left');
    assert.ok(existsSync(join(workspace.folder.path, 'closed')), 'the journal was not closed');
  }

  function closing(client: EngineClient): Promise<UserError> {
    return new Promise((resolve) => client.onClose(resolve));
  }

  it('ends a while after the last client', async () => {
    const client = await open({ DODECA_IDLE_MS: '300' }).connect();
    const engine = workspace.engine();
    const second = await workspace.connect();
    client.dispose();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await second.call('engine/status', {})).clients, 1);
    second.dispose();
    await leftInOrder(engine);
  });

  it('ends at once with the command line that started it', async () => {
    const first = await open({ DODECA_IDLE_MS: '600000' }).connect({ client: 'cli' });
    const engine = workspace.engine();
    const second = await workspace.connect({ client: 'cli' });
    first.dispose();
    second.dispose();
    await leftInOrder(engine);
  });

  it('does not end with the command line when an editor was there too', async () => {
    const cli = await open({ DODECA_IDLE_MS: '600000' }).connect({ client: 'cli' });
    const engine = workspace.engine();
    (await workspace.connect({ client: 'vscode' })).dispose();
    cli.dispose();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal((await workspace.connect({ start: false })).info.pid, engine.pid);
  });

  it('does not end with a command line that asks it to linger', async () => {
    const cli = await open({ DODECA_IDLE_MS: '600000' }).connect({ client: 'cli', linger: true });
    const engine = workspace.engine();
    cli.dispose();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal((await workspace.connect({ start: false })).info.pid, engine.pid);
  });

  it('does not end before its last run', async () => {
    const client = await open({ DODECA_IDLE_MS: '0' }).connect({ client: 'cli' });
    const engine = workspace.engine();
    const { runId } = await startSleep(client);
    client.dispose();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const again = await workspace.connect({ client: 'cli', start: false });
    assert.equal(again.info.pid, engine.pid);
    await again.call('run/cancel', { run: runId, kill: false, reason: 'enough' });
    again.dispose();
    await leftInOrder(engine);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends in order on ${signal}: its clients hear the end of the runs, no process is left`, async () => {
      const client = await open().connect();
      const engine = workspace.engine();
      const { pid } = await startSleep(client);
      const { lastSeq } = await client.call('engine/status', {});
      const seen: number[] = [];
      await client.subscribe({ after: 0 }, (events) => seen.push(...events.map(({ seq }) => seq)));
      const lost = closing(client);
      process.kill(engine.pid, signal);
      await lost;
      await leftInOrder(engine);
      await processEnded(pid);
      assert.equal(seen.at(-1), lastSeq + 1);
    });
  }

  it('does not wait for the grace of agents when it is signalled twice', async () => {
    const client = await open().connect();
    const engine = workspace.engine();
    const { pid } = await startSleep(client, false);
    process.kill(engine.pid, 'SIGTERM');
    await until(
      () =>
        client.call('run/start', { ...nothing, pipeline: 'sleep' }).then(
          () => false,
          () => true,
        ),
      'the engine to take no more runs',
    );
    await assert.rejects(workspace.connect({ start: false, timeoutMs: 200 }), { code: 'engine-unreachable' });
    process.kill(engine.pid, 'SIGTERM');
    await leftInOrder(engine);
    await processEnded(pid);
  });

  it('ends when asked to, and its runs with it', async () => {
    const client = await open().connect();
    const engine = workspace.engine();
    const { pid } = await startSleep(client);
    assert.deepEqual(await workspace.stop(), { stopped: true, forced: false });
    await leftInOrder(engine);
    await processEnded(pid);
    assert.deepEqual(await workspace.stop(), { stopped: false, forced: false });
  });

  it('ends after its runs when asked to leave when idle', async () => {
    const client = await open().connect();
    const engine = workspace.engine();
    const { runId, pid } = await startSleep(client);
    const stopped = workspace.stop({ mode: 'when-idle' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(process.kill(pid, 0), true);
    await client.call('run/cancel', { run: runId, kill: false, reason: 'enough' });
    assert.deepEqual(await stopped, { stopped: true, forced: false });
    await leftInOrder(engine);
  });

  it('takes no new run when asked to leave when idle, and says so', async () => {
    const client = await open().connect();
    const { runId } = await startSleep(client);
    await client.call('engine/stop', { mode: 'when-idle' });
    const refused = { code: 'engine-stopping', message: /takes no new ones/ };
    await assert.rejects(client.call('run/start', { ...nothing, pipeline: 'sleep' }), refused);
    // Who looks is still let in.
    const other = await workspace.connect({ start: false });
    const resume = { run: runId, from: null, definition: 'recorded', options: {}, secrets: {} } as const;
    await assert.rejects(other.call('run/resume', resume), refused);
    assert.equal((await other.call('engine/status', {})).activeRuns.length, 1);
    await client.call('run/cancel', { run: runId, kill: false, reason: 'enough' });
    await processEnded(client.info.pid);
  });

  describe('cancels what runs when its last client has left for good', () => {
    const soon = { DODECA_ALONE_MS: '50', DODECA_IDLE_MS: '0' };

    it('and wished so, then leaves', async () => {
      const client = await open(soon).connect();
      const engine = workspace.engine();
      const { pid } = await startSleep(client);
      await client.call('client/when-alone', { whenAlone: 'cancel' });
      client.dispose();
      await leftInOrder(engine);
      await processEnded(pid);
      assert.match(readFileSync(workspace.folder.engineLog, 'utf8'), /no client and no run is left/);
    });

    it('and wished so, by being killed', async () => {
      open(soon);
      const source = `
        const { connect } = await import(${JSON.stringify(new URL('../../../src/client/connect.ts', import.meta.url))});
        const [workspace, entry] = process.argv.slice(1);
        const client = await connect(workspace, { client: 'test', start: true, entry });
        await client.call('client/when-alone', { whenAlone: 'cancel' });
        await client.call('run/start', ${JSON.stringify({ ...nothing, pipeline: 'sleep' })});
        const [run] = await client.call('run/list', { limit: 1 });
        console.log(run.reason);`;
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', source, workspace.path, workspace.entry],
        { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...soon } },
      );
      const [told] = (await once(child.stdout, 'data')) as [Buffer];
      const engine = workspace.engine();
      child.kill('SIGKILL');
      await leftInOrder(engine);
      await processEnded(Number(told.toString()));
    });

    it('but not when it wished nothing, or took its wish back', async () => {
      const client = await open(soon).connect();
      const { pid } = await startSleep(client);
      await client.call('client/when-alone', { whenAlone: 'cancel' });
      await client.call('client/when-alone', { whenAlone: 'keep' });
      client.dispose();
      await new Promise((resolve) => setTimeout(resolve, 400));
      assert.equal(process.kill(pid, 0), true);
      // Another one comes, and this time it is meant.
      const again = await workspace.connect({ start: false });
      const engine = workspace.engine();
      await again.call('client/when-alone', { whenAlone: 'cancel' });
      again.dispose();
      await leftInOrder(engine);
      await processEnded(pid);
    });

    it('but not when somebody comes back before, as a window does that is loaded again', async () => {
      const client = await open({ ...soon, DODECA_ALONE_MS: '600000' }).connect();
      const { runId, pid } = await startSleep(client);
      await client.call('client/when-alone', { whenAlone: 'cancel' });
      client.dispose();
      const again = await workspace.connect({ start: false });
      assert.equal(again.info.pid, client.info.pid);
      assert.equal(process.kill(pid, 0), true);
      await again.call('run/cancel', { run: runId, kill: false, reason: 'enough' });
      await processEnded(pid);
    });
  });

  it('ends with everything when its journal fails, and says so', async () => {
    const client = await open().connect();
    const engine = workspace.engine();
    const { pid } = await startSleep(client);
    const lost = closing(client);
    await client.call('run/start', { ...nothing, pipeline: 'journal-failure' });
    const reason = await lost;
    assert.equal(reason.code, 'engine-failed');
    assert.equal(reason.message, 'The disk is full.');
    await leftInOrder(engine);
    await processEnded(pid);
  });

  it('ends with everything on a defect, says so, and keeps the defect in its log', async () => {
    const client = await open().connect();
    const engine = workspace.engine();
    const { pid } = await startSleep(client);
    const lost = closing(client);
    await client.call('run/start', { ...nothing, pipeline: 'crash' });
    assert.match((await lost).message, /a defect that nobody caught.*engine\.log/);
    await leftInOrder(engine);
    await processEnded(pid);
    assert.match(readFileSync(workspace.folder.engineLog, 'utf8'), /a defect that nobody caught\n {4}at /);
  });

  it('outlives the signal of a closed terminal', async () => {
    const client = await open().connect();
    process.kill(client.info.pid, 'SIGHUP');
    assert.equal((await client.call('engine/status', {})).pid, client.info.pid);
  });

  it('leaves no file but its own behind', async () => {
    await open().connect();
    const runtime = dirname(workspace.engine().socket);
    const before = readdirSync(runtime).length;
    await workspace.stop();
    assert.equal(readdirSync(runtime).length, before - 1);
    assert.deepEqual(readdirSync(workspace.folder.path).sort(), [
      '.gitignore',
      'closed',
      'engine.lock',
      'engine.log',
    ]);
  });
});
