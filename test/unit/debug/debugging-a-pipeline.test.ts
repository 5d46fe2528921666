import assert from 'node:assert/strict';
import { withDebugger } from '../../harness/dap-debugger.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';

describe('debugging a pipeline', () => {
  const workspace = new DebuggedWorkspace();

  // An engine that is there: the tests begin sooner.
  before(async () => void (await workspace.connect()));
  after(() => workspace.dispose());

  it('stops at a stage, at the line of its name, with the stage as the top frame', () =>
    withDebugger(workspace, async (debug) => {
      const [breakpoint] = await debug.breakAt('name: two');
      assert.equal(breakpoint?.verified, true);
      assert.equal(breakpoint?.line, debug.lineOf('name: two'));
      await debug.launch('p');
      const { stopped, frames } = await debug.stopped();
      assert.equal(stopped.reason, 'breakpoint');
      assert.equal(stopped.description, 'Paused on breakpoint');
      assert.deepEqual(stopped.hitBreakpointIds, [breakpoint?.id]);
      assert.deepEqual(
        frames.map(({ name, line, source }) => [name, line, source?.path]),
        [
          ['two', debug.lineOf('name: two'), debug.definition],
          ['p', debug.lineOf('  p:'), debug.definition],
        ],
      );
      assert.deepEqual(await debug.threads(), ['2 two/second']);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
      assert.deepEqual(debug.events('terminated').length, 1);
    }));

  it('stops at an agent, where the stage names it, with execution, stage and pipeline as the stack', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('- third');
      await debug.launch('p');
      const { stopped, frames } = await debug.stopped();
      assert.equal(stopped.threadId, 3);
      assert.deepEqual(
        frames.map(({ name, line }) => [name, line]),
        [
          ['third', debug.lineOf('- third')],
          ['two', debug.lineOf('name: two')],
          ['p', debug.lineOf('  p:')],
        ],
      );
      const { scopes } = await debug.ask('scopes', { frameId: frames[0]?.id });
      assert.deepEqual(
        (scopes as { name: string }[]).map(({ name }) => name),
        ['Inputs', 'Environment', 'Outputs', 'Metrics', 'Resources and Locks'],
      );
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('stops in the pipeline that runs, not in another one with a stage of the same name', () =>
    withDebugger(workspace, async (debug) => {
      const [inOther] = await debug.breakAt('{ name: one, agents: [second] }');
      assert.equal(inOther?.verified, true);
      await debug.launch('p');
      assert.equal(await debug.terminated(), 0);
      assert.equal(debug.events('stopped').length, 0);
    }));

  it('stops at the declaration of an agent in whatever stage it stands', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('  first:');
      await debug.launch('p');
      assert.equal((await debug.stopped()).top, `first:${debug.lineOf('name: one, agents: [first]')}`);
      await debug.go('continue');
      assert.equal((await debug.stopped()).top, `first:${debug.lineOf('name: three')}`);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('stops at the stage first where a stage and its agent stand on one line', () =>
    withDebugger(workspace, async (debug) => {
      const path = debug.definition;
      const line = debug.lineOf('name: three');
      const { breakpoints } = (await debug.ask('breakpointLocations', { source: { path }, line })) as {
        breakpoints: { line: number; column: number }[];
      };
      assert.equal(breakpoints.length, 2);
      await debug.ask('setBreakpoints', { source: { path }, breakpoints });
      await debug.launch('p');
      assert.equal((await debug.stopped()).top, `three:${line}`);
      await debug.go('continue');
      assert.equal((await debug.stopped()).top, `first:${line}`);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('stops on entry where it is asked to', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      const { stopped, top } = await debug.stopped();
      assert.deepEqual([stopped.reason, stopped.description], ['entry', 'Paused on entry']);
      assert.equal(top, `one:${debug.lineOf('name: one, agents: [first]')}`);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('steps over stages, into them, over agents and out of stages', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      const tops: string[] = [(await debug.stopped()).top];
      for (const step of ['next', 'stepIn', 'next', 'next', 'stepIn', 'stepOut']) {
        await debug.go(step);
        if (step === 'stepOut') break;
        const { stopped, top } = await debug.stopped();
        assert.equal(stopped.reason, 'step');
        tops.push(top);
      }
      assert.deepEqual(tops, [
        `one:${debug.lineOf('name: one, agents: [first]')}`,
        `two:${debug.lineOf('name: two')}`,
        `second:${debug.lineOf('- second')}`,
        `third:${debug.lineOf('- third')}`,
        `three:${debug.lineOf('name: three')}`,
        `first:${debug.lineOf('name: three')}`,
      ]);
      assert.equal(await debug.terminated(), 0);
    }));

  it('pauses while an agent runs, and stops at what comes next', () =>
    withDebugger(workspace, async (debug) => {
      workspace.hold();
      await debug.launch('slowly');
      await debug.outputs('begin/slow');
      assert.match(await debug.cannot('stackTrace'), /does not stand still/);
      assert.equal((await debug.ask('evaluate', { expression: 'params.size() + 1' })).result, '1');
      await debug.go('pause');
      const { stopped } = await debug.stopped();
      assert.deepEqual([stopped.reason, stopped.description], ['pause', 'Paused']);
      assert.deepEqual(await debug.threads(), ['1 begin/slow']);
      workspace.letGo();
      await debug.outputs('✓ begin/slow');
      // The thread that stood is over: another one stands now, so that the client can let the run go on.
      const again = await debug.stopped();
      assert.deepEqual([again.stopped.reason, again.stopped.threadId], ['pause', 2]);
      assert.equal(await debug.evaluate('outputs.slow.seen.n'), '0');
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('pauses a run that has not begun yet as soon as it begins', () =>
    withDebugger(workspace, async (debug) => {
      await debug.ask('launch', { pipeline: 'q', workspace: workspace.path });
      await debug.ask('pause', { threadId: 1 });
      await debug.ask('configurationDone');
      const { stopped } = await debug.stopped();
      assert.equal(stopped.reason, 'entry');
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('tells which agents have their turn as threads', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('q', { stopOnEntry: true });
      await debug.stopped();
      await debug.go('continue');
      await debug.terminated();
      assert.deepEqual(
        debug.events('thread').map(({ body }) => body),
        [
          { reason: 'started', threadId: 1 },
          { reason: 'exited', threadId: 1 },
        ],
      );
    }));

  it('shows what happens in the console', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('q');
      await debug.terminated();
      const lines = debug.output.replaceAll(/\d+(\.\d)? m?s\b/g, 'TIME').replace(/run \w+/, 'run ID');
      assert.equal(
        lines,
        'q: run ID\nstage one\n  ▶ one/second\n  ✓ one/second  TIME\nstage one succeeded\n✓ q succeeded in TIME: 1 succeeded\n',
      );
    }));

  it('answers first, and then tells what follows from it', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      for (const command of ['next', 'stepIn', 'restartFrame', 'goto', 'continue'] as const) {
        const before = debug.said.length;
        const [top] = await debug.frames();
        if (command === 'goto') {
          const source = { path: debug.definition };
          const { targets } = await debug.ask('gotoTargets', { source, line: debug.lineOf('name: three') });
          const [target] = targets as { id: number }[];
          await debug.ask('goto', { threadId: 1, targetId: target?.id });
        } else await debug.ask(command, { threadId: 1, frameId: top?.id });
        if (command === 'continue') await debug.terminated();
        else await debug.stopped();
        const said = debug.said.slice(before).map(({ message }) => message);
        const answer = said.findIndex(
          (message) => 'request_seq' in message && 'command' in message && message.command === command,
        );
        const event = said.findIndex(({ type }) => type === 'event');
        assert.ok(answer >= 0 && event > answer, command);
      }
    }));

  it('runs without stopping anywhere where it is not to be debugged', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('name: two');
      await debug.launch('p', { noDebug: true, stopOnEntry: true });
      assert.equal(await debug.terminated(), 0);
      assert.equal(debug.events('stopped').length, 0);
    }));

  it('ends with exit code 1 where the run has failed', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('failing');
      assert.equal(await debug.terminated(), 1);
      assert.match(debug.output, /│ this is broken, attempt 1\n/, 'it tells how the log ends');
    }));

  it('goes to another stage, and skips what stands before it', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      const source = { path: debug.definition };
      const line = debug.lineOf('name: three');
      const { targets } = (await debug.ask('gotoTargets', { source, line })) as {
        targets: { id: number; label: string; line: number }[];
      };
      assert.deepEqual(
        targets.map((target) => [target.label, target.line]),
        [['stage three', line]],
      );
      await debug.ask('goto', { threadId: 1, targetId: targets[0]?.id });
      const { stopped, top } = await debug.stopped();
      assert.deepEqual([stopped.reason, top], ['goto', `three:${line}`]);
      assert.match(await debug.refusal('goto', { threadId: 1, targetId: targets[0]?.id }), /no longer valid/);
      const elsewhere = await debug.ask('gotoTargets', {
        source,
        line: debug.lineOf('{ name: one, agents: [second] }'),
      });
      assert.deepEqual(elsewhere.targets, [], 'that is another pipeline');
      await debug.go('continue');
      await debug.terminated();
      assert.match(debug.output, /2 succeeded|1 succeeded/);
    }));

  it('runs an agent again', () =>
    withDebugger(workspace, async (debug) => {
      const before = workspace.noted().length;
      await debug.breakAt('- third');
      await debug.launch('p');
      const { frames } = await debug.stopped();
      assert.deepEqual(
        frames.map(({ canRestart }) => canRestart),
        [true, true, false],
      );
      assert.match(await debug.refusal('restartFrame', { frameId: frames[2]?.id }), /cannot be restarted/);
      await debug.ask('restartFrame', { frameId: frames[1]?.id });
      const { stopped, top } = await debug.stopped();
      assert.deepEqual([stopped.reason, top], ['restart', `two:${debug.lineOf('name: two')}`]);
      assert.match(await debug.refusal('restartFrame', { frameId: frames[1]?.id }), /not valid/);
      await debug.breakAt();
      await debug.go('continue');
      await debug.terminated();
      const ran = workspace.noted().slice(before);
      assert.deepEqual(
        ran.map(({ agent }) => agent),
        ['first', 'second', 'second', 'third', 'first'],
      );
    }));

  it('steps back where the agent says which files it writes, and says why where it cannot', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('name: after');
      await debug.launch('files', { useCache: false });
      await debug.stopped();
      const written = workspace.has('out.txt');
      await debug.go('stepBack');
      const { top } = await debug.stopped();
      assert.equal(top, `writer:${debug.lineOf('name: before')}`);
      assert.deepEqual([written, workspace.has('out.txt')], [true, false], 'its files are as they were');
      await debug.go('next');
      assert.equal((await debug.stopped()).top, `after:${debug.lineOf('name: after')}`);
      await debug.go('reverseContinue');
      assert.equal((await debug.stopped()).top, `writer:${debug.lineOf('name: before')}`);
      assert.match(await debug.cannot('stepBack'), /beginning|nothing/);
      await debug.go('continue');
      await debug.stopped();
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('says why an agent that names no outputs cannot be stepped back over', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('name: two');
      await debug.launch('p');
      await debug.stopped();
      assert.match(await debug.cannot('stepBack'), /one\/first declares no outputs/);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));
});
