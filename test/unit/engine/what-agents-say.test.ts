import assert from 'node:assert/strict';
import type { Json } from '../../../src/common/json.ts';
import { endings, endOf, eventsOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const speaker = `
say() { echo "::dodeca $1"; }
say '{"type":"progress","percent":50,"message":"half way"}'
say '{"type":"metric","name":"health","value":83.5,"unit":"%"}'
say '{"type":"output","name":"n","value":3}'
say '{"type":"output","name":"shape","value":{"sectors":[1,2],"plain":null}}'
echo "{}" > made.json
say '{"type":"artifact","path":"made.json","kind":"report"}'
say '{"type":"finding","path":"src/a.py","line":4,"column":2,"severity":"warning","rule":"W1","message":"odd"}'
say '{"type":"tokens","input":10,"output":5,"model":"m","cost_usd":0.25}'
say '{"type":"log","level":"info","message":"speaks"}'
say 'no json at all'
say '{"type":"artifact","path":"../outside.json"}'
`;

const definition = `
agents:
  speaker: { file: speaker.sh, with: { mode: loud } }
  listener: { run: 'cp "$DODECA_INPUT" heard.json', with: { own: [1, true] } }
  beside: { run: 'cp "$DODECA_INPUT" beside.json' }
  stubborn:
    run: 'echo "::dodeca {\\"type\\":\\"output\\",\\"name\\":\\"from\\",\\"value\\":$DODECA_ATTEMPT}"; test $DODECA_ATTEMPT = 2'
    retry: { attempts: 2, backoff: 1ms }
  silent: { run: "exit 0" }
  elsewhere: { uses: builtin:smoke_tester, cwd: sub, with: { include: [sub/**] } }
  environment: { run: 'env > environment.txt', env: { OWN: "agent", SHARED: "agent" } }
env: { SHARED: definition, ALL: definition }
pipelines:
  heard:
    params:
      sectors: { type: integer, default: 4 }
      ratio: { type: number, default: 0.5 }
      name: { default: none }
      deep: { type: boolean, default: false }
      shape: { type: json, default: {} }
    stages:
      - { name: say, agents: [speaker] }
      - { name: beside, agents: [beside], needs: [] }
      - { name: hear, agents: [listener], needs: [say] }
      - { name: ask, agents: [silent], needs: [say], when: "outputs.speaker.n + 1 > 3 && metrics.speaker.health > 80" }
      - { name: doubt, agents: [environment], needs: [say], when: "outputs.speaker.n > 3" }
  retried:
    stages:
      - { name: one, agents: [silent, stubborn] }
      - { name: two, agents: [listener], when: "outputs['one/stubborn'].from == 2 && !has(outputs.silent.from)" }
  environment:
    stages: [ { name: one, agents: [environment] } ]
  elsewhere: { stages: [ { name: one, agents: [elsewhere] } ] }
`;

interface Input {
  readonly with: Json;
  readonly params: Json;
  readonly outputs: Json;
}

describe('what agents say', () => {
  let workspace: TestWorkspace;

  before(async () => {
    workspace = new TestWorkspace(definition, { 'speaker.sh': speaker, 'sub/broken.json': '{' });
    await workspace.connect();
  });

  after(() => workspace.dispose());

  it('stands in the events of the run, and a malformed line is only a warning', async () => {
    const { events } = await workspace.run(0, 'heard');
    const ref = ({ stage, agent, attempt }: { stage: string; agent: string; attempt: number }) =>
      `${stage}/${agent} ${attempt}`;
    const [progress] = eventsOf(events, 'execution.progress');
    const [metric] = eventsOf(events, 'execution.metric');
    const outputs = eventsOf(events, 'execution.output');
    const artifacts = eventsOf(events, 'execution.artifact');
    const [finding] = eventsOf(events, 'execution.finding');
    const [tokens] = eventsOf(events, 'execution.tokens');
    const logs = eventsOf(events, 'execution.log');
    assert.ok(progress && metric && finding && tokens);
    assert.deepEqual([progress.percent, progress.message], [50, 'half way']);
    assert.deepEqual([metric.name, metric.value, metric.unit], ['health', 83.5, '%']);
    assert.deepEqual(
      outputs.map(({ name, value }) => [name, value]),
      [
        ['n', 3],
        ['shape', { sectors: [1, 2], plain: null }],
      ],
    );
    // A path that leaves the workspace is refused.
    assert.deepEqual(
      artifacts.map(({ path, kind }) => [path, kind]),
      [['made.json', 'report']],
    );
    assert.deepEqual(
      [finding.path, finding.line, finding.column, finding.severity, finding.rule, finding.message],
      ['src/a.py', 4, 2, 'warning', 'W1', 'odd'],
    );
    assert.deepEqual([tokens.input, tokens.output, tokens.costUsd], [10, 5, 0.25]);
    assert.ok(logs.some(({ level, message }) => level === 'info' && message === 'speaks'));
    assert.equal(logs.filter(({ level }) => level === 'warning').length, 2);
    for (const event of [progress, metric, finding, tokens, ...outputs, ...artifacts, ...logs])
      assert.equal(ref(event), 'say/speaker 1');
  });

  it('reaches those that follow and their `when`, with the parameters in their types', async () => {
    const given = ['sectors=7', 'ratio=1.25', 'name=a=b c', 'deep=true', 'shape={"x":[1]}'];
    const { events } = await workspace.run(0, 'heard', ...given.flatMap((param) => ['--param', param]));
    assert.deepEqual(endings(events).slice(3), ['ask/silent succeeded', 'doubt/environment skipped']);
    const params = { sectors: 7, ratio: 1.25, name: 'a=b c', deep: true, shape: { x: [1] } };
    assert.deepEqual(eventsOf(events, 'run.started')[0]?.params, params);
    const heard = JSON.parse(workspace.read('heard.json')) as Input;
    const said = { n: 3, shape: { sectors: [1, 2], plain: null } };
    assert.deepEqual(heard, {
      with: { own: [1, true] },
      params,
      outputs: { speaker: said, 'say/speaker': said },
    });
    // Nobody hears what stands beside it.
    assert.deepEqual((JSON.parse(workspace.read('beside.json')) as Input).outputs, {});
  });

  it('counts from the attempt that stands, and whoever said nothing can be asked too', async () => {
    const { events } = await workspace.run(0, 'retried');
    assert.deepEqual(endings(events), [
      'one/silent succeeded',
      'one/stubborn succeeded',
      'two/listener succeeded',
    ]);
    const heard = JSON.parse(workspace.read('heard.json')) as Input;
    assert.deepEqual(heard.outputs, { stubborn: { from: 2 }, 'one/stubborn': { from: 2 } });
  });

  it('is asked for by name: parameters of other types and names are refused with 2', async () => {
    const wrong: [string, RegExp][] = [
      ['sectors=many', /`sectors` must be a whole number, not many/],
      ['deep=1', /`deep` must be true or false/],
      ['shape={', /`shape` must be JSON/],
      ['sector=3', /no parameter `sector`: did you mean `sectors`/],
      ['sectors', /NAME=VALUE/],
    ];
    for (const [param, message] of wrong) {
      const outcome = await workspace.expect(2, 'run', 'heard', '--json', '--param', param);
      assert.match(outcome.stderr, message);
      assert.equal(outcome.stdout, '');
    }
  });

  it('has the paths of the workspace from a built-in agent, wherever that is started', async () => {
    const { events } = await workspace.run(1, 'elsewhere');
    assert.deepEqual(
      eventsOf(events, 'execution.finding').map(({ path }) => path),
      ['sub/broken.json'],
    );
  });

  it('gets its environment as promised', async () => {
    const { events } = await workspace.run(0, 'environment');
    const env = new Map(
      workspace
        .linesOf('environment.txt')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const [execution] = endOf(events).executions;
    const wanted: Record<string, string> = {
      DODECA_RUN_ID: endOf(events).runId,
      DODECA_EXECUTION_ID: execution?.executionId ?? '',
      DODECA_AGENT: 'environment',
      DODECA_ATTEMPT: '1',
      DODECA_WORKSPACE: workspace.path,
      PYTHONUNBUFFERED: '1',
      PYTHONUTF8: '1',
      OWN: 'agent',
      SHARED: 'agent',
      ALL: 'definition',
    };
    for (const [name, value] of Object.entries(wanted)) assert.equal(env.get(name), value, name);
    for (const name of ['DODECA_INPUT', 'DODECA_SOCKET', 'DODECA_TOKEN']) assert.ok(env.get(name), name);
    const engine = JSON.parse(workspace.read('.dodeca/engine.json')) as { token: string };
    assert.notEqual(env.get('DODECA_TOKEN'), engine.token);
  });
});
