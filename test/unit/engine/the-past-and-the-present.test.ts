import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChangesReport, TrendPoint } from '../../../src/model/changes-report.ts';
import type { HealthReport } from '../../../src/model/report.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const asking = fileURLToPath(new URL('../../harness/asking-agent.ts', import.meta.url));

/** Says what the file `said.json` holds, one message an entry. */
const speaker = `
const { readFileSync } = require('node:fs');
for (const message of JSON.parse(readFileSync('said.json', 'utf8')))
  console.log('::dodeca ' + JSON.stringify(message));
`;

const definition = `
agents:
  speaker: { file: speaker.cjs }
  remembers: { file: ${JSON.stringify(asking)}, args: ['past:speaker/metric/rows', 'past:speaker/output/plan', 'past:/output/rows'] }
  looks: { file: ${JSON.stringify(asking)}, args: ['systems:'], locks: [scarce] }
clusters:
  C8: { name: Orchestrator, system: orchestrator, agents: [speaker] }
pipelines:
  speak: { stages: [{ name: s, agents: [speaker] }] }
  remember: { stages: [{ name: s, agents: [remembers] }] }
  look: { stages: [{ name: s, agents: [looks] }] }
`;

const rows = (value: number) => ({ type: 'metric', name: 'rows', value });
const finding = (path: string, line: number, message: string) => ({
  type: 'finding',
  path,
  line,
  severity: 'warning',
  rule: 'r',
  message,
});
const health = (part: string, score: number) => ({
  type: 'output',
  name: 'health',
  value: { part, weight: 10, score, basis: `${part} was looked at` },
});

