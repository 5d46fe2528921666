import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import type { DebuggeeEvent } from '../../../src/debug/debuggee.ts';
import { openRecordedRun, type RecordedRun } from '../../../src/debug/recorded-run.ts';
import type { DebuggerSettings, ExecutionInspection } from '../../../src/model/debug.ts';
import { atAgent, atStage, DebuggedRun, placeIn } from '../../harness/debugged-run.ts';
import { runPipeline } from '../../harness/run-pipeline.ts';
import { endOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

/** Says what stands in `SAYS`, then ends with what `ends.json` says of its attempt. */
const agent = `
const { existsSync, readFileSync } = require('node:fs');
for (const message of JSON.parse(process.env.SAYS ?? '[]'))
  console.log('::dodeca ' + JSON.stringify(message));
console.log('attempt', process.env.DODECA_ATTEMPT, 'of', process.env.DODECA_AGENT);
if (existsSync('stop-' + process.env.DODECA_AGENT)) setInterval(() => undefined, 1000);
else process.exitCode = Number(JSON.parse(process.env.EXITS ?? '[]')[process.env.DODECA_ATTEMPT - 1] ?? 0);
`;

const output = (name: string, value: unknown) => ({ type: 'output', name, value });
const metric = (name: string, value: number) => ({ type: 'metric', name, value });
const says = (...messages: object[]): string => JSON.stringify(JSON.stringify(messages));

const definition = `
env: { SHARED: everywhere }
agents:
  first:
    file: agent.cjs
    with: { depth: 2 }
    env: { SAYS: ${says(output('rows', 3), metric('score', 0.5))}, API_TOKEN: tok_1234567 }
  flaky:
    file: agent.cjs
    retry: { attempts: 3, backoff: 20ms }
    locks: [database]
    timeout: 60s
    env: { SAYS: ${says(output('tries', 1))}, EXITS: "[7, 7, 0]" }
  left: { file: agent.cjs, env: { SAYS: ${says(output('side', 'left'))} } }
  right: { file: agent.cjs, env: { SAYS: ${says(output('side', 'right'))} } }
  broken: { file: agent.cjs, env: { EXITS: "[3, 0]" } }
  last: { file: agent.cjs }
pipelines:
  all:
    params: { level: { type: integer, default: 1 } }
    stages:
      - { name: one, agents: [first, flaky] }
      - { name: two, agents: [left, right], parallel: true }
      - { name: three, agents: [broken] }
      - { name: four, agents: [last] }
`;

const noStops: DebuggerSettings = { breakpoints: [], exceptions: [] };

/** Where it stands, in short; `-` where nothing had begun. */
const at = (run: RecordedRun): string => (run.pause ? placeIn(run.pause) : 'closed');

const reason = (run: RecordedRun): string | undefined => run.pause?.reason;

/** The execution at a place, `STAGE/AGENT`. */
function idOf(run: RecordedRun, name: string): string {
  const found = run.executions().find(({ stage, agent: of }) => `${stage}/${of}` === name);
  assert.ok(found, `there is no ${name}`);
  return found.executionId;
}

const look = (run: RecordedRun, name: string): Promise<ExecutionInspection> => run.inspect(idOf(run, name));

const statuses = (run: RecordedRun): string[] => run.executions().map(({ status }) => status);

describe('the record of a run', () => {
  let workspace: TestWorkspace;
  let client: EngineClient;
  /** A run that has ended: a record is only read. */
  let recorded: string;

  before(async () => {
    workspace = new TestWorkspace(definition, { 'agent.cjs': agent });
    client = await workspace.connect();
    recorded = endOf((await workspace.run(1, 'all', '--param', 'level=4')).events).runId;
  });
  after(() => workspace.dispose());

  const open = (run = recorded, settings: Partial<DebuggerSettings> = {}) =>
    openRecordedRun(client, run, { by: 'the test', settings: { ...noStops, ...settings } });

  it('opens at its beginning, and is walked through forwards and backwards', async () => {
    const run = await open('last');
    assert.deepEqual([at(run), run.pause?.reason, run.readOnly, run.pipeline], ['one', 'entry', true, 'all']);
    assert.deepEqual(statuses(run), ['queued', 'queued', 'queued', 'queued', 'queued', 'queued']);
    const forwards: string[] = [at(run)];
    for (let steps = 0; steps < 30 && reason(run) !== 'pause'; steps++) {
      await run.step('into');
      forwards.push(at(run));
    }
    assert.deepEqual(
      forwards.filter((place) => !place.startsWith('two/')),
      [
        'one',
        'one/first',
        'one/flaky',
        'one/flaky',
        'one/flaky',
        'two',
        'three',
        'three/broken',
        'four',
        'four/last',
        'four/last!',
      ],
    );
    assert.match(run.pause?.text ?? '', /end of the record: the run failed: three\/broken failed/);
    assert.deepEqual(statuses(run), [
      'succeeded',
      'succeeded',
      'succeeded',
      'succeeded',
      'failed',
      'succeeded',
    ]);
    const backwards: string[] = [at(run)];
    for (let steps = 0; steps < 30 && reason(run) !== 'entry'; steps++) {
      await run.stepBack();
      if (reason(run) !== 'entry') backwards.push(at(run));
    }
    assert.deepEqual(backwards.reverse(), forwards);
    assert.deepEqual(statuses(run), ['queued', 'queued', 'queued', 'queued', 'queued', 'queued']);
  });

  it('shows at every place what was there then', async () => {
    const run = await open();
    await run.step('into');
    const before = await look(run, 'one/first');
    assert.deepEqual(
      [before.status, before.attempt, before.changeable, before.outputs, before.metrics],
      ['queued', 1, false, {}, {}],
    );
    assert.deepEqual(before.inputs, { with: { depth: 2 }, params: { level: 4 }, outputs: {} });
    assert.equal(before.environment.SHARED, 'everywhere');
    assert.ok(
      !JSON.stringify(before.environment).includes('tok_1234567'),
      JSON.stringify(before.environment),
    );
    assert.deepEqual(
      [before.resources.pid, before.resources.durationMs, before.resources.logBytes],
      [null, null, 0],
    );

    await run.step('over');
    assert.equal(at(run), 'one/flaky');
    const first = await look(run, 'one/first');
    assert.deepEqual(
      [first.status, first.outputs, first.metrics],
      ['succeeded', { rows: 3 }, { score: 0.5 }],
    );
    assert.ok((first.resources.durationMs ?? 0) > 0);
    const flaky = await look(run, 'one/flaky');
    assert.deepEqual(flaky.inputs.outputs, { first: { rows: 3 }, 'one/first': { rows: 3 } });
    assert.deepEqual(
      [flaky.attempt, flaky.resources.timeoutMs, flaky.locks],
      [1, 60_000, [{ name: 'database', slots: 1, held: false, holders: [] }]],
    );

    await run.step('into');
    const again = await look(run, 'one/flaky');
    assert.deepEqual([again.status, again.attempt, again.outputs], ['retrying', 2, { tries: 1 }]);
    assert.equal((await run.evaluate('one', again.executionId, 'attempt')).value, 2);
    assert.deepEqual(await run.evaluate('one', again.executionId, 'outputs.first.rows + 1'), {
      value: 4,
      type: 'double',
    });
    await assert.rejects(run.evaluate('one', again.executionId, 'outputs.left.side'), {
      code: 'bad-expression',
    });

    await run.continue();
    const left = await look(run, 'two/left');
    assert.deepEqual(left.outputs, { side: 'left' });
    await run.stepBack();
    await run.stepBack();
    assert.equal(at(run), 'four');
    assert.deepEqual(
      (
        await run.evaluate(
          'four',
          null,
          'status.three == "failed" && outputs.right.side == "right" && params.level == 4',
        )
      ).value,
      true,
    );
  });

  it('knows who ran, who held the lock, and how long the log was', async () => {
    const run = await open(recorded, { exceptions: [{ filter: 'retried', condition: null }] });
    const events = workspace.journal();
    const begun = events.find((event) => event.type === 'execution.started' && event.agent === 'flaky');
    assert.ok(begun?.type === 'execution.started');
    const { runId, executionId } = begun;
    const running = await client.call('debug/inspect', { run: runId, executionId, at: begun.seq });
    assert.deepEqual(
      [running.status, running.attempt, running.resources.pid, running.resources.running],
      ['running', 1, begun.pid, 1],
    );
    assert.deepEqual(running.locks, [{ name: 'database', slots: 1, held: true, holders: ['one/flaky'] }]);
    await run.continue();
    assert.deepEqual(
      [at(run), run.pause?.reason, run.pause?.text],
      ['one/flaky!', 'exception', 'attempt 1 of 3: exit code 7'],
    );
    const failed = await look(run, 'one/flaky');
    assert.deepEqual(
      [failed.status, failed.attempt, failed.locks[0]?.held, failed.resources.pid],
      ['retrying', 1, false, null],
    );
    await run.continue();
    await run.continue();
    const logged = await look(run, 'one/flaky');
    const { size } = statSync(join(workspace.path, '.dodeca/logs', runId, `${executionId}.log`));
    assert.equal(logged.resources.logBytes, size);
    assert.ok((failed.resources.logBytes ?? 0) > 0 && (failed.resources.logBytes ?? 0) < size);
  });

  it('stops at breakpoints and failures, forwards and backwards at the same places', async () => {
    const settings: DebuggerSettings = {
      breakpoints: [
        atStage('two', 1),
        atAgent('flaky', 2, { condition: 'attempt >= 2 && outputs.first.rows == 3' }),
        atAgent('last', 3, { isFunction: true }),
        atAgent('first', 4, { logMessage: 'begins with {inputs.depth}' }),
      ],
      exceptions: [{ filter: 'failed', condition: null }],
    };
    const run = await open('last', settings);
    const told: DebuggeeEvent[] = [];
    run.onEvent((event) => told.push(event));
    const go = async (move: 'continue' | 'reverseContinue'): Promise<string[]> => {
      const stops: string[] = [];
      for (let count = 0; count < 20; count++) {
        await run[move]();
        stops.push(`${run.pause?.reason} ${at(run)}`);
        if (run.pause?.reason === 'pause' || run.pause?.reason === 'entry') break;
      }
      return stops;
    };
    const forwards = await go('continue');
    assert.deepEqual(forwards, [
      'breakpoint one/flaky',
      'breakpoint one/flaky',
      'breakpoint two',
      'exception three/broken!',
      'function breakpoint four/last',
      'pause four/last!',
    ]);
    const backwards = await go('reverseContinue');
    assert.deepEqual(backwards.slice(0, -1).reverse(), forwards.slice(0, -1));
    assert.equal(backwards.at(-1), 'entry one');
    assert.deepEqual(
      told.filter(({ type }) => type === 'logged'),
      [{ type: 'logged', breakpoint: 4, message: 'begins with 2' }],
    );
    await run.configure(noStops);
    await run.continue();
    assert.equal(run.pause?.reason, 'pause');
    await assert.rejects(
      run.configure({ ...noStops, breakpoints: [atAgent('a', 1, { condition: '1 +' })] }),
      {
        code: 'bad-breakpoint',
      },
    );
  });

  it('ends when one goes on from its very end, and not before', async () => {
    const run = await open();
    const told: DebuggeeEvent[] = [];
    run.onEvent((event) => told.push(event));
    await run.continue();
    await run.step('over');
    assert.equal(run.pause?.reason, 'pause');
    await run.reverseContinue();
    assert.deepEqual([at(run), run.pause?.reason], ['one', 'entry']);
    await run.continue();
    assert.ok(told.every(({ type }) => type !== 'ended'));
    await run.continue();
    const end = told.at(-1);
    assert.ok(end?.type === 'ended' && end.status === 'failed', JSON.stringify(end));
    assert.equal(run.pause, null);
  });

  it('stops on its way when it is asked to', async () => {
    const run = await open(recorded, { breakpoints: [atAgent('last', 1, { condition: 'attempt > 5' })] });
    await run.step('into');
    const moved = run.continue();
    await run.pauseRun();
    await moved;
    assert.deepEqual([at(run), run.pause?.reason], ['one/first', 'pause']);
    await run.continue();
    assert.equal(at(run), 'four/last!');
    const back = run.reverseContinue();
    await run.pauseRun();
    await back;
    assert.deepEqual([at(run), run.pause?.reason], ['four/last!', 'pause']);
  });

  it('can be looked at, and not be changed', async () => {
    const events = workspace.journal().length;
    const run = await open();
    const id = idOf(run, 'one/first');
    const refused = {
      code: 'read-only',
      message: /record of a run: it can be looked at, and not be changed/,
    };
    await assert.rejects(run.goTo('two'), refused);
    await assert.rejects(run.restart('one', id), refused);
    await assert.rejects(run.change(id, 'with', ['depth'], 3), refused);
    await assert.rejects(run.attachToProcess(id), refused);
    await run.step('over');
    await run.terminate();
    assert.equal(workspace.journal().length, events, 'something was written');
  });

  it('tells which executions run or wait where it stands', async () => {
    const run = await open(recorded, { exceptions: [{ filter: 'retried', condition: null }] });
    const told: string[] = [];
    const paused = Promise.withResolvers<void>();
    run.onEvent((event) => {
      if (event.type === 'execution') told.push(`${event.execution.agent} ${event.change}`);
      else told.push(event.type);
      if (told.filter((word) => word === 'paused').length === 2) paused.resolve();
    });
    await run.continue();
    assert.deepEqual(told, [], 'it is told after the answer');
    await run.reverseContinue();
    await paused.promise;
    assert.deepEqual(told, [
      'first exited',
      'flaky started',
      'paused',
      'flaky exited',
      'first started',
      'paused',
    ]);
  });

  it('is one of a run that goes on, as far as it has come', async () => {
    const live = await DebuggedRun.launch(client, 'all', { breakpoints: [atAgent('right', 1)] });
    assert.equal(await live.paused(), 'two/right');
    const run = await open(live.runId);
    await run.continue();
    assert.deepEqual(
      [run.pause?.reason, run.pause?.text],
      ['pause', 'This is the end of the record so far: the run has not ended.'],
    );
    const right = await look(run, 'two/right');
    assert.deepEqual([right.status, right.resources.held?.cause], ['held', 'breakpoint']);
    assert.deepEqual(right.inputs.outputs.first, { rows: 3 });
    await run.reverseContinue();
    assert.equal(at(run), 'one');
    await run.continue();
    // Nothing has come: it stays where it is.
    await run.continue();
    assert.match(run.pause?.text ?? '', /so far/);
    await live.continue();
    await live.ended();
    await run.step('over');
    assert.equal(at(run), 'two/right');
    await run.continue();
    assert.match(run.pause?.text ?? '', /the run failed/);
  });

  it('goes through both lives of a run that was resumed', async () => {
    const { runId } = endOf(await runPipeline(client, 'all'));
    await workspace.expect(0, 'resume', runId, '--json');
    const run = await open(runId);
    const places: string[] = [at(run)];
    for (let steps = 0; steps < 40 && reason(run) !== 'pause'; steps++) {
      await run.step('into');
      places.push(at(run));
    }
    assert.deepEqual(places.slice(places.indexOf('three')), [
      'three',
      'three/broken',
      'four',
      'four/last',
      'four/last!',
      'three',
      'three/broken',
      'three/broken!',
    ]);
    assert.match(run.pause?.text ?? '', /the run succeeded/);
    await run.stepBack();
    assert.deepEqual([at(run), statuses(run).slice(-2)], ['three/broken', ['queued', 'succeeded']]);
    const broken = await look(run, 'three/broken');
    assert.equal(broken.attempt, 2);
    // What others had said before it was resumed is there.
    assert.deepEqual(broken.inputs.outputs.left, { side: 'left' });
    assert.equal((await run.evaluate('three', null, 'status.two')).value, 'succeeded');
    await run.stepBack();
    await run.stepBack();
    assert.match(run.pause?.reason ?? '', /step/);
    assert.equal(at(run), 'four/last!');
    assert.deepEqual(statuses(run).slice(-2), ['failed', 'succeeded']);
  });

  it('is not there for a run that is not', async () => {
    await assert.rejects(open('nobody'), { code: 'run-unknown' });
    const run = await open();
    await assert.rejects(run.inspect('nobody'), { code: 'unknown-agent' });
    const asked = { run: run.runId, stage: 'nowhere', executionId: null, expression: '1', at: 1_000_000 };
    await assert.rejects(client.call('debug/evaluate', asked), { code: 'unknown-stage' });
    await assert.rejects(client.call('debug/inspect', { run: run.runId, executionId: 'x', at: 0 }), {
      code: 'run-unknown',
    });
  });
});

describe('the record of a run, and its engine', () => {
  let workspace: TestWorkspace;
  let client: EngineClient;

  beforeEach(async () => {
    workspace = new TestWorkspace(definition, { 'agent.cjs': agent });
    client = await workspace.connect();
  });
  afterEach(() => workspace.dispose());

  const open = (run: string) => openRecordedRun(client, run, { by: 'the test', settings: noStops });

  it('is there where the engine has died meanwhile', async () => {
    await assert.rejects(open('last'), { code: 'run-unknown' });
    workspace.write('stop-left', '');
    const live = await DebuggedRun.launch(client, 'all');
    for (let started = ''; started !== 'left'; ) started = (await live.next('execution.started')).agent;
    workspace.killEngine();
    client = await workspace.connect();
    const run = await open(live.runId);
    await run.continue();
    assert.match(run.pause?.text ?? '', /was interrupted: the engine died/);
    const left = await look(run, 'two/left');
    assert.deepEqual([left.status, left.resources.pid], ['interrupted', null]);
  });

  it('says so when the engine is gone', async () => {
    const { runId } = endOf(await runPipeline(client, 'all'));
    const run = await open(runId);
    const lost = Promise.withResolvers<DebuggeeEvent>();
    run.onEvent((event) => {
      if (event.type === 'lost') lost.resolve(event);
    });
    workspace.killEngine();
    assert.equal((await lost.promise).type, 'lost');
    assert.equal(run.pause, null);
  });
});
