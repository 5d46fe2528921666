import assert from 'node:assert/strict';
import { endings, eventsOf, spanOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definitionOf = (agents: ScriptedAgents): string => `
limits: { concurrency: 3, cpu: 2, memory: 1Gi }
agents:
  big: { run: ${agents.shell('big')}, resources: { memory: 700Mi } }
  bigger: { run: "exit 0", resources: { memory: 800Mi } }
  small: { run: ${agents.shell('small')}, resources: { memory: 200Mi, cpu: 1.5 } }
  cores: { run: "exit 0", resources: { cpu: 1 } }
  writer: { run: ${agents.shell('writer')}, locks: [database, log] }
  reader: { run: "exit 0", locks: [database] }
  logger: { run: "exit 0", locks: [log] }
  seat1: { run: ${agents.shell('seat1')}, locks: [{ name: licence, slots: 2 }] }
  seat2: { run: ${agents.shell('seat2')}, locks: [{ name: licence, slots: 2 }] }
  seat3: { run: "exit 0", locks: [{ name: licence, slots: 2 }] }
  first: { run: ${agents.shell('first')} }
  low: { run: "exit 0", priority: low }
  high: { run: "exit 0", priority: high }
  critical: { run: "exit 0", priority: critical }
  inner: { run: ${agents.shell('inner')} }
  outer: { run: "exit 0" }
clusters:
  C4: { name: Small, agents: [inner, outer], concurrency: 1 }
pipelines:
  needs: { stages: [ { name: s, agents: [big, bigger, small, cores], parallel: true } ] }
  locks: { stages: [ { name: s, agents: [writer, reader, logger], parallel: true } ] }
  pool: { stages: [ { name: s, agents: [seat1, seat2, seat3], parallel: true } ] }
  priority: { stages: [ { name: s, agents: [low, first, high, critical], parallel: true } ] }
  cluster: { stages: [ { name: s, agents: [inner, outer], parallel: true } ] }
`;

describe('who may start', () => {
  let agents: ScriptedAgents;
  let workspace: TestWorkspace;

  before(async () => {
    agents = await ScriptedAgents.open();
    workspace = new TestWorkspace(definitionOf(agents));
    await workspace.connect();
  });

  after(async () => {
    await workspace.dispose();
    await agents.close();
  });

  it('is decided by declared need, and what is held says what it lacks', async () => {
    const run = workspace.start(['run', 'needs', '--json']);
    const [big, small] = await Promise.all([agents.nextInvocation('big'), agents.nextInvocation('small')]);
    const bigger = await run.event('execution.held', ({ agent }) => agent === 'bigger');
    assert.deepEqual(
      [bigger.cause, bigger.reason],
      ['memory', 'needs 800 MiB, 324 MiB of the limit of 1 GiB free'],
    );
    const cores = await run.event('execution.held', ({ agent }) => agent === 'cores');
    assert.deepEqual([cores.cause, cores.reason], ['cpu', 'needs 1 cores, 0.5 of the limit of 2 free']);
    const shown = await workspace.expect(0, 'show', 'last', '--json');
    const executions = shown.lines[0]?.executions as { agent: string; status: string; reason: string }[];
    const held = executions.find(({ agent }) => agent === 'bigger');
    assert.deepEqual([held?.status, held?.reason], ['held', bigger.reason]);
    const why = await workspace.expect(0, 'why', 'last', 'bigger');
    assert.match(why.stdout, /^s\/bigger is held: needs 800 MiB/);
    await small.exit(0);
    await run.event('execution.finished', ({ agent }) => agent === 'cores');
    await big.exit(0);
    const { code, events } = await run.ended;
    assert.equal(code, 0);
    assert.ok(spanOf(events, 'big').end < spanOf(events, 'bigger').start);
    assert.ok(spanOf(events, 'small').end < spanOf(events, 'cores').start);
  });

  it('is decided by locks, all of them or none', async () => {
    const run = workspace.start(['run', 'locks', '--json']);
    const writer = await agents.nextInvocation('writer');
    for (const [agent, lock] of [
      ['reader', 'database'],
      ['logger', 'log'],
    ]) {
      const held = await run.event('execution.held', (event) => event.agent === agent);
      assert.deepEqual([held.cause, held.reason], ['lock', `waits for lock ${lock}, held by s/writer`]);
    }
    await writer.exit(0);
    const { events } = await run.ended;
    assert.ok(endings(events).every((ending) => ending.endsWith('succeeded')));
    const writers = eventsOf(events, 'lock.acquired').filter(({ agent }) => agent === 'writer');
    assert.deepEqual(
      writers.map(({ lock }) => lock),
      ['database', 'log'],
    );
    assert.equal(eventsOf(events, 'lock.released').length, 4);
  });

  it('is decided by the places of a pool', async () => {
    const run = workspace.start(['run', 'pool', '--json']);
    const [one, two] = await Promise.all([agents.nextInvocation('seat1'), agents.nextInvocation('seat2')]);
    const held = await run.event('execution.held', ({ agent }) => agent === 'seat3');
    assert.equal(held.reason, 'waits for lock licence, held by s/seat1, s/seat2');
    await two.exit(0);
    await run.event('execution.finished', ({ agent }) => agent === 'seat3');
    await one.exit(0);
    assert.equal((await run.ended).code, 0);
  });

  it('goes by priority', async () => {
    const run = workspace.start(['run', 'priority', '--json', '--max-concurrent', '1']);
    const { events } = await Promise.all([
      run.ended,
      agents.nextInvocation('first').then((first) => first.exit(0)),
    ]).then(([outcome]) => outcome);
    assert.deepEqual(
      eventsOf(events, 'execution.starting').map(({ agent }) => agent),
      ['critical', 'high', 'first', 'low'],
    );
  });

  it('is decided by the limit of a cluster', async () => {
    const run = workspace.start(['run', 'cluster', '--json']);
    const inner = await agents.nextInvocation('inner');
    const held = await run.event('execution.held', ({ agent }) => agent === 'outer');
    assert.deepEqual([held.cause, held.reason], ['cluster', 'cluster C4 may run 1 at once, and does']);
    await inner.exit(0);
    const { events } = await run.ended;
    assert.ok(spanOf(events, 'inner').end < spanOf(events, 'outer').start);
  });

  it('is decided for the whole engine, over all of its runs', async () => {
    const one = workspace.start(['run', 'locks', '--json']);
    const first = await agents.nextInvocation('writer');
    const { runId } = await one.event('run.started');
    const two = workspace.start(['run', 'locks', '--json']);
    const held = await two.event('execution.held', ({ agent }) => agent === 'writer');
    assert.equal(held.reason, 'waits for lock database, held by s/writer');
    assert.notEqual(held.runId, runId);
    await first.exit(0);
    const second = await agents.nextInvocation('writer');
    await second.exit(0);
    assert.deepEqual([(await one.ended).code, (await two.ended).code], [0, 0]);
  });
});
