import assert from 'node:assert/strict';
import { assertGapless, endOf, eventsOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  flaky:
    run: 'echo "attempt $DODECA_ATTEMPT of $DODECA_AGENT"; test "$DODECA_ATTEMPT" = 3'
    retry: { attempts: 3, backoff: 10ms, factor: 1, jitter: false }
  hopeless:
    run: "exit 4"
    retry: { attempts: 2, backoff: 10ms }
  good: { run: "exit 0" }
  missing: { file: no/such/script.sh }
  plain: { file: not-executable }
pipelines:
  p:
    stages:
      - { name: first, agents: [flaky, hopeless] }
      - { name: second, agents: [missing, plain] }
      - { name: third, agents: [good], needs: [first] }
`;

describe('the events of a run', () => {
  let workspace: TestWorkspace;

  before(async () => {
    workspace = new TestWorkspace(definition, { 'not-executable': 'no program' });
    await workspace.connect();
  });

  after(() => workspace.dispose());

  it('are exactly those of the journal, numbered without a gap, the end last', async () => {
    // Another run goes on meanwhile: its events are no part of this one's.
    const [one, other] = await Promise.all([workspace.run(1, 'p'), workspace.run(1, 'p')]);
    const journal = workspace.journal();
    assertGapless(journal);
    for (const { events } of [one, other]) {
      const { runId } = endOf(events);
      assert.deepEqual(
        events,
        journal.filter((event) => 'runId' in event && event.runId === runId),
      );
      assert.equal(eventsOf(events, 'run.finished').length, 1);
      assert.equal(events[0]?.type, 'run.started');
    }
    assert.notEqual(endOf(one.events).runId, endOf(other.events).runId);
  });

  it('say how long it took by their own times, and name every execution of the plan', async () => {
    const { events } = await workspace.run(1, 'p');
    const [started] = eventsOf(events, 'run.started');
    const end = endOf(events);
    assert.ok(started);
    assert.equal(end.durationMs, Date.parse(end.at) - Date.parse(started.at));
    assert.match(end.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(
      end.executions.map(({ stage, agent, status, attempts, exitCode }) => [
        stage,
        agent,
        status,
        attempts,
        exitCode,
      ]),
      [
        ['first', 'flaky', 'succeeded', 3, 0],
        ['first', 'hopeless', 'failed', 2, 4],
        ['second', 'missing', 'failed', 1, null],
        ['second', 'plain', 'failed', 1, null],
        ['third', 'good', 'skipped', 0, null],
      ],
    );
    assert.deepEqual(
      started.executions.map(({ executionId }) => executionId),
      end.executions.map(({ executionId }) => executionId),
    );
  });

  it('carry the ids of their execution, and the intent stands before the process', async () => {
    const { events } = await workspace.run(1, 'p');
    for (const event of events) {
      if (!event.type.startsWith('execution.')) continue;
      for (const field of ['runId', 'executionId', 'stage', 'agent', 'attempt'])
        assert.ok(field in event, `${event.type} without ${field}`);
    }
    const flaky = events.filter((event) => 'agent' in event && event.agent === 'flaky');
    const attempt = ['execution.starting', 'execution.started'];
    assert.deepEqual(
      flaky.map(({ type }) => type),
      [
        'execution.queued',
        ...attempt,
        'execution.retrying',
        ...attempt,
        'execution.retrying',
        ...attempt,
        'execution.finished',
      ],
    );
    assert.deepEqual(
      eventsOf(flaky, 'execution.starting').map((event) => event.attempt),
      [1, 2, 3],
    );
    const [retrying] = eventsOf(flaky, 'execution.retrying');
    assert.deepEqual(
      { status: retrying?.status, exitCode: retrying?.exitCode, delayMs: retrying?.delayMs },
      { status: 'failed', exitCode: 1, delayMs: 10 },
    );
    assert.equal(retrying?.reason, 'attempt 1 of 3: exit code 1');
  });

  it('name the script that is missing or cannot be run', async () => {
    const { events } = await workspace.run(1, 'p');
    const reasons = new Map(endOf(events).executions.map(({ agent, reason }) => [agent, reason]));
    assert.match(reasons.get('missing') ?? '', /no\/such\/script\.sh/);
    assert.match(reasons.get('plain') ?? '', /not-executable/);
    const starts = eventsOf(events, 'execution.started').map(({ agent }) => agent);
    assert.ok(!starts.includes('missing') && !starts.includes('plain'));
  });
});
