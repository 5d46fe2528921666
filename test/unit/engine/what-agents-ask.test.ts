import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { EngineClient } from '../../../src/client/engine-client.ts';
import { endings, endOf, eventsOf, reasonOf } from '../../harness/run-story.ts';
import { type ScriptedAgent, ScriptedAgents } from '../../harness/scripted-agent.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const asking = JSON.stringify(fileURLToPath(new URL('../../harness/asking-agent.ts', import.meta.url)));

const counting = JSON.stringify(
  Array.from({ length: 5 }, () => ['lock:counter', 'count:counter.txt', 'unlock:counter']).flat(),
);

const definitionOf = (agents: ScriptedAgents): string => `
agents:
  counts1: { file: ${asking}, args: ${counting} }
  counts2: { file: ${asking}, args: ${counting} }
  sets: { file: ${asking}, args: ['set:plan={"deep":[1,2]}', 'get:plan', 'set:own=1'] }
  hears: { file: ${asking}, args: ['get:plan', 'get:nothing', 'set:own=2', 'get:own'] }
  beside: { file: ${asking}, args: ['get:plan'] }
  trespasses: { file: ${asking}, args: ['call:run/list', 'call:engine/stop'] }
  left: { run: ${agents.shell('left')}, priority: high }
  right: { run: ${agents.shell('right')}, priority: low, grace: 0 }
  third: { run: ${agents.shell('third')} }
pipelines:
  counter: { stages: [ { name: s, agents: [counts1, counts2], parallel: true } ] }
  context:
    stages:
      - { name: set, agents: [sets] }
      - { name: beside, agents: [beside], needs: [] }
      - { name: hear, agents: [hears], needs: [set] }
  trespass: { stages: [ { name: s, agents: [trespasses] } ] }
  embrace: { stages: [ { name: s, agents: [left, right, third], parallel: true } ] }
`;

