import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { threadsOf } from '../../../src/debug/threads.ts';
import type { ExecutionView } from '../../../src/model/run-view.ts';
import { type DapDebugger, withDebugger } from '../../harness/dap-debugger.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = (port: number) => `version: 1
agents:
  first: { run: "true" }
  second: { run: "true" }
  taken: { file: note.cjs, debug: { port: ${port} } }
pipelines:
  taken: { stages: [{ name: one, agents: [taken] }] }
  p:
    params: { who: { type: string, default: world }, n: { type: integer, default: 3 } }
    stages:
      - &shared
        name: shared
        agents: &both
          - first
          - second
      - name: again
        agents: *both
  q:
    stages: [*shared]
  beside:
    stages:
      - { name: one, agents: [first, second], parallel: true }
      - { name: side, needs: [], agents: [first] }
`;

describe('a debugged pipeline', () => {
  /** It has the port that an agent is told to listen on. */
  const occupant = createServer();
  let workspace: TestWorkspace;

  before(async () => {
    occupant.listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    workspace = new TestWorkspace(definition(port), { 'note.cjs': 'console.log(1);' });
    await workspace.connect();
  });
  after(async () => {
    occupant.close();
    await workspace.dispose();
  });

  async function toTheEnd(debug: DapDebugger): Promise<void> {
    await debug.go('continue');
    assert.equal(await debug.terminated(), 0);
  }

  it('stops at a stage that an alias takes over from another pipeline', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('name: shared');
      await debug.launch('q');
      const { top, frames } = await debug.stopped();
      assert.equal(top, `shared:${debug.lineOf('name: shared')}`);
      assert.equal(frames.at(-1)?.name, 'q');
      await toTheEnd(debug);
    }));

  it('stops at an agent in every stage whose list an alias makes the same', () =>
    withDebugger(workspace, async (debug) => {
      const [breakpoint] = await debug.breakAt('- second');
      await debug.launch('p');
      for (const stage of ['shared', 'again']) {
        const { stopped, frames } = await debug.stopped();
        assert.deepEqual(
          frames.map(({ name }) => name),
          ['second', stage, 'p'],
        );
        assert.deepEqual(stopped.hitBreakpointIds, [breakpoint?.id]);
        if (stage === 'shared') await debug.go('continue');
      }
      await toTheEnd(debug);
    }));

  it('offers what aliases share once', () =>
    withDebugger(workspace, async (debug) => {
      const source = { path: debug.definition };
      const line = debug.lineOf('- second');
      const { breakpoints } = await debug.ask('breakpointLocations', { source, line });
      assert.deepEqual(breakpoints, [{ line, column: 13, endLine: line, endColumn: 19 }]);
    }));

  it('steps through the agents of a parallel stage before another stage that waits', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('beside', { stopOnEntry: true });
      assert.match((await debug.stopped()).top, /^one:/);
      await debug.go('stepIn');
      assert.match((await debug.stopped()).top, /^first:/);
      await debug.go('next');
      const { frames } = await debug.stopped();
      assert.deepEqual(
        frames.map(({ name }) => name),
        ['second', 'one', 'beside'],
      );
      await debug.go('next');
      assert.match((await debug.stopped()).top, /^side:/);
      await toTheEnd(debug);
    }));

  it('takes no parameter that its pipeline does not declare so, and reads texts as their type', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      const variablesReference = (await debug.variables('Inputs')).find(
        ({ name }) => name === 'params',
      )?.variablesReference;
      const set = (name: string, value: string) => ({ variablesReference, name, value });
      assert.match(
        await debug.refusal('setVariable', set('n', 'many')),
        /`n` must be a whole number, not many/,
      );
      assert.match(await debug.refusal('setVariable', set('who', '5')), /`who` must be a text, not 5/);
      assert.equal((await debug.ask('setVariable', set('n', '"4"'))).value, '4');
      assert.equal((await debug.ask('setVariable', set('who', '"5"'))).value, '"5"');
      await toTheEnd(debug);
    }));

  it('refuses a hit count that is never reached', () =>
    withDebugger(workspace, async (debug) => {
      for (const hitCondition of ['0', '== 0', '< 1', '<= 0']) {
        const [told] = await debug.breakAt({ at: '- second', hitCondition });
        assert.equal(told?.verified, false, hitCondition);
        assert.match(told?.message ?? '', /is never reached: hits are counted from 1$/);
      }
      const told = await debug.breakAt(
        { at: '- first', hitCondition: '>= 0' },
        { at: '- second', hitCondition: '<= 1' },
      );
      assert.deepEqual(
        told.map(({ verified }) => verified),
        [true, true],
      );
    }));

  it('is not said to go on when it is cancelled while it stands', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      await debug.ask('terminate');
      assert.equal(await debug.terminated(), 1);
      const told = debug.events('output').map((event) => JSON.stringify(event));
      assert.ok(!told.some((text) => text.includes('goes on')), told.join('\n'));
    }));

  it('says why an agent runs without the debugger that it was to wait for', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('taken', { waitForClient: true });
      assert.equal(await debug.terminated(), 0);
      const told = debug.events('output').map((event) => JSON.stringify(event));
      assert.ok(
        told.some((text) =>
          /one\/taken runs without its debugger: the port \d+ .* is in use: free it/.test(text),
        ),
        told.join('\n'),
      );
    }));
});

describe('the threads of a run that has ended', () => {
  function execution(executionId: string, attempts: number): ExecutionView {
    const nothing = { startedAt: null, durationMs: null, percent: null, message: null, reason: null };
    const found = { findings: [], moreFindings: 0 };
    return {
      executionId,
      stage: executionId,
      agent: 'a',
      status: 'interrupted',
      attempts,
      ...nothing,
      ...found,
    };
  }
  const shown = (...executions: readonly ExecutionView[]): readonly string[] =>
    threadsOf({ executions, pause: null, pipeline: 'p' }).map(({ name }) => name);

  it('are its first execution where nothing has run, and else the last that has', () => {
    assert.deepEqual(shown(execution('one', 0), execution('two', 0)), ['one/a']);
    assert.deepEqual(shown(execution('one', 1), execution('two', 2), execution('three', 0)), ['two/a']);
  });
});
