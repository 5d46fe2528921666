import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf } from '../../harness/run-story.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  good: { run: "exit 0" }
  away: { run: "pwd", cwd: link }
  waits: { run: "echo ready > ready; sleep 600", grace: 0 }
pipelines:
  p: { stages: [ { name: s, agents: [good] } ] }
  away: { stages: [ { name: s, agents: [away] } ] }
  waits: { stages: [ { name: one, agents: [waits] }, { name: two, agents: [good] } ] }
`;

describe('what a workspace brings along', () => {
  let workspace: TestWorkspace;

  beforeEach(() => {
    workspace = new TestWorkspace(definition);
  });

  afterEach(() => workspace.dispose());

  it('is not believed: an engine file that git tracks leads nobody to its socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dodeca-trap-'));
    const socket = join(folder, 's');
    let heard = 0;
    const trap = createServer((connection) => {
      heard += 1;
      connection.destroy();
    });
    await new Promise<void>((resolve) => trap.listen(socket, resolve));
    try {
      const startedAt = new Date().toISOString();
      const file = { pid: process.pid, startedAt, socket, token: 'x', version: '1' };
      workspace.write('.dodeca/engine.json', JSON.stringify(file));
      execFileSync('chmod', ['-R', 'go-rwx', join(workspace.path, '.dodeca')]);
      execFileSync('git', ['init', '-q'], { cwd: workspace.path });
      execFileSync('git', ['add', '-f', '.dodeca'], { cwd: workspace.path });
      for (const words of [['run', 'p'], ['status'], ['stop']]) {
        const { stderr } = await workspace.expect(3, ...words);
        assert.match(stderr, /Git tracks files in \.dodeca/);
      }
      assert.equal(heard, 0);
    } finally {
      trap.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('does not lead an agent out of it: a working folder behind a link is refused', async () => {
    symlinkSync(tmpdir(), join(workspace.path, 'link'));
    const { events } = await workspace.run(1, 'away');
    assert.equal(endOf(events).executions[0]?.reason, 'the folder link leaves the workspace');
  });

  it('a damaged journal is set aside and told of, and what its engine ran is ended', async () => {
    const running = workspace.start(['run', 'waits']);
    await until(() => workspace.has('ready'), 'the agent runs');
    for (const pid of workspace.engines()) process.kill(pid, 'SIGKILL');
    running.process.kill('SIGKILL');
    assert.notEqual((await workspace.leftovers()).length, 0);
    const journal = openSync(join(workspace.path, '.dodeca/journal.db'), 'r+');
    writeSync(journal, Buffer.alloc(8192, 'rubbish'), 0, 8192, 0);
    rmSync(join(workspace.path, '.dodeca/journal.db-wal'), { force: true });
    const { stderr } = await workspace.expect(0, 'runs');
    assert.match(stderr, /The journal was damaged\. It was set aside as .*journal\.db\.damaged/);
    assert.deepEqual(await workspace.leftovers(), []);
  });

  it('an execution that was interrupted before it ran says so', async () => {
    const running = workspace.start(['run', 'waits', '--json']);
    await until(() => workspace.has('ready'), 'the agent runs');
    for (const pid of workspace.engines()) process.kill(pid, 'SIGKILL');
    const { events } = await running.ended;
    assert.deepEqual(
      endOf(events).executions.map(({ agent, attempts, reason }) => [agent, attempts, reason]),
      [
        ['waits', 1, 'the engine died while it ran'],
        ['good', 0, 'the engine died before it ran'],
      ],
    );
  });
});
