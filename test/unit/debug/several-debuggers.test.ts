import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { connect } from '../../../src/client/connect.ts';
import { commandEnvironment } from '../../harness/command-line.ts';
import { DapDebugger, withDebugger } from '../../harness/dap-debugger.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';

describe('a run that is debugged', () => {
  const workspace = new DebuggedWorkspace();

  before(async () => void (await workspace.connect()));
  after(() => workspace.dispose());

  it('can be joined by another debugger: both see it stand, and either lets it go on', () =>
    withDebugger(workspace, async (first) => {
      await first.launch('p', { stopOnEntry: true });
      await first.stopped();
      await withDebugger(workspace, async (second) => {
        await second.attach('last');
        const { stopped, top } = await second.stopped();
        assert.match(stopped.description ?? '', /^paused by debug adapter \(process \d+\)$/);
        assert.match(top, /^one:/);
        await second.go('next');
        const own = await second.stopped();
        assert.equal(own.stopped.description, 'Paused after a step');
        assert.equal(second.events('continued').length, 0, 'it let the run go on itself');
        const { allThreadsContinued } = (await first.event('continued')) as { allThreadsContinued: boolean };
        assert.equal(allThreadsContinued, true);
        const others = await first.stopped();
        assert.match(others.stopped.description ?? '', /^paused by debug adapter/);
        assert.equal(others.top, own.top);
        await second.ask('disconnect');
        await first.go('continue');
        assert.equal(await first.terminated(), 0);
        assert.equal(second.events('terminated').length, 0);
      });
    }));

  it('stops at the breakpoints of each, who is told only of his own', () =>
    withDebugger(workspace, async (first) => {
      await first.breakAt('name: two');
      await first.launch('p', { stopOnEntry: true });
      await first.stopped();
      await withDebugger(workspace, async (second) => {
        const [breakpoint] = await second.breakAt('name: three');
        await second.attach('last');
        await second.stopped();
        await second.go('continue');
        const atTwo = await second.stopped();
        assert.equal(atTwo.stopped.hitBreakpointIds, undefined);
        assert.match(atTwo.stopped.description ?? '', /^paused by/);
        assert.deepEqual((await first.stopped()).stopped.hitBreakpointIds, [1]);
        await first.go('continue');
        assert.deepEqual((await second.stopped()).stopped.hitBreakpointIds, [breakpoint?.id]);
        await second.go('continue');
        assert.deepEqual([await first.terminated(), await second.terminated()], [0, 0]);
      });
    }));

  it('can be started from the command line and joined there', () =>
    withDebugger(workspace, async (debug) => {
      workspace.hold();
      const run = workspace.start(['run', 'slowly', '--json']);
      await run.event('execution.started');
      await debug.breakAt('name: end');
      await debug.attach('last');
      await debug.outputs('slowly: joined run');
      assert.deepEqual(await debug.threads(), ['1 begin/slow']);
      workspace.letGo();
      assert.match((await debug.stopped()).top, /^end:/);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
      assert.equal((await run.ended).code, 0);
    }));

  it('waits for a debugger that died, and goes on without it after a while', async () => {
    const other = new DebuggedWorkspace();
    try {
      const env = commandEnvironment({ DODECA_DEBUG_HOLD_MS: '300' });
      const client = await connect(other.path, { client: 'test', start: true, env });
      const debug = new DapDebugger(other);
      await debug.initialize();
      await debug.launch('q', { stopOnEntry: true });
      await debug.stopped();
      debug.kill();
      const continued = await new Promise<{ reason: string | null; by: string }>((resolve) => {
        void client.subscribe({ after: 0 }, (events) => {
          for (const event of events) if (event.type === 'run.continued') resolve(event);
        });
      });
      assert.ok(continued.reason, 'the journal says why');
      await debug.dispose();
      client.dispose();
    } finally {
      await other.dispose();
    }
  });

  it('is its record once it has ended: forwards and backwards, and nothing can be changed', () =>
    withDebugger(workspace, async (debug) => {
      await workspace.run(0, 'p');
      await debug.breakAt('- third');
      await debug.attach('last');
      const entry = await debug.stopped();
      assert.equal(entry.stopped.reason, 'entry');
      await debug.go('continue');
      const atThird = await debug.stopped();
      assert.match(atThird.top, /^third:/);
      assert.deepEqual(atThird.stopped.hitBreakpointIds, [1]);
      assert.equal(atThird.stopped.description, 'Paused on breakpoint');
      assert.equal(await debug.evaluate('outputs.second.seen.n'), '0');
      const [given] = await debug.variables('Inputs');
      assert.deepEqual(given?.presentationHint, { attributes: ['readOnly'] });
      assert.match(
        await debug.refusal('setVariable', {
          variablesReference: await debug.scope('Inputs'),
          name: 'with',
          value: '{}',
        }),
        /this is the record of a run/,
      );
      await debug.go('stepBack');
      assert.match((await debug.stopped()).top, /^second:/);
      await debug.go('reverseContinue');
      assert.match((await debug.stopped()).top, /^one:/);
      await debug.ask('terminate');
      await debug.event('terminated');
    }));

  it('lets a debugger into the process of an agent: of Node by its own session', () =>
    withDebugger(
      workspace,
      async (debug) => {
        await debug.launch('p', { stopOnEntry: true });
        await debug.stopped();
        await debug.go('stepIn');
        await debug.stopped();
        await debug.go('stepIn');
        const { arguments: child } = await debug.reverse('startDebugging');
        const { request, configuration } = child as {
          request: string;
          configuration: Record<string, unknown>;
        };
        assert.equal(request, 'attach');
        const { type, address, port, name, continueOnAttach } = configuration;
        assert.deepEqual(
          { type, address, name, continueOnAttach },
          { type: 'node', address: '127.0.0.1', name: 'one/first (note.js)', continueOnAttach: false },
        );
        assert.ok(await listens(Number(port)), 'somebody listens there');
        await debug.ask('terminate');
        await debug.terminated();
      },
      { initialize: { supportsStartDebuggingRequest: true } },
    ));

  it('lets a debugger into every agent where it is asked to', () =>
    withDebugger(
      workspace,
      async (debug) => {
        await debug.launch('q', { waitForClient: true });
        const { arguments: child } = await debug.reverse('startDebugging');
        const { configuration } = child as { configuration: Record<string, unknown> };
        assert.equal(configuration.name, 'one/second (note.js)');
        assert.equal(debug.events('stopped').length, 0, 'the run itself goes on');
        await debug.ask('terminate');
        await debug.terminated();
      },
      { initialize: { supportsStartDebuggingRequest: true } },
    ));

  it('says where to attach where the client cannot start a session, or does not want to', async () => {
    for (const initialize of [{}, { supportsStartDebuggingRequest: true }]) {
      const debug = new DapDebugger(workspace, { initialize });
      debug.refuseReverse = 'no, thanks';
      try {
        await debug.initialize();
        await debug.launch('q', { stopOnEntry: true });
        await debug.stopped();
        await debug.go('stepIn');
        await debug.stopped();
        await debug.go('stepIn');
        await debug.outputs('one/second waits for a debugger: attach to the inspector of Node at 127.0.0.1:');
        await debug.ask('terminate');
        await debug.terminated();
      } finally {
        await debug.dispose();
      }
    }
  });

  it('lets a debugger into an agent that runs already', () =>
    withDebugger(
      workspace,
      async (debug) => {
        workspace.hold();
        const run = workspace.start(['run', 'slowly', '--json']);
        await run.event('execution.output');
        await debug.attach('last', { agent: 'slow' });
        const { arguments: child } = await debug.reverse('startDebugging');
        const { configuration } = child as { configuration: Record<string, unknown> };
        assert.deepEqual([configuration.type, configuration.continueOnAttach], ['node', true]);
        assert.ok(await listens(Number(configuration.port)), 'somebody listens there');
        workspace.letGo();
        assert.equal(await debug.terminated(), 0);
        await run.ended;
      },
      { initialize: { supportsStartDebuggingRequest: true } },
    ));

  it('says so where the agent does not run', () =>
    withDebugger(workspace, async (debug) => {
      await workspace.run(0, 'q');
      await debug.attach('last', { agent: 'second' });
      await debug.event('terminated');
      assert.match(debug.output, /second does not run now/);
    }));
});

/** Whether somebody takes connections at a port of this machine. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
