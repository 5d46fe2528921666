import assert from 'node:assert/strict';
import { describe as outcomeText } from '../../harness/command-line.ts';
import { endings, endOf, eventsOf, mostAtOnce, reasonOf, spanOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
limits: { concurrency: 4 }
agents:
  good: { run: "exit 0" }
  better: { run: "exit 0" }
  best: { run: "exit 0" }
  bad: { run: "exit 7" }
  worse: { run: "kill -9 $$" }
  endless: { run: "sleep 600", grace: 1s }
  asks: { run: "exit 0" }
  foreign: { file: foreign.xyz, interpreter: no-such-interpreter }
pipelines:
  foreign:
    stages:
      - { name: one, agents: [foreign] }
      - { name: two, agents: [good] }
  order:
    stages:
      - { name: one, agents: [good, bad, better] }
      - { name: two, agents: [best] }
  needs:
    stages:
      - { name: broken, agents: [bad] }
      - { name: free, agents: [good], needs: [] }
      - { name: after_free, agents: [better], needs: [free] }
      - { name: after_both, agents: [best], needs: [broken, free] }
      - { name: after_that, agents: [worse], needs: [after_both] }
  allowed:
    stages:
      - { name: broken, agents: [bad, worse], allow_failure: true }
      - { name: next, agents: [good], needs: [broken] }
  critical:
    stages:
      - { name: first, agents: [good] }
      - { name: doomed, agents: [endless, bad], needs: [first], parallel: true, critical: true }
      - { name: beside, agents: [asks], needs: [first] }
      - { name: waits, agents: [better], needs: [doomed] }
      - { name: last, agents: [best] }
  chosen:
    params: { deep: { type: boolean, default: false } }
    stages:
      - { name: always, agents: [good] }
      - { name: deep, agents: [better], when: "params.deep" }
      - { name: after_deep, agents: [best], needs: [deep] }
      - { name: in_order, agents: [asks] }
  failing_question:
    stages:
      - { name: always, agents: [good] }
      - { name: question, agents: [better], when: "outputs.good.no_such_output > 1" }
  wide:
    stages:
      - { name: all, agents: [good, better, best, asks], parallel: true }
`;

describe('a run', () => {
  let workspace: TestWorkspace;

  before(async () => {
    workspace = new TestWorkspace(definition, { 'foreign.xyz': '' });
    await workspace.connect();
  });

  after(() => workspace.dispose());

  it('goes stage by stage, runs all agents of a stage in turn, and fails with 1 in the end', async () => {
    const { events } = await workspace.run(1, 'order');
    assert.deepEqual(endings(events), [
      'one/good succeeded',
      'one/bad failed',
      'one/better succeeded',
      'two/best succeeded',
    ]);
    assert.equal(endOf(events).status, 'failed');
    assert.equal(reasonOf(events, 'bad'), 'exit code 7');
    assert.equal(endOf(events).executions[1]?.exitCode, 7);
    assert.equal(mostAtOnce(events), 1);
    assert.ok(spanOf(events, 'good').end < spanOf(events, 'bad').start);
    assert.ok(spanOf(events, 'better').end < spanOf(events, 'best').start);
  });

  it('skips what names a failed stage in its needs, with the reason, and runs the rest', async () => {
    const { events } = await workspace.run(1, 'needs');
    assert.deepEqual(endings(events), [
      'broken/bad failed',
      'free/good succeeded',
      'after_free/better succeeded',
      'after_both/best skipped',
      'after_that/worse skipped',
    ]);
    assert.equal(reasonOf(events, 'best'), 'needs broken, which failed');
    assert.match(reasonOf(events, 'worse') ?? '', /^needs after_both, which was skipped: needs broken/);
    assert.equal(endOf(events).executions[3]?.attempts, 0);
  });

  it('runs those too when it keeps going; death by a signal is a failure', async () => {
    const { events } = await workspace.run(1, 'needs', '--keep-going');
    assert.deepEqual(endings(events), [
      'broken/bad failed',
      'free/good succeeded',
      'after_free/better succeeded',
      'after_both/best succeeded',
      'after_that/worse failed',
    ]);
    assert.equal(reasonOf(events, 'worse'), 'ended by signal SIGKILL');
    const end = eventsOf(events, 'execution.finished').find(({ agent }) => agent === 'worse');
    assert.equal(end?.signal, 'SIGKILL');
  });

  it('succeeds with 0 when only what may fail has failed, and runs what needs it', async () => {
    const { events } = await workspace.run(0, 'allowed');
    assert.deepEqual(endings(events), ['broken/bad failed', 'broken/worse failed', 'next/good succeeded']);
    assert.equal(endOf(events).status, 'succeeded');
  });

  it('stops at a failed critical stage: what runs is cancelled, what waits is skipped', async () => {
    const { events } = await workspace.run(1, 'critical', '--max-concurrent', '2');
    assert.deepEqual(endings(events), [
      'first/good succeeded',
      'doomed/endless cancelled',
      'doomed/bad failed',
      'beside/asks skipped',
      'waits/better skipped',
      'last/best skipped',
    ]);
    for (const agent of ['endless', 'asks', 'better', 'best'])
      assert.equal(reasonOf(events, agent), 'critical stage doomed failed');
    assert.equal(endOf(events).status, 'failed');
    assert.deepEqual(await workspace.leftovers(), []);
  });

  it('asks `when`, and skips what it denies and what needs that', async () => {
    const { events } = await workspace.run(0, 'chosen');
    assert.deepEqual(endings(events), [
      'always/good succeeded',
      'deep/better skipped',
      'after_deep/best skipped',
      'in_order/asks succeeded',
    ]);
    assert.equal(reasonOf(events, 'better'), 'when: params.deep is false');
    assert.match(
      reasonOf(events, 'best') ?? '',
      /^needs deep, which was skipped: when: params\.deep is false/,
    );
  });

  it('runs a stage whose `when` holds, and with --keep-going what needs a skipped one', async () => {
    const deep = await workspace.run(0, 'chosen', '--param', 'deep=true');
    assert.ok(endings(deep.events).every((ending) => ending.endsWith(' succeeded')));
    const going = await workspace.run(0, 'chosen', '--keep-going');
    assert.deepEqual(endings(going.events).slice(1, 3), ['deep/better skipped', 'after_deep/best succeeded']);
  });

  it('fails a stage whose `when` cannot be answered, with the expression and the error', async () => {
    const { events } = await workspace.run(1, 'failing_question');
    assert.equal(endings(events)[1], 'question/better failed');
    assert.match(
      reasonOf(events, 'better') ?? '',
      /^when: outputs\.good\.no_such_output > 1: .*no_such_output/,
    );
  });

  it('fails where an interpreter is missing, or skips what needs it when told so', async () => {
    const failed = await workspace.run(1, 'foreign');
    assert.deepEqual(endings(failed.events), ['one/foreign failed', 'two/good succeeded']);
    assert.match(reasonOf(failed.events, 'foreign') ?? '', /no-such-interpreter/);
    const skipped = await workspace.run(0, 'foreign', '--skip-missing');
    assert.deepEqual(endings(skipped.events), ['one/foreign skipped', 'two/good succeeded']);
    assert.equal(reasonOf(skipped.events, 'foreign'), reasonOf(failed.events, 'foreign'));
  });

  it('is shown to people with every execution, and the run, and their states', async () => {
    const { stdout, stderr } = await workspace.expect(1, 'run', 'needs');
    assert.equal(stderr, '');
    assert.ok(!stdout.includes('\u001b'), 'colours where there is no terminal');
    const summary = stdout.slice(stdout.lastIndexOf('\n\n  ✗'));
    assert.match(stdout, /^needs {2}5 executions {2}run \w{26}\n/);
    assert.match(stdout, /\n {2}✗ {2}broken\/bad +failed +\d+ ms {2}exit code 7\n/);
    assert.match(stdout, /\n {2}○ {2}after_both\/best +skipped +needs broken, which failed\n/);
    assert.match(
      summary,
      /✗ needs failed in .* \(broken\/bad failed\): .*2 succeeded.*; 0 findings {3}run \w{26}\n$/,
    );
  });

  it('runs at most as many at once as --max-concurrent says', async () => {
    for (const most of [1, 2]) {
      const { events } = await workspace.run(0, 'wide', '--max-concurrent', String(most));
      assert.equal(mostAtOnce(events), most);
      const held = eventsOf(events, 'execution.held');
      assert.ok(held.length > 0);
      for (const { cause, reason } of held) {
        assert.equal(cause, 'run');
        assert.equal(reason, `this run may run ${most} at once, and does`);
      }
    }
    const free = await workspace.run(0, 'wide');
    assert.equal(mostAtOnce(free.events), 4, outcomeText(free));
  });
});
