import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { atAgent, atStage, DebuggedRun } from '../../harness/debugged-run.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const says = (name: string, value: unknown): string =>
  `echo '::dodeca {"type":"output","name":"${name}","value":${JSON.stringify(value)}}'`;

const definition = `
limits: { concurrency: 4 }
agents:
  a: { run: "echo a >> trace; ${says('n', 3).replaceAll('"', '\\"')}" }
  b: { run: "echo b >> trace; cat $DODECA_INPUT > b-input; echo $COLOUR > b-colour", with: { depth: 1, deep: { x: [1, 2] } }, env: { COLOUR: red, API_TOKEN: tok_123456 } }
  c: { run: "echo c >> trace" }
  d: { run: "echo d >> trace" }
  writer: { run: "echo new > out/file.txt; echo more > out/more.txt", outputs: ["out/*.txt"] }
  fails: { run: "echo f >> trace; test -f mended", retry: { attempts: 1 } }
  flaky: { run: "echo t >> trace; exit 4", retry: { attempts: 2, backoff: 10ms } }
  slow: { run: "sleep 600", timeout: 200ms, grace: 1s }
  sleeper: { run: "sleep 600", grace: 1s }
  short: { run: "sleep 0.2", timeout: 2s }
  waits: { file: waits.js, debug: { wait: true }, timeout: 30s }
pipelines:
  line:
    params: { level: { type: integer, default: 1 } }
    stages:
      - { name: one, agents: [a, b] }
      - { name: two, agents: [c] }
      - { name: three, agents: [d] }
  wide:
    stages:
      - { name: all, agents: [a, b, c], parallel: true }
      - { name: last, agents: [d] }
  twice:
    stages:
      - { name: one, agents: [a] }
      - { name: two, agents: [a] }
      - { name: three, agents: [a] }
  files:
    stages:
      - { name: one, agents: [c] }
      - { name: two, agents: [writer] }
      - { name: three, agents: [d] }
  failing:
    stages:
      - { name: one, agents: [fails] }
      - { name: two, agents: [d] }
  flaky:
    stages:
      - { name: one, agents: [flaky] }
  slow:
    stages:
      - { name: one, agents: [slow] }
  sleeping:
    stages:
      - { name: one, agents: [sleeper] }
      - { name: two, agents: [d] }
  timed:
    stages:
      - { name: one, agents: [short] }
  waiting:
    stages:
      - { name: one, agents: [waits] }
`;

