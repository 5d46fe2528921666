import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkspaceFeed } from '../../../src/client/workspace-feed.ts';
import { RunView } from '../../../src/model/run-view.ts';
import { WorkspaceView } from '../../../src/model/workspace-view.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  quick: { run: 'true' }
  slow: { run: 'echo "::dodeca {\\"type\\":\\"progress\\",\\"percent\\":50}"; sleep 0.4' }
  again: { run: 'test -f second || { touch second; exit 1; }', retry: { attempts: 2, backoff: 100ms } }
  broken: { run: 'exit 3' }
clusters:
  X: { name: Mixed, agents: [quick, slow, again, broken] }
phases:
  "1": { name: Define, clusters: [X], pipeline: mixed }
pipelines:
  mixed:
    stages:
      - { name: one, agents: [quick, slow], parallel: true }
      - { name: two, agents: [again, broken], needs: [one] }
      - { name: three, agents: [quick], needs: [two] }
`;

const options = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
} as const;

/** What somebody sees: times are left out of it, they are the same or not by their own tests. */
function seen(view: WorkspaceView): unknown {
  return {
    agents: Array.from(view.agents.values(), ({ report, active }) => [
      report.name,
      report.last?.status,
      report.recent,
      active.size,
    ]),
    phases: Array.from(view.phases.values(), ({ id, last }) => [id, last?.runId, last?.status]),
    runs: Array.from(view.runs.values(), ({ summary }) => [summary.runId, summary.status, summary.reason]),
    executions: Array.from(view.runs.values(), (run) =>
      Array.from(run.view?.executions.values() ?? [], ({ stage, agent, status, attempts, reason }) => {
        return { stage, agent, status, attempts, reason };
      }),
    ),
  };
}

describe('the view of a workspace', () => {
  let workspace: TestWorkspace;

  afterEach(() => workspace.dispose());

  async function attach(): Promise<{ view: WorkspaceView; feed: WorkspaceFeed; ended: Promise<void> }> {
    const client = await workspace.connect();
    const view = new WorkspaceView();
    let onEnded: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      onEnded = resolve;
    });
    const feed = new WorkspaceFeed({
      view,
      onNews: (events) => {
        if (events.some(({ type }) => type === 'run.finished')) onEnded();
      },
      onError: (error) => {
        throw error;
      },
    });
    await feed.attach(client);
    return { view, feed, ended };
  }

  it('is the same whenever somebody began to look', async () => {
    workspace = new TestWorkspace(definition);
    const first = await attach();
    const client = await workspace.connect();
    await client.call('run/start', { pipeline: 'mixed', params: {}, options, secrets: {} });
    // From before its first process to after its last, in the middle of everything.
    const later = [];
    for (let look = 0; look < 12; look++) {
      later.push(await attach());
      await sleep(40);
    }
    await first.ended;
    for (const { view } of later) while (view.active().length > 0) await sleep(10);
    const expected = seen(first.view) as { agents: unknown[]; executions: unknown[][] };
    assert.equal(expected.executions[0]?.length, 5);
    assert.deepEqual(expected.agents, [
      ['quick', 'skipped', ['skipped', 'succeeded'], 0],
      ['slow', 'succeeded', ['succeeded'], 0],
      ['again', 'succeeded', ['succeeded'], 0],
      ['broken', 'failed', ['failed'], 0],
      ...expected.agents.slice(4),
    ]);
    for (const { view, feed } of later) {
      const [runId = ''] = view.runs.keys();
      await feed.run(runId);
      assert.deepEqual(seen(view), expected);
    }
  });

  it('knows of a run that is resumed what ran before', async () => {
    workspace = new TestWorkspace(definition);
    const before = await attach();
    const client = await workspace.connect();
    const { runId } = await client.call('run/start', { pipeline: 'mixed', params: {}, options, secrets: {} });
    await before.ended;
    const after = await attach();
    assert.equal(after.view.runs.get(runId)?.view, null, 'a run that has ended is read when it is asked for');
    workspace.write('dodeca.yaml', definition.replace("run: 'exit 3'", "run: 'true'"));
    await client.call('run/resume', {
      run: runId,
      from: null,
      definition: 'current',
      options: {},
      secrets: {},
    });
    await after.ended;
    assert.deepEqual(
      Array.from(after.view.runs.get(runId)?.view?.executions.values() ?? [], ({ agent, status }) => [
        agent,
        status,
      ]),
      [
        ['quick', 'succeeded'],
        ['slow', 'succeeded'],
        ['again', 'succeeded'],
        ['broken', 'succeeded'],
        ['quick', 'succeeded'],
      ],
    );
  });

  it('keeps showing the last definition that was right, and says what is wrong', async () => {
    workspace = new TestWorkspace(definition);
    const { view, feed } = await attach();
    workspace.write('dodeca.yaml', 'agents: [');
    await feed.refreshDefinition();
    assert.match(view.problem ?? '', /dodeca\.yaml:1/);
    assert.deepEqual(Array.from(view.agents.keys()).slice(0, 2), ['quick', 'slow']);
    workspace.write('dodeca.yaml', definition.replace('quick: {', 'fast: {').replaceAll('[quick', '[fast'));
    await feed.refreshDefinition();
    assert.equal(view.problem, null);
    assert.equal(view.agents.has('fast'), true);
    assert.equal(view.agents.has('quick'), false);
  });

  it('is made of a report as well as of events', async () => {
    workspace = new TestWorkspace(definition);
    const watched = await attach();
    const client = await workspace.connect();
    const { runId } = await client.call('run/start', { pipeline: 'mixed', params: {}, options, secrets: {} });
    await watched.ended;
    const reported = RunView.of(await client.call('run/show', { run: runId }));
    const drawn = watched.view.runs.get(runId)?.view;
    const shown = (view: RunView | null | undefined) =>
      Array.from(view?.executions.values() ?? [], ({ executionId, status, attempts, durationMs, reason }) => {
        return { executionId, status, attempts, durationMs, reason };
      });
    assert.deepEqual(shown(reported), shown(drawn));
  });
});
