import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../src/client/connect.ts';
import { commandEnvironment } from '../../harness/command-line.ts';
import { programFile } from '../../harness/program-file.ts';
import { assertGapless, endOf, eventsOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { isAlive, TestWorkspace } from '../../harness/test-workspace.ts';

const definitionOf = (agents: ScriptedAgents): string => `
agents: { good: { run: "exit 0" }, waits: { run: ${agents.shell('waits')}, grace: 0 } }
pipelines:
  p: { stages: [ { name: s, agents: [good] } ] }
  waits: { stages: [ { name: s, agents: [waits] } ] }
`;

describe('the engine process', () => {
  let agents: ScriptedAgents;
  let workspace: TestWorkspace;

  beforeEach(async () => {
    agents = await ScriptedAgents.open();
    workspace = new TestWorkspace(definitionOf(agents));
  });

  afterEach(async () => {
    await workspace.dispose();
    await agents.close();
  });

  it('is one, however many command lines start at the same moment', async () => {
    const commands = Array.from({ length: 4 }, () => workspace.start(['run', 'waits', '--json']));
    const waiting = await Promise.all(commands.map(() => agents.nextInvocation('waits')));
    assert.equal(new Set(waiting.map(({ env }) => env.DODECA_SOCKET)).size, 1);
    if (process.platform === 'linux') assert.deepEqual(workspace.engines(), [workspace.enginePid()]);
    await Promise.all(waiting.map((agent) => agent.exit(0)));
    for (const { ended } of commands) assert.equal((await ended).code, 0);
    const journal = workspace.journal();
    assertGapless(journal);
    assert.equal(new Set(eventsOf(journal, 'run.finished').map(({ runId }) => runId)).size, 4);
  });

  it('leaves at once with the last command line that needs it', async () => {
    const run = workspace.start(['run', 'waits', '--json']);
    const waits = await agents.nextInvocation('waits');
    const pid = workspace.enginePid();
    await workspace.expect(0, 'runs');
    assert.ok(isAlive(pid), 'it left while somebody needed it');
    await waits.exit(0);
    assert.equal((await run.ended).code, 0);
    await until(() => !isAlive(pid), 'the engine to leave');
    assert.ok(!workspace.has('.dodeca/engine.json'));
  });

  it('stays for whoever else is there', async () => {
    const client = await workspace.connect();
    await workspace.run(0, 'p');
    await workspace.run(0, 'p');
    const { pid } = await client.call('engine/status', {});
    assert.equal(pid, workspace.enginePid());
    assert.ok(isAlive(pid));
  });

  it('keeps its state to this user, and out of git', async () => {
    await workspace.connect();
    const file = join(workspace.path, '.dodeca/engine.json');
    const { socket } = JSON.parse(workspace.read('.dodeca/engine.json')) as { socket: string };
    assert.equal(workspace.read('.dodeca/.gitignore'), '*\n');
    if (process.platform !== 'win32') {
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.equal(statSync(join(socket, '..')).mode & 0o777, 0o700);
    }
  });

  it('is stopped by `stop`, which is content where there is none', async () => {
    assert.deepEqual((await workspace.expect(0, 'stop', '--json')).lines, [
      { stopped: false, forced: false },
    ]);
    assert.ok(!workspace.has('.dodeca'));
    await workspace.connect();
    const pid = workspace.enginePid();
    await workspace.expect(0, 'stop');
    assert.ok(!isAlive(pid));
    assert.deepEqual((await workspace.expect(0, 'stop')).stdout, 'No engine runs for this workspace.\n');
  });

  it('that does not answer is killed, and nothing of its runs is left', async () => {
    const run = workspace.start(['run', 'waits', '--json']);
    const waits = await agents.nextInvocation('waits');
    const pid = workspace.enginePid();
    process.kill(pid, 'SIGSTOP');
    // As `stop` does it, with less patience.
    const patience = { answerMs: 300, signalMs: 300 };
    assert.deepEqual(await workspace.stop(patience), { stopped: true, forced: true });
    assert.ok(!isAlive(pid));
    await waits.gone;
    assert.deepEqual(await workspace.leftovers(), []);
    assert.equal((await run.ended).code, 3);
    assert.equal(endOf(workspace.journal()).status, 'interrupted');
  });

  it('cancels what a window left behind that wished so and did not come back, then leaves', async () => {
    const env = commandEnvironment({ DODECA_ALONE_MS: '50', DODECA_IDLE_MS: '0' });
    const window = await connect(workspace.path, {
      client: 'vscode',
      start: true,
      entry: programFile('engine'),
      env,
    });
    await window.call('client/when-alone', { whenAlone: 'cancel' });
    // A command line that came and went in between has nothing to say in this.
    const run = workspace.start(['run', 'waits', '--json']);
    const waits = await agents.nextInvocation('waits');
    run.process.kill('SIGKILL');
    await run.ended;
    await until(async () => (await window.call('engine/status', {})).clients === 1, 'the command to be gone');
    const { pid } = window.info;
    window.dispose();
    await waits.gone;
    await until(() => !isAlive(pid), 'the engine to leave');
    const { status, reason } = endOf(workspace.journal());
    assert.deepEqual([status, reason], ['cancelled', 'the window that watched it was closed']);
    assert.deepEqual(await workspace.leftovers(), []);
  });

  it('is not looked for where an old file says it was', async () => {
    await workspace.connect();
    const stale = {
      // The id is another process's by now.
      pid: process.pid,
      startedAt: '2020-01-01T00:00:00.000Z',
      socket: join(tmpdir(), 'no-such-socket'),
      token: 'x',
      version: '0',
    };
    const texts = [
      JSON.stringify(stale),
      JSON.stringify({ ...stale, pid: 2 ** 22 + 1 }),
      'rubbish',
      '',
      '{"pid":-1}',
    ];
    for (const text of texts) {
      // The engine before takes its own file with it.
      assert.deepEqual(await workspace.stop(), { stopped: true, forced: false });
      workspace.write('.dodeca/engine.json', text);
      chmodSync(join(workspace.path, '.dodeca/engine.json'), 0o600);
      assert.deepEqual(await workspace.stop(), { stopped: false, forced: false }, text);
      await workspace.connect();
    }
    await workspace.stop();
    workspace.write('.dodeca/engine.json', JSON.stringify(stale));
    chmodSync(join(workspace.path, '.dodeca/engine.json'), 0o600);
    assert.deepEqual((await workspace.expect(0, 'status', '--json')).lines, [{ running: false }]);
    await workspace.run(0, 'p');
  });

  it('lets nobody in with a wrong token', async () => {
    await workspace.connect();
    const text = workspace.read('.dodeca/engine.json');
    const file = JSON.parse(text) as { socket: string; token: string };
    workspace.write('.dodeca/engine.json', JSON.stringify({ ...file, token: `${file.token}x` }));
    const refused = await workspace.expect(3, 'runs');
    assert.match(refused.stderr, /^The engine of this workspace \(process \d+\) hangs up: the token/);
    if (process.platform === 'linux') assert.deepEqual(workspace.engines(), [workspace.enginePid()]);
    workspace.write('.dodeca/engine.json', text);
    await workspace.expect(0, 'runs');
  });

  it('is not taken for one when somebody else listens there', async () => {
    await workspace.run(0, 'p');
    const path = join(workspace.path, 's');
    const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      const file = {
        pid: 2 ** 22 + 1,
        startedAt: new Date().toISOString(),
        socket: path,
        token: 'x',
        version: '0',
      };
      workspace.write('.dodeca/engine.json', JSON.stringify(file));
      chmodSync(join(workspace.path, '.dodeca/engine.json'), 0o600);
      await workspace.run(0, 'p');
    } finally {
      server.close();
    }
  });
});