describe('debugging a run', () => {
  let shared: TestWorkspace;
  let workspace: TestWorkspace;
  let own: TestWorkspace | null = null;

  const newWorkspace = (): TestWorkspace =>
    new TestWorkspace(definition, { 'waits.js': "console.log('done');\n" });
  /** For a test that does something to the engine. */
  const useOwn = (): void => {
    own = newWorkspace();
    workspace = own;
  };

  before(async () => {
    shared = newWorkspace();
    await shared.connect();
  });
  beforeEach(() => {
    workspace = shared;
    workspace.write('dodeca.yaml', definition);
    for (const path of ['trace', 'mended', 'out', 'b-input', 'b-colour'])
      rmSync(join(workspace.path, path), { recursive: true, force: true });
  });
  afterEach(async () => {
    await own?.dispose();
    own = null;
  });
  after(() => shared.dispose());

  it('stops at breakpoints on stages and agents, before anything of them has happened', async () => {
    const run = await DebuggedRun.launch(await workspace.connect(), 'line', {
      breakpoints: [atAgent('b', 1), atStage('two', 2)],
    });
    const pause = await run.next('run.paused');
    assert.deepEqual(
      [pause.reason, pause.place?.agent, pause.breakpoints, pause.by],
      ['breakpoint', 'b', [{ session: run.session, id: 1 }], 'the test'],
    );
    assert.deepEqual(workspace.linesOf('trace'), ['a']);
    const held = run.events.find((event) => event.type === 'execution.held' && event.agent === 'b');
    assert.ok(held?.type === 'execution.held' && held.cause === 'breakpoint', JSON.stringify(held));
    assert.equal(await run.toNext(), 'two');
    assert.deepEqual(workspace.linesOf('trace'), ['a', 'b']);
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
    assert.deepEqual(workspace.linesOf('trace'), ['a', 'b', 'c', 'd']);
  });

  it('steps over stages and agents, into a stage and out of it', async () => {
    const run = await DebuggedRun.launch(await workspace.connect(), 'line', { stopOnEntry: true });
    assert.equal(await run.paused(), 'one');
    assert.equal(await run.step('into'), 'one/a');
    assert.equal(await run.step('over'), 'one/b');
    assert.deepEqual(workspace.linesOf('trace'), ['a']);
    assert.equal(await run.step('out'), 'two');
    assert.equal(await run.step('over'), 'three');
    assert.deepEqual(workspace.linesOf('trace'), ['a', 'b', 'c']);
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('steps over one agent of a parallel stage after the other, and starts nothing else meanwhile', async () => {
    const run = await DebuggedRun.launch(await workspace.connect(), 'wide', {
      stopOnEntry: true,
    });
    assert.equal(await run.paused(), 'all');
    assert.equal(await run.step('into'), 'all/a');
    assert.equal(await run.step('over'), 'all/b');
    assert.deepEqual(workspace.linesOf('trace'), ['a']);
    assert.equal(await run.step('over'), 'all/c');
    assert.equal(await run.step('over'), 'last');
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('stops once for each agent of a parallel stage that has a breakpoint', async () => {
    const run = await DebuggedRun.launch(await workspace.connect(), 'wide', {
      breakpoints: [atAgent('a', 1), atAgent('c', 2)],
    });
    assert.equal(await run.paused(), 'all/a');
    assert.equal(await run.toNext(), 'all/c');
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('asks conditions of what agents said, counts hits, and tells log points without stopping', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'twice', {
      breakpoints: [
        atAgent('a', 1, { condition: 'has(outputs.a) && outputs.a.n == 3', hitCondition: '2' }),
        atStage('two', 2, { logMessage: 'n is {outputs.a.n}, {{in braces}}' }),
      ],
    });
    assert.equal(await run.paused(), 'three/a');
    const told = run.events.filter((event) => event.type === 'run.logged');
    assert.deepEqual(
      told.map((event) => event.type === 'run.logged' && [event.message, event.breakpoint.id]),
      [['n is 3, {in braces}', 2]],
    );
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('stops where a condition cannot be evaluated, and says why', async () => {
    const run = await DebuggedRun.launch(await workspace.connect(), 'line', {
      breakpoints: [atAgent('c', 1, { condition: 'outputs.a.nothing > 1' })],
    });
    const pause = await run.next('run.paused');
    assert.match(pause.text ?? '', /outputs\.a\.nothing > 1 cannot be evaluated/);
    await run.continue();
    await run.ended();
  });

  it('starts an agent with the parameters and the environment as they were changed', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b')] });
    await run.paused();
    const executionId = run.execution('one/b');
    const before = await client.call('debug/inspect', { run: run.runId, executionId, at: null });
    assert.equal(before.changeable, true);
    assert.deepEqual(before.inputs, {
      with: { depth: 1, deep: { x: [1, 2] } },
      params: { level: 1 },
      outputs: { a: { n: 3 }, 'one/a': { n: 3 } },
    });
    assert.equal(before.environment.COLOUR, 'red');
    assert.ok(!JSON.stringify(before.environment).includes('tok_123456'), JSON.stringify(before.environment));
    const change = { ...run.ids, executionId };
    await client.call('debug/change', { ...change, part: 'with', path: ['deep', 'x', 1], value: 7 });
    await client.call('debug/change', { ...change, part: 'params', path: ['level'], value: 9 });
    await client.call('debug/change', { ...change, part: 'env', path: ['COLOUR'], value: 'blue' });
    await assert.rejects(
      client.call('debug/change', { ...change, part: 'with', path: ['none', 'x'], value: 1 }),
      /there is no none/,
    );
    const after = await client.call('debug/inspect', { run: run.runId, executionId, at: null });
    assert.deepEqual(after.inputs.with, { depth: 1, deep: { x: [1, 7] } });
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
    const given = JSON.parse(workspace.read('b-input')) as { with: unknown; params: unknown };
    assert.deepEqual([given.with, given.params], [{ depth: 1, deep: { x: [1, 7] } }, { level: 9 }]);
    assert.equal(workspace.read('b-colour').trim(), 'blue');
    assert.equal(run.events.filter(({ type }) => type === 'execution.changed').length, 3);
  });

  it('stops at failures before anything becomes of them, and runs the agent again when told to', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'failing', {
      exceptions: [{ filter: 'failed', condition: null }],
    });
    const pause = await run.next('run.paused');
    assert.deepEqual([pause.reason, pause.place?.at, pause.text], ['exception', 'end', 'exit code 1']);
    const executionId = run.execution('one/fails');
    await client.call('debug/restart', { ...run.ids, stage: 'one', executionId });
    const again = await run.next('run.paused');
    assert.deepEqual([again.reason, again.place?.at], ['restart', 'start']);
    workspace.write('mended', '');
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
    assert.deepEqual(workspace.linesOf('trace'), ['f', 'f', 'd']);
  });

  it('stops at retries and timeouts where that is asked for, and goes on as it would have', async () => {
    const client = await workspace.connect();
    const flaky = await DebuggedRun.launch(client, 'flaky', {
      exceptions: [{ filter: 'retried', condition: null }],
    });
    assert.equal(await flaky.paused(), 'one/flaky!');
    await flaky.continue();
    assert.equal(await flaky.ended(), 'failed');
    assert.deepEqual(workspace.linesOf('trace'), ['t', 't']);
    const slow = await DebuggedRun.launch(client, 'slow', {
      exceptions: [{ filter: 'timed_out', condition: 'attempt == 1' }],
    });
    assert.equal(await slow.paused(), 'one/slow!');
    await slow.continue();
    const { executions } = await slow.next('run.finished');
    assert.equal(executions[0]?.status, 'timed_out');
  });

  it('pauses when asked: what runs goes on, nothing new starts, and whoever looks sees who did it', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'sleeping');
    await run.next('execution.started');
    await client.call('debug/pause', run.ids);
    assert.equal(await run.paused(), '-');
    const shown = await client.call('run/show', { run: run.runId });
    assert.deepEqual([shown.status, shown.reason], ['paused', 'paused by the test']);
    assert.equal(shown.executions[0]?.status, 'running');
    await client.call('run/cancel', { run: run.runId, kill: false, reason: 'enough' });
    assert.equal(await run.ended(), 'cancelled');
  });

  it('goes to a stage: what stands before it is skipped with the reason', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b')] });
    await run.paused();
    await assert.rejects(client.call('debug/go-to', { ...run.ids, stage: 'one' }), /has begun/);
    await assert.rejects(client.call('debug/go-to', { ...run.ids, stage: 'nowhere' }), /no stage nowhere/);
    await client.call('debug/go-to', { ...run.ids, stage: 'three' });
    const pause = await run.next('run.paused');
    assert.deepEqual([pause.reason, pause.place?.stage], ['goto', 'three']);
    await run.continue();
    const { executions } = await run.next('run.finished');
    assert.deepEqual(
      executions.map(({ agent, status, reason }) => [agent, status, reason]),
      [
        ['a', 'succeeded', null],
        ['b', 'skipped', 'the test went on to three'],
        ['c', 'skipped', 'the test went on to three'],
        ['d', 'succeeded', null],
      ],
    );
  });

  it('steps back over an agent that declares its outputs, whose files are as they were; and over no other', async () => {
    const client = await workspace.connect();
    workspace.write('out/file.txt', 'old\n');
    const run = await DebuggedRun.launch(client, 'files', { breakpoints: [atStage('three')] });
    await run.paused();
    assert.equal(workspace.read('out/file.txt'), 'new\n');
    await client.call('debug/step-back', run.ids);
    const pause = await run.next('run.paused');
    assert.deepEqual([pause.reason, pause.place?.agent, pause.place?.at], ['step', 'writer', 'start']);
    assert.equal(workspace.read('out/file.txt'), 'old\n');
    assert.equal(workspace.has('out/more.txt'), false);
    const rewound = run.events.find(({ type }) => type === 'execution.rewound');
    assert.ok(rewound?.type === 'execution.rewound');
    assert.deepEqual(rewound.restored, ['out/file.txt', 'out/more.txt']);
    await assert.rejects(client.call('debug/step-back', run.ids), /one\/c declares no outputs/);
    assert.equal(await run.toNext(), 'three');
    assert.equal(workspace.read('out/file.txt'), 'new\n');
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('lets a second debugger join and go on, and both hear it', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b')] });
    await run.paused();
    const other = await DebuggedRun.attach(await workspace.connect(), run.runId, {
      breakpoints: [atStage('three', 7)],
    });
    await other.continue();
    assert.equal((await run.next('run.continued')).by, 'another test');
    assert.deepEqual((await run.next('run.paused')).breakpoints, [{ session: other.session, id: 7 }]);
    assert.equal(await other.paused(), 'three');
    await client.call('debug/detach', other.ids);
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('goes on when its last debugger has left', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b'), atStage('two', 2)] });
    await run.paused();
    await client.call('debug/detach', run.ids);
    assert.equal(await run.ended(), 'succeeded');
  });

  it('does not count the time at a breakpoint as the time of the agent', async () => {
    const run = await DebuggedRun.launch(await workspace.connect(), 'timed', {
      breakpoints: [atAgent('short')],
    });
    await run.paused();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('can be cancelled where it stands, and resumed', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b')] });
    await run.paused();
    await client.call('run/cancel', { run: run.runId, kill: false, reason: 'enough' });
    assert.equal(await run.ended(), 'cancelled');
    const outcome = await workspace.expect(0, 'resume', run.runId);
    assert.match(outcome.stdout + outcome.stderr, /3 of 4/);
    assert.deepEqual(workspace.linesOf('trace'), ['a', 'b', 'c', 'd']);
  });

  it('waits for a debugger whose connection is lost, for a while; the journal says that it went on', async () => {
    useOwn();
    const watcher = await workspace.connect({ DODECA_DEBUG_HOLD_MS: '1500' });
    const lost = await workspace.connect();
    const run = await DebuggedRun.launch(lost, 'line', { breakpoints: [atAgent('b'), atAgent('c', 2)] });
    await run.paused();
    lost.dispose();
    const back = await DebuggedRun.attach(watcher, run.runId, {
      session: run.session,
      breakpoints: [atAgent('c', 2)],
    });
    assert.equal(await back.toNext(), 'two/c');
    const lostAgain = await workspace.connect();
    await DebuggedRun.attach(lostAgain, run.runId, {
      session: run.session,
      breakpoints: [atStage('three')],
    });
    lostAgain.dispose();
    const continued = await back.next('run.continued');
    assert.match(continued.reason ?? '', /debugger has been gone for 1\.5 s/);
    assert.equal(await back.ended(), 'succeeded');
  });

  it('lets an agent wait for its debugger that says so, where somebody debugs the run, and only there', async () => {
    await workspace.run(0, 'waiting');
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'waiting');
    const { session, endpoint } = await run.next('execution.debuggable');
    assert.deepEqual(
      [session, endpoint.runtime, endpoint.host, endpoint.waits, endpoint.program],
      [run.session, 'node', '127.0.0.1', true, `${workspace.path}/waits.js`],
    );
    await client.call('run/cancel', { run: run.runId, kill: false, reason: 'enough' });
    assert.equal(await run.ended(), 'cancelled');
  });

  it('stays where it is when an agent cannot be stepped into, and says why', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b')] });
    await run.paused();
    await assert.rejects(
      client.call('debug/step', { ...run.ids, kind: 'into' }),
      /one\/b cannot be stepped into: .*is a shell command/,
    );
    assert.equal((await client.call('run/show', { run: run.runId })).status, 'paused');
    await run.continue();
    assert.equal(await run.ended(), 'succeeded');
  });

  it('refuses in one message what cannot be', async () => {
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b')] });
    await run.paused();
    const refused = (wanted: RegExp, ...call: Parameters<typeof client.call>): Promise<void> =>
      assert.rejects(client.call(...call), wanted);
    const stranger = { run: run.runId, session: 'a-stranger' };
    await refused(/has not joined the run/, 'debug/continue', stranger);
    const wrong = [atAgent('b', 1, { condition: 'outputs.' })];
    await refused(/outputs\./, 'debug/configure', { ...run.ids, breakpoints: wrong, exceptions: [] });
    const hits = [atAgent('b', 1, { hitCondition: 'often' })];
    await refused(/no hit count/, 'debug/configure', { ...run.ids, breakpoints: hits, exceptions: [] });
    await refused(/no execution nobody/, 'debug/restart', {
      ...run.ids,
      stage: 'one',
      executionId: 'nobody',
    });
    await refused(/does not run/, 'debug/attach-to-process', {
      run: run.runId,
      executionId: run.execution('one/b'),
    });
    await refused(/is not known here/, 'debug/evaluate', {
      run: run.runId,
      stage: 'one',
      executionId: run.execution('one/b'),
      expression: 'nonsense',
      at: null,
    });
    await run.continue();
    await run.next('run.continued');
    await run.ended();
    await refused(/has ended: its record/, 'debug/continue', run.ids);
    await refused(/switched off/, 'run/start', await disabled());

    async function disabled() {
      workspace.write('dodeca.yaml', `${definition}debug: { enabled: false }\n`);
      const settings = { breakpoints: [], exceptions: [], stopOnEntry: false, intoAgents: false };
      return {
        pipeline: 'line',
        params: {},
        secrets: {},
        options: {
          maxConcurrent: null,
          keepGoing: false,
          useCache: true,
          missingInterpreter: 'fail',
        } as const,
        debugger: { session: 'a-session', by: 'the test', ...settings },
      };
    }
  });

  it('is interrupted like any other when its engine dies, and can be resumed', async () => {
    useOwn();
    const client = await workspace.connect();
    const run = await DebuggedRun.launch(client, 'line', { breakpoints: [atAgent('b')] });
    await run.paused();
    workspace.killEngine();
    const next = await workspace.connect();
    const shown = await next.call('run/show', { run: run.runId });
    assert.equal(shown.status, 'interrupted');
    await workspace.expect(0, 'resume', run.runId);
    assert.deepEqual(workspace.linesOf('trace'), ['a', 'b', 'c', 'd']);
  });

  it('says so to people who follow it on the command line', async () => {
    useOwn();
    const client = await workspace.connect();
    const command = workspace.start(['run', 'sleeping']);
    await command.says('sleeper');
    const [active] = (await client.call('engine/status', {})).activeRuns;
    const run = await DebuggedRun.attach(client, active?.runId ?? '');
    await client.call('debug/pause', run.ids);
    await command.says('paused by another test');
    await run.continue();
    await command.says('goes on, let by another test');
    await client.call('run/cancel', { run: run.runId, kill: false, reason: 'enough' });
    assert.equal((await command.ended).code, 1);
  });
});
