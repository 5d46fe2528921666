import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '../../../src/client/connect.ts';
import { errorCode, errorMessage } from '../../../src/common/errors.ts';
import { writeEngineFile } from '../../../src/rpc/engine-file.ts';
import { openStateFolder } from '../../../src/rpc/state-folder.ts';
import { tryLock } from '../../../src/sqlite/exclusive-lock.ts';
import { processEnded, ScriptedWorkspace, until } from '../../harness/scripted-workspace.ts';

const starter = fileURLToPath(new URL('../../harness/engine-starter.ts', import.meta.url));

describe('connect', () => {
  let workspace: ScriptedWorkspace;

  function open(env: NodeJS.ProcessEnv = {}): ScriptedWorkspace {
    workspace = new ScriptedWorkspace(env);
    return workspace;
  }

  afterEach(() => workspace.dispose());

  it('starts no engine unless it is told to, and leaves no trace', async () => {
    await assert.rejects(open().connect({ start: false }), {
      code: 'no-engine',
      message: /No engine runs for/,
    });
    assert.deepEqual(await workspace.stop(), { stopped: false, forced: false });
    assert.equal(existsSync(workspace.folder.path), false);
  });

  it('starts an engine, and joins it the next time', async () => {
    const first = await open().connect();
    const second = await workspace.connect({ start: false });
    assert.equal(second.info.pid, first.info.pid);
    assert.equal(first.info.workspace, workspace.path);
    assert.equal((await second.call('engine/status', {})).clients, 2);
  });

  it('agrees with everybody who starts at the same moment on one engine', async () => {
    open();
    const starters = Array.from({ length: 6 }, () =>
      spawn(process.execPath, [starter, workspace.path, workspace.entry], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const pids = await Promise.all(
      starters.map(async ({ stdout }) => {
        const [line] = (await once(stdout, 'data')) as [Buffer];
        return Number(line.toString());
      }),
    );
    assert.deepEqual(
      pids,
      pids.map(() => workspace.engine().pid),
    );
    for (const { stdin } of starters) stdin.end();
    await Promise.all(starters.map((child) => child.exitCode ?? once(child, 'exit')));
  });

  it('starts an engine that holds nothing of whoever started it', async () => {
    open();
    // Beside the standard streams, a pipe that a shell or a test runner handed down.
    const child = spawn(process.execPath, [starter, workspace.path, workspace.entry], {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    await once(child.stdout, 'data');
    const engine = workspace.engine();
    const closed = Promise.all(
      [child.stdout, child.stderr, child.stdio[3]].map((end) => end && once(end, 'close')),
    );
    for (const end of [child.stderr, child.stdio[3]]) if (end && 'resume' in end) end.resume();
    child.stdin.end();
    await closed;
    assert.equal((await workspace.connect({ start: false })).info.pid, engine.pid);
  });

  it("keeps the compiled engine in the user's own cache, and tells its agents nothing of it", async () => {
    const cache = join(open().path, 'cache');
    const home =
      process.platform === 'darwin' ? { HOME: cache } : { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
    const client = await workspace.connect({
      env: { ...process.env, ...home, NODE_COMPILE_CACHE: undefined },
    });
    const options = {
      maxConcurrent: null,
      keepGoing: false,
      useCache: true,
      missingInterpreter: 'fail',
    } as const;
    const report = { pipeline: 'environment', params: { name: 'NODE_COMPILE_CACHE' }, options, secrets: {} };
    assert.deepEqual(await client.call('run/start', report), { runId: 'not set' });
    await workspace.stop();
    assert.ok(existsSync(cache));
  });

  describe('takes an engine.json for that of a dead engine where', () => {
    it('the engine was killed', async () => {
      const first = await open().connect();
      process.kill(first.info.pid, 'SIGKILL');
      await processEnded(first.info.pid);
      await assert.rejects(workspace.connect({ start: false }), { code: 'no-engine' });
      assert.deepEqual(await workspace.stop(), { stopped: false, forced: false });
      const second = await workspace.connect();
      assert.notEqual(second.info.pid, first.info.pid);
    });

    it('its process is another one by now, which is left alone', async () => {
      await openStateFolder(open().folder);
      const innocent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      const startedAt = ['2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z', 'never'];
      for (const each of startedAt) {
        const socket = join(workspace.path, 'socket');
        writeEngineFile(workspace.folder, {
          pid: innocent.pid ?? 0,
          startedAt: each,
          socket,
          token: 't',
          version: '1',
        });
        await assert.rejects(workspace.connect({ start: false }), { code: 'no-engine' });
        assert.deepEqual(await workspace.stop(), { stopped: false, forced: false });
      }
      assert.equal(innocent.exitCode ?? innocent.signalCode, null);
      assert.notEqual((await workspace.connect()).info.pid, innocent.pid);
      innocent.kill();
    });

    it('it is rubbish', async () => {
      await openStateFolder(open().folder);
      writeFileSync(workspace.folder.engineFile, '\u0000{"pid":', { mode: 0o600 });
      await assert.rejects(workspace.connect({ start: false }), { code: 'no-engine' });
      await workspace.connect();
    });
  });

  describe('says clearly', () => {
    it('why an engine refuses to start', async () => {
      open({ SCRIPTED_REFUSAL: 'The journal was written by a newer version.' });
      await assert.rejects(workspace.connect(), {
        name: 'UserError',
        code: 'journal-newer',
        message: 'The journal was written by a newer version.',
      });
      assert.match(
        readFileSync(workspace.folder.engineLog, 'utf8'),
        /error the engine did not start: The journal/,
      );
    });

    it('that the state folder is not to be trusted', async () => {
      writeFileSync(join(open().path, '.dodeca'), '');
      await assert.rejects(workspace.connect(), { code: 'state-folder-unsafe' });
      rmSync(join(workspace.path, '.dodeca'));
    });

    it('that there is no such workspace', async () => {
      open();
      await assert.rejects(connect(join(workspace.path, 'none'), { client: 'test', start: true }), {
        code: 'no-workspace',
      });
    });

    it('that an engine ended before it was ready', async () => {
      const entry = join(open().path, 'entry.mjs');
      writeFileSync(entry, 'process.exit(7);');
      await assert.rejects(workspace.connect({ entry }), {
        code: 'engine-failed',
        message: /it ended with 7/,
      });
    });

    it('that an engine says nothing, and ends it', async () => {
      const entry = join(open().path, 'entry.mjs');
      const pidFile = join(workspace.path, 'pid');
      writeFileSync(
        entry,
        `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000);`,
      );
      await assert.rejects(workspace.connect({ entry, timeoutMs: 1000 }), {
        code: 'engine-failed',
        message: /it said nothing within/,
      });
      await processEnded(Number(readFileSync(pidFile, 'utf8')));
    });

    it('that an engine starts and is gone at once', async () => {
      const entry = join(open().path, 'entry.mjs');
      writeFileSync(entry, 'process.send({ ready: true }, () => process.exit(0));');
      await assert.rejects(workspace.connect({ entry }), {
        code: 'engine-failed',
        message: /is gone before/,
      });
    });

    it('that another process holds the workspace and cannot be reached', async () => {
      await openStateFolder(open().folder);
      const lock = tryLock(workspace.folder.engineLock);
      await assert.rejects(workspace.connect({ timeoutMs: 1000 }), { code: 'engine-unreachable' });
      lock?.dispose();
      await workspace.connect();
    });

    it('that an engine hangs, and stops it nevertheless', async () => {
      if (process.platform === 'win32') return;
      const client = await open().connect();
      const { pid } = client.info;
      process.kill(pid, 'SIGSTOP');
      await assert.rejects(workspace.connect({ answerMs: 300 }), {
        code: 'engine-unreachable',
        message: new RegExp(`process ${pid}\\) does not answer.*dodeca stop`),
      });
      assert.deepEqual(await workspace.stop({ answerMs: 300, signalMs: 300 }), {
        stopped: true,
        forced: true,
      });
      await processEnded(pid);
      assert.equal(existsSync(workspace.folder.engineFile), false);
    });
  });

  it('says soon that an engine hangs up on a wrong token, and stops it nevertheless', async () => {
    const { pid } = (await open().connect()).info;
    const file = workspace.engine();
    writeEngineFile(workspace.folder, { ...file, token: `${file.token}x` });
    // Long before the time is over that it would wait for one that leaves.
    await assert.rejects(workspace.connect({ timeoutMs: 600_000 }), {
      code: 'engine-unreachable',
      message: new RegExp(`process ${pid}\\) hangs up: the token .*dodeca stop`),
    });
    await assert.rejects(workspace.stop({ mode: 'when-idle' }), { code: 'engine-unreachable' });
    assert.deepEqual(await workspace.stop(), { stopped: true, forced: false });
    await processEnded(pid);
  });

  it('waits for an engine that is about to leave, and starts the next', async () => {
    const first = await open().connect();
    await first.call('engine/stop', { mode: 'cancel' });
    const clients = await Promise.all([workspace.connect(), workspace.connect()]);
    for (const client of clients) assert.notEqual(client.info.pid, first.info.pid);
    assert.equal(clients[0].info.pid, clients[1].info.pid);
  });
});

describe('EngineClient', () => {
  const workspace = new ScriptedWorkspace({ SCRIPTED_EVENTS: '200000' });

  after(() => workspace.dispose());

  it('goes on after a dead engine where it was: nothing twice, nothing missing', async () => {
    let seen = 0;
    let client = await workspace.connect();
    for (let deaths = 0; deaths < 4; deaths++) {
      const subscription = await client.subscribe({ after: seen }, (events) => {
        for (const { seq } of events) assert.equal(seq, ++seen);
      });
      const goal = (deaths + 1) * 40_000;
      await until(() => seen >= goal, `${goal} events`);
      const lost = new Promise((resolve) => client.onClose(resolve));
      process.kill(client.info.pid, 'SIGKILL');
      assert.equal(errorCode(await lost), 'engine-unreachable');
      assert.equal(subscription.lastSeen, seen);
      await assert.rejects(client.call('engine/status', {}), { code: 'engine-unreachable' });
      client = await workspace.connect();
    }
    await client.subscribe({ after: seen }, (events) => {
      for (const { seq } of events) assert.equal(seq, ++seen);
    });
    await until(() => seen === 200_000, 'all events');
  });

  it('rejects what was asked when the engine dies', async () => {
    const client = await workspace.connect();
    process.kill(client.info.pid, 'SIGSTOP');
    const calls = [client.call('engine/status', {}), client.call('cache/report', {})];
    process.kill(client.info.pid, 'SIGKILL');
    for (const outcome of await Promise.allSettled(calls)) {
      assert.equal(outcome.status === 'rejected' && errorCode(outcome.reason), 'engine-unreachable');
    }
    let told = '';
    client.onClose((reason) => {
      told = errorMessage(reason);
    });
    assert.equal(told, 'The connection to the engine is lost.');
  });

  it('says nothing when it leaves by itself', async () => {
    const client = await workspace.connect();
    client.onClose(() => assert.fail('told'));
    client.dispose();
    client.dispose();
    assert.equal(client.closed, true);
    await assert.rejects(client.call('engine/status', {}), { code: 'engine-unreachable' });
    const other = await workspace.connect();
    await until(async () => (await other.call('engine/status', {})).clients === 1, 'the engine to forget it');
  });
});
