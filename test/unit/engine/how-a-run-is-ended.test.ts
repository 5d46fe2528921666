import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { endings, endOf, eventsOf, reasonOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { isAlive, TestWorkspace } from '../../harness/test-workspace.ts';

/** Ignores the polite signal, and starts others: a child, one in a session of its own, and a grandchild of that kind. */
const clinging = `
trap '' TERM
sleep 600 & echo $! >> pids
setsid sleep 601 & echo $! >> pids
(setsid sh -c 'trap "" TERM; echo $$ >> pids; while :; do sleep 602; done' &)
while [ "$(wc -l < pids)" -lt 3 ]; do sleep 0.01; done
echo ready
`;

const definitionOf = (agents: ScriptedAgents): string => `
agents:
  polite: { run: ${agents.shell('polite')}, grace: 600s }
  second: { run: ${agents.shell('second')}, grace: 600s }
  late: { run: "exit 0" }
  endless: { run: "exec sleep 600" }
  clings: { run: '. ./clinging.sh; while :; do sleep 603; done', timeout: 500ms, grace: 100ms }
  leaves: { run: '. ./clinging.sh', grace: 100ms }
pipelines:
  scripted:
    stages:
      - { name: one, agents: [polite, second], parallel: true }
      - { name: two, agents: [late] }
  endless: { stages: [ { name: one, agents: [endless] } ] }
  times_out: { stages: [ { name: one, agents: [clings] } ] }
  leaves_behind: { stages: [ { name: one, agents: [leaves] } ] }
`;

describe('how a run is ended', () => {
  let agents: ScriptedAgents;
  let workspace: TestWorkspace;

  beforeEach(async () => {
    agents = await ScriptedAgents.open();
    workspace = new TestWorkspace(definitionOf(agents), { 'clinging.sh': clinging });
  });

  afterEach(async () => {
    await workspace.dispose();
    await agents.close();
  });

  async function assertNothingLeft(): Promise<void> {
    assert.deepEqual(await workspace.leftovers(), []);
    for (const pid of workspace.linesOf('pids').map(Number)) assert.ok(!isAlive(pid), `${pid} is alive`);
  }

  it('a timeout ends the whole tree, whatever ignores the polite signal or left its session', async () => {
    const { events } = await workspace.run(1, 'times_out');
    assert.deepEqual(endings(events), ['one/clings timed_out']);
    assert.equal(reasonOf(events, 'clings'), 'timed out after 0.5 s');
    assert.equal(endOf(events).status, 'failed');
    assert.equal(workspace.linesOf('pids').length, 3);
    await assertNothingLeft();
  });

  it('what an agent leaves running when it ends is ended with it', async () => {
    const { events } = await workspace.run(0, 'leaves_behind');
    assert.deepEqual(endings(events), ['one/leaves succeeded']);
    assert.equal(workspace.linesOf('pids').length, 3);
    await assertNothingLeft();
  });

  it('cancelled by a second command, it ends the first one with 1', async () => {
    const run = workspace.start(['run', 'scripted', '--json']);
    const { runId } = await run.event('run.started');
    const [polite, second] = await Promise.all([
      agents.nextInvocation('polite'),
      agents.nextInvocation('second'),
    ]);
    const cancelled = await workspace.expect(0, 'cancel', runId.toLowerCase(), '--json');
    assert.equal(cancelled.lines[0]?.runId, runId);
    await Promise.all([polite.gone, second.gone]);
    const { code, events, stderr } = await run.ended;
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.equal(endOf(events).status, 'cancelled');
    assert.deepEqual(endings(events), ['one/polite cancelled', 'one/second cancelled', 'two/late skipped']);
    assert.equal(eventsOf(events, 'run.cancelling').length, 1);
    assert.equal(reasonOf(events, 'late'), 'cancelled from the command line');
    await assertNothingLeft();
    // One that has ended is left alone.
    const again = await workspace.expect(0, 'cancel', 'last', '--json');
    assert.equal(again.lines[0]?.status, 'cancelled');
    assert.equal(eventsOf(workspace.journal(), 'run.finished').length, 1);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    it(`${signal} at its command line cancels it, and waits for its end`, async () => {
      const run = workspace.start(['run', 'scripted', '--json']);
      const [polite, second] = await Promise.all([
        agents.nextInvocation('polite'),
        agents.nextInvocation('second'),
      ]);
      await polite.catchSignal('SIGTERM');
      run.signal(signal);
      assert.equal(await polite.nextSignal(), 'SIGTERM');
      await second.gone;
      // It cleans up, and is given the time.
      await polite.stdout('cleaning up\n');
      await polite.exit(0);
      const { code, events, stderr } = await run.ended;
      assert.equal(code, 130);
      assert.match(stderr, /^Cancelling the run/);
      assert.equal(endOf(events).status, 'cancelled');
      assert.deepEqual(endings(events)[0], 'one/polite cancelled');
      await assertNothingLeft();
    });

  it('a second Ctrl-C kills what does not end', async () => {
    const run = workspace.start(['run', 'scripted', '--json']);
    const [polite, second] = await Promise.all([
      agents.nextInvocation('polite'),
      agents.nextInvocation('second'),
    ]);
    for (const agent of [polite, second]) await agent.catchSignal('SIGTERM');
    run.signal('SIGINT');
    for (const agent of [polite, second]) assert.equal(await agent.nextSignal(), 'SIGTERM');
    // Two in quick succession count as one: it is pressed until it helps.
    const pressed = setInterval(() => run.signal('SIGINT'), 50);
    await Promise.all([polite.gone, second.gone]).finally(() => clearInterval(pressed));
    const { code, events, stderr } = await run.ended;
    assert.equal(code, 130);
    assert.match(stderr, /Cancelling the run .*\nKilling the run/);
    assert.equal(endOf(events).status, 'cancelled');
    const ends = eventsOf(events, 'execution.finished').filter(({ attempt }) => attempt > 0);
    assert.deepEqual(
      ends.map((end) => end.signal),
      ['SIGKILL', 'SIGKILL'],
    );
    await assertNothingLeft();
  });

  it('Ctrl-C at any moment leaves no run behind', async () => {
    const client = await workspace.connect();
    await client.call('engine/status', {});
    for (let time = 0; time < 8; time++) {
      const run = workspace.start(['run', 'endless', '--json']);
      await sleep(90 + 15 * time);
      run.signal('SIGINT');
      const { code, signal } = await run.ended;
      // Before it had asked for a run, the signal is its end.
      assert.ok(code === 130 || signal === 'SIGINT', `${signal ?? code}`);
      for (const { status } of (await workspace.expect(0, 'runs', '--json')).lines)
        assert.equal(status, 'cancelled');
    }
  });

  it('a command line that is killed does not disturb it; the engine leaves after it', async () => {
    const run = workspace.start(['run', 'scripted', '--json']);
    const [polite, second] = await Promise.all([
      agents.nextInvocation('polite'),
      agents.nextInvocation('second'),
    ]);
    const engine = workspace.enginePid();
    run.signal('SIGKILL');
    await run.ended;
    await polite.exit(0);
    await second.exit(0);
    await until(() => !isAlive(engine), 'the engine to leave');
    const journal = workspace.journal();
    assert.equal(endOf(journal).status, 'succeeded');
    assert.deepEqual(endings(journal), [
      'one/polite succeeded',
      'one/second succeeded',
      'two/late succeeded',
    ]);
  });

  it('stopped with its engine, it is cancelled, and nothing of it is left when `stop` returns', async () => {
    const run = workspace.start(['run', 'scripted', '--json']);
    const [polite, second] = await Promise.all([
      agents.nextInvocation('polite'),
      agents.nextInvocation('second'),
    ]);
    const engine = workspace.enginePid();
    assert.ok(isAlive(engine));
    const stopped = await workspace.expect(0, 'stop', '--json');
    assert.deepEqual(stopped.lines, [{ stopped: true, forced: false }]);
    assert.ok(!isAlive(engine));
    await assertNothingLeft();
    await Promise.all([polite.gone, second.gone]);
    const { code, events } = await run.ended;
    assert.equal(code, 1);
    assert.equal(endOf(events).status, 'cancelled');
    assert.equal(endOf(events).reason, 'the engine was stopped');
  });

  it('is kept by `stop --when-idle`, which returns after it', async () => {
    const run = workspace.start(['run', 'scripted', '--json']);
    const [polite, second] = await Promise.all([
      agents.nextInvocation('polite'),
      agents.nextInvocation('second'),
    ]);
    const engine = workspace.enginePid();
    const client = await workspace.connect();
    assert.deepEqual(await client.call('engine/stop', { mode: 'when-idle' }), { activeRuns: 1 });
    const stop = workspace.start(['stop', '--when-idle']);
    await polite.exit(0);
    assert.equal(stop.process.exitCode, null);
    await second.exit(0);
    assert.equal((await run.ended).code, 0);
    assert.equal((await stop.ended).code, 0);
    assert.ok(!isAlive(engine));
  });
});
