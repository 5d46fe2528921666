import assert from 'node:assert/strict';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import { endings, endOf, eventsOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const finds = `echo '::dodeca {"type":"finding","path":"a.txt","line":2,"severity":"error","rule":"R1","message":"bad"}'`;

const definitionOf = (agents: ScriptedAgents): string => `
agents:
  flaky: { run: "test -e healed || { touch healed; exit 3; }", retry: { attempts: 2, backoff: 1ms } }
  finds: { run: ${JSON.stringify(finds)}, cache: true, inputs: [a.txt] }
  speaks: { run: ${agents.shell('speaks')}, grace: 0 }
clusters:
  C20: { name: Both, agents: [finds, flaky] }
pipelines:
  p: { stages: [ { name: s, agents: [finds, speaks] } ] }
`;

describe('what a view asks the engine for', () => {
  let agents: ScriptedAgents;
  let workspace: TestWorkspace;
  let client: EngineClient;

  beforeEach(async () => {
    agents = await ScriptedAgents.open();
    workspace = new TestWorkspace(definitionOf(agents), { 'a.txt': 'x' });
    client = await workspace.connect();
  });

  afterEach(async () => {
    await workspace.dispose();
    await agents.close();
  });

  it('is answered with one agent alone, or a cluster, run as a pipeline is', async () => {
    const one = await workspace.run(0, 'agent:flaky');
    assert.equal(endOf(one.events).pipeline, 'agent:flaky');
    assert.deepEqual(endings(one.events), ['flaky/flaky succeeded']);
    const both = await workspace.run(0, 'cluster:C20');
    assert.deepEqual(endings(both.events), ['C20/finds succeeded', 'C20/flaky succeeded']);
    const [plan] = (await workspace.expect(0, 'plan', 'cluster:C20', '--json')).lines;
    assert.deepEqual(plan?.levels, [['C20']]);
    const runs = await client.call('run/list', { limit: 10, pipeline: 'agent:flaky' });
    assert.equal(runs.length, 1);
    const resumed = await workspace.expect(0, 'resume', 'last', '--from', 'flaky', '--json');
    assert.equal(eventsOf(resumed.events, 'execution.starting').length, 1);
    const current = ['--from', 'flaky', '--definition', 'current', '--json'];
    await workspace.expect(0, 'resume', 'last', ...current);
  });

  it('is answered with marks, which everybody hears of, and with archived runs only where it asks', async () => {
    const first = endOf((await workspace.run(0, 'agent:finds')).events).runId;
    const second = endOf((await workspace.run(0, 'agent:finds')).events).runId;
    const heard: unknown[] = [];
    await client.subscribe({ after: (await client.call('engine/status', {})).lastSeq }, (events) =>
      heard.push(
        ...eventsOf(events, 'run.marked').map(({ runId, pinned, archived }) => [runId, pinned, archived]),
      ),
    );
    const marked = await client.call('run/mark', { run: first, pinned: true, archived: true });
    assert.deepEqual([marked.runId, marked.pinned, marked.archived], [first, true, true]);
    await client.call('run/mark', { run: first });
    await client.call('run/mark', { run: first, pinned: false });
    await until(() => heard.length === 2, 'the marks');
    assert.deepEqual(heard, [
      [first, true, true],
      [first, false, true],
    ]);
    const reported = async (archived: boolean) =>
      (await client.call('workspace/report', { runs: 10, archived })).runs.map(({ runId }) => runId);
    assert.deepEqual(await reported(true), [second, first]);
    assert.deepEqual(await reported(false), [second]);
    const { runs } = await client.call('workspace/report', { runs: 1, archived: true });
    assert.deepEqual(
      runs.map(({ runId }) => runId),
      [second],
    );
    assert.equal((await client.call('run/show', { run: first })).archived, true);
  });

  it('is answered with every attempt of an execution, and the progress of one that runs', async () => {
    await workspace.run(0, 'agent:flaky');
    const tried = await client.call('run/attempts', { run: 'last', agent: 'flaky' });
    assert.deepEqual(
      tried.map(({ attempt, status, exitCode, signal, reason }) => [
        attempt,
        status,
        exitCode,
        signal,
        reason,
      ]),
      [
        [1, 'failed', 3, null, 'attempt 1 of 2: exit code 3'],
        [2, 'succeeded', 0, null, null],
      ],
    );
    for (const { durationMs, startedAt } of tried) {
      assert.ok((durationMs ?? -1) >= 0);
      assert.ok(!Number.isNaN(Date.parse(startedAt)));
    }
    const run = workspace.start(['run', 'agent:speaks', '--json']);
    const speaks = await agents.nextInvocation('speaks');
    const now = async () => (await client.call('run/show', { run: 'last' })).executions[0];
    assert.deepEqual([(await now())?.percent, (await now())?.message], [null, null]);
    await speaks.emit({ type: 'progress', percent: 40, message: 'half of it' });
    await until(async () => (await now())?.percent === 40, 'its progress');
    assert.equal((await now())?.message, 'half of it');
    const [running] = await client.call('run/attempts', { run: 'last', agent: 'speaks' });
    assert.deepEqual([running?.status, running?.durationMs], ['running', null]);
    await speaks.exit(0);
    assert.equal((await run.ended).code, 0);
    await assert.rejects(client.call('run/attempts', { run: 'last', agent: 'speak' }), {
      code: 'unknown-agent',
    });
  });

  it('is answered with what every agent found when it last began, also where the cache told it', async () => {
    const latest = async () =>
      (await client.call('findings/latest', {})).map(({ agent, stage, runId, findings, more }) => ({
        at: `${stage}/${agent}`,
        runId,
        findings: findings.map(({ path, line, column, severity, rule, message }) =>
          [path, line, column, severity, rule, message].join(' '),
        ),
        more,
      }));
    assert.deepEqual(await latest(), []);
    const found = ['a.txt 2  error R1 bad'];
    const first = workspace.start(['run', 'p', '--json']);
    const speaks = await agents.nextInvocation('speaks');
    const { runId } = await first.event('run.started');
    assert.deepEqual(await latest(), [
      { at: 's/finds', runId, findings: found, more: 0 },
      { at: 's/speaks', runId, findings: [], more: 0 },
    ]);
    await speaks.emit({ type: 'finding', path: 'b.txt', severity: 'info', message: 'so it is' });
    await until(async () => (await latest())[1]?.findings.length === 1, 'a finding of an agent that runs');
    await speaks.exit(0);
    await first.ended;
    const second = await workspace.run(0, 'agent:finds');
    assert.deepEqual(endings(second.events), ['finds/finds cached']);
    assert.deepEqual(await latest(), [
      { at: 'finds/finds', runId: endOf(second.events).runId, findings: found, more: 0 },
      { at: 's/speaks', runId, findings: ['b.txt   info  so it is'], more: 0 },
    ]);
  });
});