describe('what the engine knows of the past and the present', () => {
  let workspace: TestWorkspace;
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], {
      cwd: workspace.path,
      encoding: 'utf8',
    }).trim();
  const say = async (...messages: object[]) => {
    workspace.write('said.json', JSON.stringify(messages));
    const { events } = await workspace.run(0, 'speak');
    const [first] = events;
    assert.ok(first?.type === 'run.started');
    return first;
  };
  const ask = async <T>(...words: string[]) =>
    (await workspace.expect(0, ...words, '--json')).lines as unknown as T[];

  beforeEach(async () => {
    workspace = new TestWorkspace(definition, { 'speaker.cjs': speaker });
    git('init', '-q');
    await workspace.connect();
  });
  afterEach(() => workspace.dispose());

  it('hands agents what was told in earlier runs, newest first, and nothing of this one', async () => {
    const first = await say(rows(1), { type: 'output', name: 'plan', value: { a: 1 } });
    const second = await say(rows(2), rows(3));
    const { events } = await workspace.run(0, 'remember');
    const told = Object.fromEntries(
      events.flatMap((event) => (event.type === 'execution.output' ? [[event.name, event.value]] : [])),
    ) as Record<string, { runId: string; value: unknown }[]>;
    assert.deepEqual(
      told['speaker/metric/rows']?.map(({ runId, value }) => [runId, value]),
      [
        [second.runId, 3],
        [first.runId, 1],
      ],
    );
    assert.deepEqual(
      told['speaker/output/plan']?.map(({ value }) => value),
      [{ a: 1 }],
    );
    // Without an agent it is its own past that it asks for, and it has none.
    assert.deepEqual(told['/output/rows'], []);
  });

  it('tells agents and faces what its systems do', async () => {
    const { events } = await workspace.run(0, 'look');
    const told = events.find((event) => event.type === 'execution.output');
    assert.ok(told?.type === 'execution.output');
    const systems = told.value as unknown as {
      orchestrator: { activeRuns: number; runs: number; pid: number };
      kernel: { running: number; slots: { inUse: number }; locks: unknown[] };
      journal: { integrity: string; runs: number };
    };
    assert.deepEqual(
      [systems.orchestrator.activeRuns, systems.orchestrator.runs, systems.orchestrator.pid],
      [1, 1, workspace.enginePid()],
    );
    assert.deepEqual([systems.kernel.running, systems.kernel.slots.inUse], [1, 1]);
    assert.deepEqual(systems.kernel.locks, [{ lock: 'scarce', slots: 1, holders: ['s/looks'], waiting: [] }]);
    assert.deepEqual([systems.journal.integrity, systems.journal.runs], ['sound', 1]);
    const [cluster] = (await ask<{ id: string; state?: { runs: number } }>('clusters')).filter(
      ({ id }) => id === 'C8',
    );
    assert.equal(cluster?.state?.runs, 1);
    const { stdout } = await workspace.expect(0, 'clusters');
    assert.match(stdout, /C8 {2}Orchestrator.*\n.*speaker.*\n\s+runs +0 active, 1 recorded/);
  });

  it('has a health of what every agent told last, and counts nothing that was not measured', async () => {
    const [nothing] = await ask<HealthReport>('health');
    assert.equal(nothing?.score, null);
    assert.ok(nothing.unmeasured.some(({ part, agent }) => part === 'syntax' && agent === 'smoke_tester'));
    await say(health('energy', 20));
    await say(health('energy', 80));
    const [measured] = await ask<HealthReport>('health');
    assert.equal(measured?.score, 80);
    assert.deepEqual(
      measured.parts.map(({ part, score, agents, basis }) => [part, score, agents, basis]),
      [['energy', 80, ['speaker'], 'energy was looked at']],
    );
    // What it does not measure any more is not known any more.
    await say(rows(1));
    assert.equal((await ask<HealthReport>('health'))[0]?.score, null);
    const { stdout } = await workspace.expect(0, 'health');
    assert.match(stdout, /not measured/);
  });

  it('says what changed since a run: in git, in findings, metrics, health and artifacts', async () => {
    workspace.write('a.txt', 'one\n');
    git('add', '-A');
    git('commit', '-qm', 'the first one');
    const commit = git('rev-parse', 'HEAD');
    const artifact = { type: 'artifact', path: 'a.txt' };
    const before = await say(
      finding('a.txt', 1, 'stays'),
      finding('a.txt', 1, 'goes'),
      rows(1),
      health('energy', 50),
      artifact,
    );
    assert.equal(before.commit, commit);
    workspace.write('a.txt', 'one\ntwo\n');
    git('commit', '-qam', 'a second line');
    workspace.write('a.txt', 'one\ntwo\nthree\n');
    const after = await say(
      finding('a.txt', 7, 'stays'),
      finding('a.txt', 2, 'comes'),
      rows(4),
      health('energy', 75),
      artifact,
    );
    const [changes] = await ask<ChangesReport>('changes');
    assert.equal(changes?.since.runId, before.runId);
    assert.equal(changes.until?.runId, after.runId);
    assert.deepEqual(
      changes.git?.commits.map(({ subject }) => subject),
      ['a second line'],
    );
    assert.deepEqual(
      changes.git.files.filter(({ path }) => path === 'a.txt'),
      [{ path: 'a.txt', added: 2, deleted: 0 }],
    );
    assert.deepEqual(changes.health, { before: 50, after: 75 });
    const told = (list: ChangesReport['findings']['gone']) => list.map(({ message }) => message);
    assert.deepEqual(
      [told(changes.findings.appeared), told(changes.findings.gone), changes.findings.standing],
      [['comes'], ['goes'], 1],
    );
    assert.deepEqual(changes.metrics, [{ agent: 'speaker', name: 'rows', before: 1, after: 4 }]);
    assert.deepEqual(
      changes.artifacts.map(({ path, agent, generations, sinceThen, lastRunId }) => {
        return [path, agent, generations, sinceThen, lastRunId];
      }),
      [['a.txt', 'speaker', 2, 2, after.runId]],
    );
    const trend = await ask<TrendPoint>('trend', '--pipeline', 'speak');
    assert.deepEqual(
      trend.map(({ runId, health: score, findings }) => [runId, score, findings.warning]),
      [
        [before.runId, 50, 2],
        [after.runId, 75, 2],
      ],
    );
    const { stdout } = await workspace.expect(0, 'changes', before.runId);
    for (const line of [
      /Health +50\.0 → 75\.0/,
      /1 commit, /,
      /\+ warning {2}a\.txt:2 {2}comes/,
      /rows +1 → 4/,
    ])
      assert.match(stdout, line);
  });

  it('says so where there is nothing to compare with', async () => {
    const { stderr } = await workspace.expect(2, 'changes');
    assert.match(stderr, /no run/i);
    await say(rows(1));
    const [changes] = await ask<ChangesReport>('changes');
    assert.equal(changes?.until, null);
    assert.equal(changes.git, null);
    assert.match((await workspace.expect(0, 'changes')).stdout, /There is no later run/);
  });

  it('keeps the fix of a finding', async () => {
    const fix = {
      title: 'Mend it',
      edits: [{ line: 1, column: 1, end_line: 1, end_column: 4, text: 'two', old: 'one' }],
    };
    workspace.write('a.txt', 'one\n');
    await say({ ...finding('a.txt', 1, 'can be mended'), fix }, finding('a.txt', 1, 'cannot'));
    const client = await workspace.connect();
    const [report] = await client.call('findings/latest', {});
    assert.deepEqual(
      report?.findings.map(({ message, fix: known }) => [message, known]),
      [
        ['can be mended', fix],
        ['cannot', undefined],
      ],
    );
  });
});
