import assert from 'node:assert/strict';
import type { DodecaEvent } from '../../../src/model/event.ts';
import { assertGapless, endings, endOf, eventsOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const ran = (name: string): string => `echo ${name} >> ran.txt`;

const definitionOf = (agents: ScriptedAgents): string => `
agents:
  one: { run: "${ran('one')}; echo '::dodeca {\\"type\\":\\"output\\",\\"name\\":\\"n\\",\\"value\\":1}'" }
  two: { run: "${ran('two')}" }
  flaky: { run: "${ran('flaky')}; test -e healed", retry: { attempts: 2, backoff: 1ms } }
  three: { run: '${ran('three')}; cp "$DODECA_INPUT" heard.json' }
  waits: { run: ${agents.shell('waits')}, grace: 0 }
pipelines:
  p:
    params: { deep: { type: boolean, default: false } }
    stages:
      - { name: first, agents: [one, two] }
      - { name: second, agents: [flaky], needs: [first] }
      - { name: third, agents: [three], needs: [second], when: "outputs.one.n == 1 && !has(outputs.two.n)" }
      - { name: beside, agents: [two], needs: [] }
  waits:
    stages:
      - { name: first, agents: [one] }
      - { name: second, agents: [waits] }
      - { name: third, agents: [three] }
`;

/** What a run did in its last part, as it was printed. */
function started(events: readonly DodecaEvent[]): string[] {
  return eventsOf(events, 'execution.starting').map(
    ({ stage, agent, attempt }) => `${stage}/${agent} ${attempt}`,
  );
}

describe('resume', () => {
  let agents: ScriptedAgents;
  let workspace: TestWorkspace;

  beforeEach(async () => {
    agents = await ScriptedAgents.open();
    workspace = new TestWorkspace(definitionOf(agents));
    await workspace.connect();
  });

  afterEach(async () => {
    await workspace.dispose();
    await agents.close();
  });

  it('runs exactly what had not succeeded, with the same ids, and counts attempts on', async () => {
    const first = await workspace.run(1, 'p', '--param', 'deep=true');
    workspace.write('healed', '');
    const second = await workspace.expect(0, 'resume', endOf(first.events).runId, '--json');
    const { events } = second;
    assert.match(second.stderr, /^Run \w+ goes on with 2 of 5 executions\.\n$/);
    assert.equal(events[0]?.type, 'run.resumed');
    assert.deepEqual(started(events), ['second/flaky 3', 'third/three 1']);
    assert.deepEqual(endings(events), [
      'first/one succeeded',
      'first/two succeeded',
      'second/flaky succeeded',
      'third/three succeeded',
      'beside/two succeeded',
    ]);
    assert.deepEqual(
      endOf(events).executions.map(({ executionId }) => executionId),
      endOf(first.events).executions.map(({ executionId }) => executionId),
    );
    assert.deepEqual(
      endOf(events).executions.map(({ attempts }) => attempts),
      [1, 1, 3, 1, 1],
    );
    // What was said before is heard after, and the parameters are the first run's.
    const heard = JSON.parse(workspace.read('heard.json')) as { params: object; outputs: object };
    assert.deepEqual(heard.params, { deep: true });
    assert.deepEqual(heard.outputs, { one: { n: 1 }, 'first/one': { n: 1 } });
    const journal = workspace.journal();
    assertGapless(journal);
    assert.deepEqual(
      events,
      journal.filter((event) => 'runId' in event && event.seq >= (events[0]?.seq ?? 0)),
    );
    const [begun] = eventsOf(first.events, 'run.started');
    assert.equal(endOf(events).durationMs, Date.parse(endOf(events).at) - Date.parse(begun?.at ?? ''));
    assert.equal((await workspace.expect(0, 'runs', '--json')).lines.length, 1);
  });

  it('leaves a run that succeeded alone', async () => {
    workspace.write('healed', '');
    await workspace.run(0, 'p');
    const before = workspace.journal();
    const { events, stderr } = await workspace.expect(0, 'resume', 'last', '--json');
    assert.match(stderr, /succeeded: there is nothing to resume/);
    assert.deepEqual(events, []);
    assert.deepEqual(workspace.journal(), before);
  });

  it('repeats what it is told with --from, and everything that follows', async () => {
    workspace.write('healed', '');
    await workspace.run(0, 'p');
    const agent = await workspace.expect(0, 'resume', 'last', '--from', 'flaky', '--json');
    assert.deepEqual(started(agent.events), ['second/flaky 2', 'third/three 2']);
    // An agent that stands in two stages is meant in both; with its stage it is one.
    const place = await workspace.expect(0, 'resume', 'last', '--from', 'beside/two', '--json');
    assert.deepEqual(started(place.events), ['beside/two 2']);
    const both = await workspace.expect(0, 'resume', 'last', '--from', 'two', '--json');
    assert.deepEqual(
      new Set(started(both.events)),
      new Set(['first/two 2', 'second/flaky 3', 'third/three 3', 'beside/two 3']),
    );
  });

  it('goes on with a cancelled run', async () => {
    const run = workspace.start(['run', 'waits', '--json']);
    await agents.nextInvocation('waits');
    run.signal('SIGINT');
    assert.equal((await run.ended).code, 130);
    const resume = workspace.start(['resume', 'last', '--json']);
    await (await agents.nextInvocation('waits')).exit(0);
    const { code, events } = await resume.ended;
    assert.equal(code, 0);
    assert.deepEqual(started(events), ['second/waits 2', 'third/three 1']);
    assert.deepEqual(workspace.linesOf('ran.txt'), ['one', 'three']);
  });

  it('is refused while the run goes on', async () => {
    const run = workspace.start(['run', 'waits', '--json']);
    const waits = await agents.nextInvocation('waits');
    const resumed = await workspace.expect(2, 'resume', 'last');
    assert.match(resumed.stderr, /is still running; cancel it before it is resumed/);
    await waits.exit(0);
    assert.equal((await run.ended).code, 0);
  });

  it('takes the definition that was recorded, says that it has changed, and the new one when told so', async () => {
    await workspace.run(1, 'p');
    const changed = definitionOf(agents)
      .replace(ran('flaky'), ran('fluky'))
      .replace('third, agents: [three]', 'third, agents: [three, waits]');
    workspace.write('dodeca.yaml', changed);
    const recorded = await workspace.expect(1, 'resume', 'last', '--json');
    assert.match(
      recorded.stderr,
      /definition has changed since; the run goes on with the recorded one \(--definition current/,
    );
    assert.equal(workspace.linesOf('ran.txt').at(-1), 'flaky');
    workspace.write('healed', '');
    const current = workspace.start(['resume', 'last', '--definition', 'current', '--json']);
    await (await agents.nextInvocation('waits')).exit(0);
    const { code, events, stderr } = await current.ended;
    assert.equal(code, 0);
    assert.match(stderr, /definition has changed since; the run goes on with the current one/);
    assert.equal(workspace.linesOf('ran.txt').at(-2), 'fluky');
    assert.deepEqual(endings(events), [
      'first/one succeeded',
      'first/two succeeded',
      'second/flaky succeeded',
      'third/three succeeded',
      'third/waits succeeded',
      'beside/two succeeded',
    ]);
    // From here on that one is the recorded one.
    const again = await workspace.expect(0, 'resume', 'last', '--from', 'beside/two');
    assert.doesNotMatch(again.stderr, /changed/);
  });

  it('takes the recorded definition also when the file is broken or gone', async () => {
    await workspace.run(1, 'p');
    workspace.write('dodeca.yaml', 'agents: 3');
    workspace.write('healed', '');
    const current = await workspace.expect(2, 'resume', 'last', '--definition', 'current');
    assert.match(current.stderr, /^The definition has 1 error:\ndodeca\.yaml:1:9/);
    const { stderr } = await workspace.expect(0, 'resume', 'last');
    assert.match(stderr, /definition has changed since/);
  });

  it('can go on again and again', async () => {
    await workspace.run(1, 'p');
    for (let time = 2; time <= 4; time++) {
      const { events } = await workspace.expect(1, 'resume', 'last', '--json');
      assert.deepEqual(started(events), [`second/flaky ${2 * time - 1}`, `second/flaky ${2 * time}`]);
    }
    assertGapless(workspace.journal());
  });
});