describe('what agents ask', () => {
  let agents: ScriptedAgents;
  let workspace: TestWorkspace;

  before(async () => {
    agents = await ScriptedAgents.open();
    workspace = new TestWorkspace(definitionOf(agents), { 'counter.txt': '0' });
    await workspace.connect();
  });

  after(async () => {
    await workspace.dispose();
    await agents.close();
  });

  /** Asks in the name of an agent. */
  async function asks(agent: ScriptedAgent): Promise<EngineClient> {
    const { DODECA_SOCKET: socket = '', DODECA_TOKEN: token = '' } = agent.env;
    return await EngineClient.attach({ socket, token, client: 'agent', linger: false, timeoutMs: 10_000 });
  }

  it('is a lock: what they do under it is never done by two at once', async () => {
    const { events } = await workspace.run(0, 'counter');
    assert.equal(workspace.read('counter.txt'), '10');
    assert.equal(eventsOf(events, 'lock.acquired').length, 10);
    assert.equal(eventsOf(events, 'lock.released').length, 10);
    let holders = 0;
    for (const { type } of events) {
      if (type === 'lock.acquired') holders += 1;
      if (type === 'lock.released') holders -= 1;
      assert.ok(holders <= 1);
    }
  });

  it('is a context that those who follow inherit, and nobody else', async () => {
    const { events } = await workspace.run(0, 'context');
    const told = eventsOf(events, 'execution.output').map(({ agent, name, value }) => [agent, name, value]);
    const plan = { deep: [1, 2] };
    assert.deepEqual(
      told.filter(([agent]) => agent !== 'beside'),
      [
        ['sets', 'plan', plan],
        ['hears', 'plan', plan],
        ['hears', 'nothing', null],
        ['hears', 'own', 2],
      ],
    );
    assert.deepEqual(
      told.filter(([agent]) => agent === 'beside'),
      [['beside', 'plan', null]],
    );
    assert.deepEqual(
      eventsOf(events, 'execution.context').map(({ agent, name, value }) => [agent, name, value]),
      [
        ['sets', 'plan', plan],
        ['sets', 'own', 1],
        ['hears', 'own', 2],
      ],
    );
  });

  it('is nothing beyond its own execution', async () => {
    const { events } = await workspace.run(0, 'trespass');
    assert.deepEqual(
      eventsOf(events, 'execution.output').map(({ value }) => value),
      ['run/list is not for agents', 'engine/stop is not for agents'],
    );
  });

  it('is answered no more when the execution has ended, and its locks go on', async () => {
    const run = workspace.start(['run', 'embrace', '--json']);
    const [left, right, third] = await Promise.all(
      ['left', 'right', 'third'].map((name) => agents.nextInvocation(name)),
    );
    assert.ok(left && right && third);
    const [leftAsks, rightAsks] = [await asks(left), await asks(right)];
    await leftAsks.call('lock/acquire', { lock: 'one' });
    const granted = rightAsks.call('lock/acquire', { lock: 'one' });
    const waiting = await run.event('lock.waiting');
    assert.deepEqual([waiting.agent, waiting.lock, waiting.holders], ['right', 'one', ['s/left']]);
    await left.exit(0);
    await granted;
    await run.event('execution.finished', ({ agent }) => agent === 'left');
    await assert.rejects(leftAsks.call('lock/acquire', { lock: 'one' }), /ended|lost/);
    for (const client of [leftAsks, rightAsks]) client.dispose();
    await Promise.all([right.exit(0), third.exit(0)]);
    assert.equal((await run.ended).code, 0);
  });

  it('may be a deadlock: the whole cycle is told, and its lowest, youngest holder is ended', async () => {
    const run = workspace.start(['run', 'embrace', '--json']);
    const [left, right, third] = await Promise.all(
      ['left', 'right', 'third'].map((name) => agents.nextInvocation(name)),
    );
    assert.ok(left && right && third);
    const clients = await Promise.all([left, right, third].map(asks));
    const [leftAsks, rightAsks, thirdAsks] = clients;
    assert.ok(leftAsks && rightAsks && thirdAsks);
    await leftAsks.call('lock/acquire', { lock: 'one' });
    await rightAsks.call('lock/acquire', { lock: 'two' });
    await thirdAsks.call('lock/acquire', { lock: 'three' });
    const leftGets = leftAsks.call('lock/acquire', { lock: 'two' });
    await run.event('lock.waiting', ({ agent }) => agent === 'left');
    const rightGets = rightAsks.call('lock/acquire', { lock: 'three' });
    await run.event('lock.waiting', ({ agent }) => agent === 'right');
    const thirdGets = thirdAsks.call('lock/acquire', { lock: 'one' });
    const refused = assert.rejects(rightGets, /lock three was refused|lost/);
    const deadlock = await run.event('lock.deadlock');
    await Promise.all([leftGets, refused, right.gone]);
    await left.exit(0);
    await thirdGets;
    await third.exit(0);
    for (const client of clients) client.dispose();
    const { code, events } = await run.ended;
    assert.equal(code, 1);
    assert.deepEqual(endings(events), ['s/left succeeded', 's/right failed', 's/third succeeded']);
    const edges = new Map(deadlock.cycle.map(({ agent, lock }) => [agent, lock]));
    assert.deepEqual(Object.fromEntries(edges), { 's/left': 'two', 's/right': 'three', 's/third': 'one' });
    assert.equal(deadlock.agent, 'right');
    assert.equal(reasonOf(events, 'right'), deadlock.reason);
    assert.match(deadlock.reason, /^deadlock: .*s\/right was ended, the youngest of the lowest priority$/);
    // It was found with the very request that closed the cycle.
    const closing = eventsOf(events, 'lock.waiting').at(-1);
    assert.equal(deadlock.seq, (closing?.seq ?? 0) + 1);
    assert.equal(endOf(events).status, 'failed');
    const why = await workspace.expect(0, 'why', 'last', 'right');
    assert.ok(why.stdout.startsWith(`s/right failed: ${deadlock.reason}`));
  });
});
