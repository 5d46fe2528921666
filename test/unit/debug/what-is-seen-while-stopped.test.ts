import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type DapDebugger, withDebugger } from '../../harness/dap-debugger.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';

describe('while a run is stopped', () => {
  const workspace = new DebuggedWorkspace();

  before(async () => void (await workspace.connect()));
  after(() => workspace.dispose());

  /** Stops at the agent `first` before it starts. */
  async function atFirst(debug: DapDebugger): Promise<void> {
    await debug.launch('p', { stopOnEntry: true, params: { greeting: 'good morning' } });
    await debug.stopped();
    await debug.go('stepIn');
    await debug.stopped();
  }

  async function toTheEnd(debug: DapDebugger): Promise<void> {
    await debug.go('continue');
    assert.equal(await debug.terminated(), 0);
  }

  it('its inputs can be looked into as deep as they are', () =>
    withDebugger(workspace, async (debug) => {
      await atFirst(debug);
      assert.deepEqual(await debug.shown('Inputs'), [
        'with = {n: 1, deep: {…}}',
        'params = {greeting: "good morning"}',
        'outputs = {}',
      ]);
      assert.deepEqual(await debug.shown('Inputs', 'with', 'deep', 'list'), ['0 = 1', '1 = "two"']);
      const [list] = await debug.variables('Inputs', 'with', 'deep');
      assert.equal(list?.type, 'list');
      assert.equal(list?.indexedVariables, 2);
      const page = await debug.ask('variables', {
        variablesReference: list?.variablesReference,
        filter: 'indexed',
        start: 1,
        count: 1,
      });
      assert.deepEqual(
        (page.variables as DebugProtocol.Variable[]).map(({ value }) => value),
        ['"two"'],
      );
      assert.deepEqual(await debug.shown('Environment'), ['MODE = "full"']);
      await toTheEnd(debug);
    }));

  it('outputs and metrics of the agents before it are there', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('name: three');
      await debug.launch('p');
      await debug.stopped();
      await debug.go('stepIn');
      await debug.stopped();
      const names = (await debug.variables('Inputs', 'outputs')).map(({ name }) => name);
      assert.ok(names.includes('second') && names.includes('third'), names.join(', '));
      assert.deepEqual(await debug.shown('Inputs', 'outputs', 'second', 'seen'), ['n = 0', 'list = [1, 2]']);
      await toTheEnd(debug);
    }));

  it('resources are told in words, and a value that cannot be changed says so', () =>
    withDebugger(workspace, async (debug) => {
      await atFirst(debug);
      const shown = await debug.shown('Resources and Locks');
      assert.ok(shown.includes('status = held'), shown.join('\n'));
      assert.ok(shown.includes('attempt = 1'), shown.join('\n'));
      const [status] = await debug.variables('Resources and Locks');
      assert.deepEqual(status?.presentationHint, { attributes: ['readOnly'] });
      const variablesReference = await debug.scope('Resources and Locks');
      assert.match(
        await debug.refusal('setVariable', { variablesReference, name: 'status', value: 'queued' }),
        /cannot be changed: only `with`, `params` and the environment can/,
      );
      await toTheEnd(debug);
    }));

  it('values can be changed before the agent starts, and it starts with them', () =>
    withDebugger(workspace, async (debug) => {
      await atFirst(debug);
      const set = async (scope: string, path: string[], name: string, value: string) => {
        const found = await debug.variables(scope, ...path.slice(0, -1));
        const last = path.at(-1);
        const variablesReference =
          last === undefined
            ? await debug.scope(scope)
            : found.find((variable) => variable.name === last)?.variablesReference;
        return await debug.ask('setVariable', { variablesReference, name, value });
      };
      assert.equal((await set('Inputs', ['with'], 'n', '7')).value, '7');
      assert.equal((await set('Inputs', ['with', 'deep', 'list'], '1', '{"three": 3}')).value, '{three: 3}');
      assert.equal((await set('Inputs', ['params'], 'greeting', 'hi there')).value, '"hi there"');
      assert.equal((await set('Environment', [], 'MODE', 'fast')).value, '"fast"');
      assert.deepEqual(await debug.shown('Inputs', 'with', 'deep', 'list'), ['0 = 1', '1 = {three: 3}']);
      assert.match(
        await debug.refusal('setVariable', {
          variablesReference: await debug.scope('Environment'),
          name: 'OTHER',
          value: 'x',
        }),
        /There is no OTHER/,
      );
      const ran = workspace.noted().length;
      await debug.go('next');
      await debug.stopped();
      assert.deepEqual(workspace.noted()[ran], {
        agent: 'first',
        with: { n: 7, deep: { list: [1, { three: 3 }] } },
        params: { greeting: 'hi there' },
        mode: 'fast',
      });
      await toTheEnd(debug);
    }));

  it('a change is seen again by who asks with the same number', () =>
    withDebugger(workspace, async (debug) => {
      await atFirst(debug);
      const [given] = await debug.variables('Inputs');
      const variablesReference = given?.variablesReference ?? 0;
      await debug.ask('setVariable', { variablesReference, name: 'n', value: '8' });
      const shown = (await debug.variablesOf(variablesReference)).map(
        ({ name, value }) => `${name} = ${value}`,
      );
      assert.deepEqual(shown, ['n = 8', 'deep = {list: […]}']);
      await toTheEnd(debug);
    }));

  it('expressions are evaluated as the agent sees them', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('- third');
      await debug.launch('p');
      await debug.stopped();
      assert.equal(await debug.evaluate('outputs.second.seen.list[1] + 1'), '3');
      assert.equal(
        await debug.evaluate('metrics.first.rows > 2.0 && status.one == "succeeded"', 'watch'),
        'true',
      );
      assert.equal(await debug.evaluate('params.greeting', 'hover'), '"hello"');
      assert.equal(await debug.evaluate('params.greeting', 'clipboard'), 'hello');
      const [top] = await debug.frames();
      const body = await debug.ask('evaluate', { expression: 'outputs.second', frameId: top?.id });
      assert.deepEqual([body.result, body.type, body.namedVariables], ['{seen: {…}}', 'map', 1]);
      const parts = await debug.variablesOf(Number(body.variablesReference));
      assert.deepEqual(
        parts.map(({ name, value }) => `${name} = ${value}`),
        ['seen = {n: 0, list: […]}'],
      );
      for (const [expression, reason] of [
        ['outputs.', /./],
        ['', /empty/],
        ['other', /`other` is not known here/],
      ] as const)
        assert.match(await debug.refusal('evaluate', { expression, frameId: top?.id }), reason);
      await toTheEnd(debug);
    }));

  it('the name of an agent tells what it has told, and that of a stage how it stands', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('- third');
      await debug.launch('p');
      await debug.stopped();
      assert.equal(
        await debug.evaluate('second', 'hover'),
        '{status: "succeeded", attempt: 1, outputs: {…}, metrics: {…}}',
      );
      assert.match(await debug.evaluate('two/second', 'hover'), /^\{status: "succeeded"/);
      assert.equal(await debug.evaluate('one', 'hover'), '"succeeded"');
      assert.equal(await debug.evaluate('two', 'hover'), '"running"');
      assert.equal(await debug.evaluate('three', 'hover'), '"queued"');
      await toTheEnd(debug);
    }));

  it('what a variable can be named by in an expression gives that variable', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('- third');
      await debug.launch('p');
      await debug.stopped();
      for (const path of [[], ['outputs'], ['outputs', 'second'], ['outputs', 'second', 'seen']])
        for (const { value, evaluateName } of await debug.variables('Inputs', ...path)) {
          assert.ok(evaluateName, path.join('.'));
          assert.equal(await debug.evaluate(evaluateName), value, evaluateName);
        }
      await toTheEnd(debug);
    }));

  it('expressions are completed by names that are there', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('- third');
      await debug.launch('p');
      await debug.stopped();
      const [top] = await debug.frames();
      const complete = async (text: string) => {
        const { targets } = (await debug.ask('completions', {
          frameId: top?.id,
          text,
          column: text.length + 1,
        })) as { targets: DebugProtocol.CompletionItem[] };
        return targets.map(({ label, start, length }) => `${label} ${start} ${length}`);
      };
      assert.ok((await complete('out')).includes('outputs 1 3'));
      assert.ok((await complete('outputs.')).includes('second 9 0'));
      assert.deepEqual(await complete('1.0 + outputs.second.se'), ['seen 22 2']);
      assert.deepEqual(await complete('outputs.second.seen.list.'), []);
      assert.deepEqual(await complete('outputs["second"].seen["li'), ['n 25 2', 'list 25 2']);
      assert.deepEqual(await complete('"text '), [], 'nothing is known of the inside of a text');
      await toTheEnd(debug);
    }));

  it('numbers of frames and variables are refused once the run has gone on', () =>
    withDebugger(workspace, async (debug) => {
      await atFirst(debug);
      const [top] = await debug.frames();
      const reference = await debug.scope('Inputs');
      await debug.go('next');
      await debug.stopped();
      assert.match(await debug.refusal('scopes', { frameId: top?.id }), /not valid/);
      assert.match(await debug.refusal('variables', { variablesReference: reference }), /not valid/);
      assert.match(await debug.refusal('evaluate', { expression: '1', frameId: top?.id }), /not valid/);
      assert.match(await debug.refusal('stackTrace', { threadId: 99 }), /no thread 99/);
      await toTheEnd(debug);
    }));

  it('a stack is told in the pieces that are asked for', () =>
    withDebugger(workspace, async (debug) => {
      await atFirst(debug);
      const { stackFrames, totalFrames } = await debug.ask('stackTrace', {
        threadId: 1,
        startFrame: 1,
        levels: 1,
      });
      const names = (stackFrames as DebugProtocol.StackFrame[]).map(({ name }) => name);
      assert.deepEqual([names, totalFrames], [['one'], 3]);
      await toTheEnd(debug);
    }));
});
