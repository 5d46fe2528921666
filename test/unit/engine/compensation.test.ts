import assert from 'node:assert/strict';
import { startPipeline } from '../../harness/run-pipeline.ts';
import { assertGapless, endings, endOf, eventsOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { isAlive, TestWorkspace } from '../../harness/test-workspace.ts';

const undo = (name: string): string => JSON.stringify(`echo ${name} >> undone.txt`);

const definitionOf = (agents: ScriptedAgents): string => `
agents:
  one: { run: "echo one >> done.txt", compensate: ${undo('one')} }
  two: { run: "echo two >> done.txt", compensate: 'echo two >> undone.txt; echo "$DODECA_AGENT $DODECA_RUN_ID" > who.txt; exit 3' }
  three: { run: "echo three >> done.txt", compensate: ${undo('three')} }
  keeps: { run: "echo keeps >> done.txt" }
  fails: { run: "test -e healed", compensate: ${undo('fails')} }
  waits: { run: ${agents.shell('waits')}, compensate: ${undo('waits')}, grace: 0 }
  slow: { run: "exit 0", compensate: ${agents.shell('undo')}, grace: 0 }
pipelines:
  fails:
    stages:
      - { name: first, agents: [one, two, keeps] }
      - { name: second, agents: [three, fails] }
  waits:
    stages:
      - { name: first, agents: [one, three] }
      - { name: second, agents: [waits] }
  slow:
    stages:
      - { name: first, agents: [slow] }
      - { name: second, agents: [fails] }
`;

describe('compensation', () => {
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

  /** Starts the pipeline that waits, and kills its engine in the middle. */
  async function interrupt(): Promise<string> {
    const runId = await startPipeline(await workspace.connect(), 'waits');
    await agents.nextInvocation('waits');
    workspace.killEngine();
    // The next engine finds out.
    await workspace.connect();
    const end = endOf(workspace.journal());
    assert.deepEqual([end.runId, end.status], [runId, 'interrupted']);
    assert.deepEqual(workspace.linesOf('undone.txt'), []);
    return runId;
  }

  /** Fails a run, and kills its engine while it is undone. */
  async function interruptWhileUndoing(): Promise<void> {
    await startPipeline(await workspace.connect(), 'slow');
    await agents.nextInvocation('undo');
    workspace.killEngine();
    await workspace.connect();
  }

  it('undoes what succeeded in a failed run, last first; one that fails is told and stops nothing', async () => {
    const { events } = await workspace.run(1, 'fails');
    assert.deepEqual(workspace.linesOf('undone.txt'), ['three', 'two', 'one']);
    assert.equal(workspace.read('who.txt'), `two ${endOf(events).runId}\n`);
    assert.deepEqual(
      eventsOf(events, 'execution.compensated').map(({ agent, status, reason }) => [agent, status, reason]),
      [
        ['three', 'succeeded', null],
        ['two', 'failed', 'exit code 3'],
        ['one', 'succeeded', null],
      ],
    );
    // The intent stands before each, and the end of the run after all of them.
    const order = events
      .map(({ type }) => type)
      .filter((type) => type.startsWith('execution.compensat') || type === 'run.finished');
    assert.deepEqual(order, [
      ...Array.from({ length: 3 }, () => ['execution.compensating', 'execution.compensated']).flat(),
      'run.finished',
    ]);
    const why = await workspace.expect(0, 'why', 'last', 'two');
    assert.match(why.stdout, /could not be undone: exit code 3/);
  });

  it('makes a resumed run do again what was undone, and nothing else', async () => {
    await workspace.run(1, 'fails');
    workspace.write('healed', '');
    const resumed = await workspace.expect(0, 'resume', 'last', '--json');
    const again = eventsOf(resumed.events, 'execution.starting').map(({ agent }) => agent);
    // `two` could not be undone, and `keeps` needs no undoing: both stand.
    assert.deepEqual(again, ['one', 'three', 'fails']);
    assert.ok(endings(resumed.events).every((ending) => ending.endsWith('succeeded')));
    assert.deepEqual(workspace.linesOf('undone.txt'), ['three', 'two', 'one']);
  });

  it('undoes what succeeded in a cancelled run', async () => {
    const run = workspace.start(['run', 'waits', '--json']);
    await agents.nextInvocation('waits');
    run.signal('SIGINT');
    const { code, events } = await run.ended;
    assert.equal(code, 130);
    assert.deepEqual(workspace.linesOf('undone.txt'), ['three', 'one']);
    assert.equal(endOf(events).status, 'cancelled');
  });

  it('leaves an interrupted run as it is when it is resumed', async () => {
    const runId = await interrupt();
    const resume = workspace.start(['resume', runId, '--json']);
    await (await agents.nextInvocation('waits')).exit(0);
    assert.equal((await resume.ended).code, 0);
    assert.deepEqual(workspace.linesOf('undone.txt'), []);
    assert.deepEqual(workspace.linesOf('done.txt'), ['one', 'three']);
  });

  it('undoes an interrupted run once when its pipeline runs anew instead', async () => {
    const runId = await interrupt();
    const run = workspace.start(['run', 'waits', '--json']);
    await (await agents.nextInvocation('waits')).exit(0);
    const { code, events } = await run.ended;
    assert.equal(code, 0);
    assert.deepEqual(workspace.linesOf('undone.txt'), ['three', 'one']);
    const journal = workspace.journal();
    const undone = eventsOf(journal, 'execution.compensated');
    assert.deepEqual(new Set(undone.map((event) => event.runId)), new Set([runId]));
    assert.ok((undone.at(-1)?.seq ?? 0) < (events[0]?.seq ?? 0));
    assertGapless(journal);
    // It stays undone: cancelled now, there is nothing to undo any more.
    const cancelled = await workspace.expect(0, 'cancel', runId, '--json');
    assert.equal(cancelled.lines[0]?.status, 'cancelled');
    assert.deepEqual(workspace.linesOf('undone.txt'), ['three', 'one']);
  });

  it('undoes an interrupted run when it is cancelled', async () => {
    const runId = await interrupt();
    const cancelled = await workspace.expect(0, 'cancel', runId, '--json');
    assert.equal(cancelled.lines[0]?.status, 'cancelled');
    assert.deepEqual(workspace.linesOf('undone.txt'), ['three', 'one']);
  });

  it('that is under way when the engine dies is ended, and done again when the run is not resumed', async () => {
    const run = workspace.start(['run', 'slow', '--json']);
    const undoing = await agents.nextInvocation('undo');
    workspace.killEngine();
    const { code, events } = await run.ended;
    assert.equal(code, 3);
    assert.equal(endOf(events).status, 'interrupted');
    assert.ok(!isAlive(undoing.pid), 'the compensation has outlived its run');
    assert.deepEqual(await workspace.leftovers(), []);
    const cancel = workspace.start(['cancel', 'last', '--json']);
    await (await agents.nextInvocation('undo')).exit(0);
    assert.equal((await cancel.ended).code, 0);
    assert.deepEqual(
      eventsOf(workspace.journal(), 'execution.compensated').map(({ status, reason }) => [status, reason]),
      [
        ['failed', 'the engine died while it was undone'],
        ['succeeded', null],
      ],
    );
  });

  it('of an interrupted run is ended too when the engine dies meanwhile', async () => {
    await interruptWhileUndoing();
    const cancel = workspace.start(['cancel', 'last', '--json']);
    const undoing = await agents.nextInvocation('undo');
    workspace.killEngine();
    assert.equal((await cancel.ended).code, 3);
    await workspace.expect(0, 'runs');
    assert.ok(!isAlive(undoing.pid), 'the compensation has outlived its engine');
  });

  it('is done once, however many ask for it', async () => {
    await interruptWhileUndoing();
    const commands = [workspace.start(['cancel', 'last']), workspace.start(['cancel', 'last'])];
    const undoing = await agents.nextInvocation('undo');
    const resumed = await workspace.expect(2, 'resume', 'last');
    assert.match(resumed.stderr, /is being undone/);
    await undoing.exit(0);
    for (const { ended } of commands) assert.equal((await ended).code, 0);
    const journal = workspace.journal();
    assert.equal(eventsOf(journal, 'execution.compensating').length, 2);
    assert.deepEqual(
      eventsOf(journal, 'run.finished').map(({ status }) => status),
      ['interrupted', 'cancelled'],
    );
  });

  it('of an interrupted run is given up when the engine is told twice to end', async () => {
    await interruptWhileUndoing();
    const cancel = workspace.start(['cancel', 'last']);
    const undoing = await agents.nextInvocation('undo');
    const engine = workspace.enginePid();
    await until(() => {
      if (isAlive(engine)) process.kill(engine, 'SIGTERM');
      return !isAlive(engine);
    }, 'the engine to end');
    assert.ok(!isAlive(undoing.pid));
    await cancel.ended;
    assert.equal(eventsOf(workspace.journal(), 'execution.compensated').at(-1)?.status, 'failed');
  });
});
