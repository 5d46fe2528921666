import assert from 'node:assert/strict';
import { builtinAgents } from '../../../src/builtin/builtin-agents.ts';
import { endOf, eventsOf } from '../../harness/run-story.ts';
import { TestWorkspace, withWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  first: { run: "exit 0", description: the first one, priority: high }
  second: { run: "echo '::dodeca {\\"type\\":\\"finding\\",\\"path\\":\\"a\\",\\"severity\\":\\"error\\",\\"message\\":\\"m\\"}'; exit 2" }
  third: { file: third.sh, args: [--fast] }
clusters:
  C1: { name: Mine, agents: [first, second], concurrency: 2 }
phases:
  "1": { name: Define, clusters: [C1], pipeline: p }
pipelines:
  p:
    description: the pipeline
    stages:
      - { name: one, agents: [first], needs: [] }
      - { name: two, agents: [second], needs: [one] }
      - { name: three, agents: [third], needs: [one, two] }
  other: { stages: [ { name: one, agents: [first] } ] }
`;

describe('what the command line answers', () => {
  let workspace: TestWorkspace;
  let failed = '';
  let succeeded = '';

  before(async () => {
    workspace = new TestWorkspace(definition, { 'third.sh': 'exit 0' });
    await workspace.connect();
    succeeded = endOf((await workspace.run(0, 'other')).events).runId;
    failed = endOf((await workspace.run(1, 'p')).events).runId;
  });

  after(() => workspace.dispose());

  async function lines(...words: string[]): Promise<readonly Record<string, unknown>[]> {
    const outcome = await workspace.expect(0, ...words, '--json');
    assert.equal(outcome.stderr, '');
    return outcome.lines;
  }

  it('to `runs`: one line a run, newest first', async () => {
    const runs = await lines('runs');
    assert.deepEqual(
      runs.map(({ runId, pipeline, status }) => [runId, pipeline, status]),
      [
        [failed, 'p', 'failed'],
        [succeeded, 'other', 'succeeded'],
      ],
    );
    for (const { startedAt, durationMs } of runs) {
      assert.ok(!Number.isNaN(Date.parse(String(startedAt))));
      assert.ok(Number(durationMs) >= 0);
    }
    assert.deepEqual(
      (await lines('runs', '--limit', '1')).map(({ runId }) => runId),
      [failed],
    );
    assert.deepEqual(
      (await lines('runs', '--pipeline', 'other')).map(({ runId }) => runId),
      [succeeded],
    );
    const text = await workspace.expect(0, 'runs');
    assert.match(text.stdout, new RegExp(`✗ ${failed}  p +failed .*two/second failed`));
  });

  it('to `runs` after `archive` and `pin`: the others, or all of them with their marks', async () => {
    const listed = async (...words: string[]): Promise<unknown[]> =>
      (await lines('runs', ...words)).map(({ runId, pinned, archived }) => [runId, pinned, archived]);
    const told = await workspace.expect(0, 'archive', succeeded);
    assert.equal(told.stdout, `Run ${succeeded} is archived: "dodeca runs --archived" lists it.\n`);
    assert.equal((await lines('pin', succeeded))[0]?.pinned, true);
    assert.deepEqual(await listed(), [[failed, false, false]]);
    assert.deepEqual(await listed('--archived'), [
      [failed, false, false],
      [succeeded, true, true],
    ]);
    assert.match((await workspace.expect(0, 'runs', '--archived')).stdout, /pinned, archived/);
    assert.equal((await lines('show', succeeded))[0]?.archived, true);
    const before = workspace.journal().length;
    await workspace.expect(0, 'pin', succeeded);
    assert.equal(workspace.journal().length, before, 'what changes nothing is an event');
    await workspace.expect(0, 'unpin', succeeded);
    await workspace.expect(0, 'unarchive', succeeded);
    assert.deepEqual(await listed(), [
      [failed, false, false],
      [succeeded, false, false],
    ]);
    assert.deepEqual(
      eventsOf(workspace.journal(), 'run.marked').map(({ pinned, archived }) => [pinned, archived]),
      [
        [false, true],
        [true, true],
        [false, true],
        [false, false],
      ],
    );
  });

  it('to `show`: a run by id, beginning of an id, or `last`, with its executions', async () => {
    const [run] = await lines('show', 'last');
    const executions = run?.executions as {
      stage: string;
      agent: string;
      status: string;
      findings: object;
    }[];
    assert.equal(run?.runId, failed);
    assert.deepEqual(
      executions.map(({ stage, agent, status }) => [stage, agent, status]),
      [
        ['one', 'first', 'succeeded'],
        ['two', 'second', 'failed'],
        ['three', 'third', 'skipped'],
      ],
    );
    assert.deepEqual(executions[1]?.findings, { error: 1, warning: 0, info: 0 });
    assert.equal((await lines('show', failed.toLowerCase()))[0]?.runId, failed);
    assert.equal((await lines('show', succeeded.slice(0, 25)))[0]?.runId, succeeded);
    const common = [...failed].findIndex((letter, at) => letter !== succeeded[at]);
    const ambiguous = await workspace.expect(2, 'show', failed.slice(0, common));
    assert.match(ambiguous.stderr, /^More than one run begins with/);
    const text = await workspace.expect(0, 'show', 'last');
    assert.match(text.stdout, /two\/second +failed .* 1 finding +exit code 2/);
  });

  it('to `why`: a sentence and the steps that led there', async () => {
    const [why] = await lines('why', 'last', 'three/third');
    assert.equal(why?.summary, 'three/third was skipped: needs two, which failed');
    assert.equal(why?.status, 'skipped');
    assert.deepEqual(
      field<{ text: string }[]>(why, 'steps').map(({ text }) => text),
      ['queued', 'skipped: needs two, which failed'],
    );
    const text = await workspace.expect(0, 'why', 'last', 'second');
    assert.match(
      text.stdout,
      /^two\/second failed: exit code 2\n.*queued\n.*attempt 1 starts\n.*process \d+: echo/,
    );
  });

  it('to `plan`: order, critical path, widest level, and an estimate from what was recorded', async () => {
    const [plan] = await lines('plan', 'p');
    assert.deepEqual(plan?.levels, [['one'], ['two'], ['three']]);
    assert.deepEqual(plan?.redundantNeeds, [{ stage: 'three', need: 'one' }]);
    assert.deepEqual(field<{ stages: string[] }>(plan, 'criticalPath').stages, ['one', 'two', 'three']);
    assert.deepEqual(plan?.widestLevel, { level: 0, executions: 1 });
    const estimate = plan?.estimate as { knownExecutions: number; makespanMs: number };
    assert.equal(estimate.knownExecutions, 1);
    assert.ok(estimate.makespanMs > 0);
    assert.equal(plan?.definition, (await lines('show', failed))[0]?.definition);
    const text = await workspace.expect(0, 'plan', 'p');
    assert.match(text.stdout, /critical path {2}one → two → three/);
  });

  it('to `agents`, `clusters` and `phases`: what is defined, with the last results', async () => {
    const agents = await lines('agents');
    const first = agents.find(({ name }) => name === 'first');
    assert.deepEqual(
      [first?.description, first?.program, first?.clusters, first?.priority, first?.recent],
      ['the first one', 'exit 0', ['C1'], 6, ['succeeded', 'succeeded']],
    );
    assert.equal(field<{ runId: string }>(first, 'last').runId, failed);
    const third = agents.find(({ name }) => name === 'third');
    assert.deepEqual([third?.program, third?.recent], ['third.sh --fast', ['skipped']]);
    assert.equal(agents.find(({ name }) => name === 'smoke_tester')?.last, null);
    assert.ok(agents.some(({ program }) => program === 'builtin:smoke_tester'));
    const mine = (await lines('clusters')).find(({ id }) => id === 'C1');
    assert.deepEqual([mine?.name, mine?.concurrency], ['Mine', 2]);
    assert.deepEqual(
      field<{ name: string; last: { status: string } }[]>(mine, 'agents').map(({ name, last }) => [
        name,
        last.status,
      ]),
      [
        ['first', 'succeeded'],
        ['second', 'failed'],
      ],
    );
    const define = (await lines('phases')).find(({ id }) => id === '1');
    assert.equal(field<{ runId: string }>(define, 'last').runId, failed);
    for (const command of ['agents', 'clusters', 'phases'])
      assert.match((await workspace.expect(0, command)).stdout, /failed|✗/);
  });

  it('to `status`: the engine, without starting one', async () => {
    const [status] = await lines('status');
    assert.equal(status?.running, true);
    assert.equal(status?.pid, workspace.enginePid());
    assert.equal(status?.workspace, workspace.path);
    assert.deepEqual(status?.activeRuns, []);
    assert.match((await workspace.expect(0, 'status')).stdout, /^engine 0\.\d+\.\d+, process \d+/);
    await withWorkspace(null, {}, async (other) => {
      assert.deepEqual((await other.expect(0, 'status', '--json')).lines, [{ running: false }]);
      assert.ok(!other.has('.dodeca'));
    });
  });

  it('to `journal rebuild`: the same answers as before', async () => {
    const asked = [['runs'], ['show', 'last'], ['agents'], ['why', 'last', 'second']];
    const ask = (): Promise<unknown[]> => Promise.all(asked.map((words) => lines(...words)));
    const earlier = await ask();
    const [{ events } = { events: 0 }] = await lines('journal', 'rebuild');
    assert.equal(events, workspace.journal().length);
    assert.deepEqual(await ask(), earlier);
  });
});

describe('a workspace without a definition', () => {
  it('has a built-in one, which `init` writes once', async () => {
    await withWorkspace(null, { 'a.json': '{}' }, async (workspace) => {
      assert.deepEqual((await workspace.expect(0, 'validate', '--json')).lines, [
        { valid: true, problems: [] },
      ]);
      const { events } = await workspace.run(0, 'run_pipeline');
      const { status, executions } = endOf(events);
      assert.equal(status, 'succeeded');
      assert.deepEqual(executions.map(({ agent }) => agent).sort(), [...builtinAgents.keys()].sort());
      await workspace.expect(0, 'init');
      const written = workspace.read('dodeca.yaml');
      assert.deepEqual((await workspace.expect(0, 'validate', '--json')).lines, [
        { valid: true, problems: [] },
      ]);
      const again = await workspace.expect(2, 'init');
      assert.equal(again.stderr, 'dodeca.yaml exists already; it was left as it is.\n');
      assert.equal(workspace.read('dodeca.yaml'), written);
    });
  });
});

/** A field of an answer, as what it is known to be. */
function field<T>(answer: Record<string, unknown> | undefined, name: string): T {
  assert.ok(answer && name in answer, `there is no ${name}`);
  return answer[name] as T;
}
