import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from '../../harness/dap-client.ts';
import { DapDebugger, withDebugger } from '../../harness/dap-debugger.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';
import { programFile } from '../../harness/program-file.ts';

const commandLine = programFile('cli');

describe('a debug session', () => {
  const workspace = new DebuggedWorkspace();

  before(async () => void (await workspace.connect()));
  after(() => workspace.dispose());

  it('begins with its capabilities, and with initialized right behind them', async () => {
    const client = new DapClient();
    try {
      const capabilities = await client.initialize();
      assert.equal(capabilities.supportsStepBack, true);
      assert.equal(capabilities.supportsConfigurationDoneRequest, true);
      assert.deepEqual(
        capabilities.exceptionBreakpointFilters?.map((filter) => [filter.filter, filter.default]),
        [
          ['failed', true],
          ['retried', false],
          ['timed_out', false],
        ],
      );
      await client.event('initialized');
      assert.deepEqual(
        client.said.map(({ message }) => message.type),
        ['request', 'response', 'event'],
      );
    } finally {
      await client.dispose();
    }
  });

  it('takes initialize without a path format, and with nothing at all', async () => {
    const client = new DapClient();
    try {
      await client.ask('initialize', {});
      assert.match(await client.refusal('initialize', {}), /sent already/);
    } finally {
      await client.dispose();
    }
  });

  it('begins the run when it was both asked for and configured, in whatever order', () =>
    withDebugger(workspace, async (debug) => {
      await debug.ask('configurationDone');
      assert.match(await debug.refusal('configurationDone'), /sent already/);
      await debug.ask('launch', { pipeline: 'p', workspace: workspace.path, stopOnEntry: true });
      await debug.stopped();
      await debug.ask('terminate');
      assert.equal(await debug.terminated(), 1);
    }));

  it('holds nothing back but the run before it is configured', () =>
    withDebugger(workspace, async (debug) => {
      await debug.ask('launch', { pipeline: 'p', workspace: workspace.path, stopOnEntry: true });
      const runs = async () => (await workspace.expect(0, 'runs', '--json', '--limit', '1')).lines[0]?.runId;
      const before = await runs();
      assert.deepEqual(await debug.threads(), ['1 p']);
      assert.equal(await runs(), before);
      assert.equal(debug.events('stopped').length, 0);
      await debug.ask('configurationDone');
      await debug.stopped();
      assert.notEqual(await runs(), before);
    }));

  it('refuses what comes before initialize', async () => {
    const client = new DapClient();
    try {
      for (const command of [
        'launch',
        'attach',
        'threads',
        'continue',
        'setBreakpoints',
        'evaluate',
        'terminate',
      ])
        assert.match(await client.refusal(command, {}), /first request must be `initialize`/, command);
      await client.initialize();
      await client.ask('threads');
    } finally {
      await client.dispose();
    }
  });

  it('refuses what needs a run before there is one', () =>
    withDebugger(workspace, async (debug) => {
      for (const command of [
        'continue',
        'next',
        'pause',
        'stackTrace',
        'evaluate',
        'restartFrame',
        'stepBack',
      ])
        assert.match(await debug.refusal(command, { threadId: 1 }), /Nothing is being debugged yet/, command);
      assert.deepEqual(await debug.threads(), ['1 run']);
    }));

  it('refuses a second launch, and an attach behind a launch', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('q', { stopOnEntry: true });
      await debug.stopped();
      for (const command of ['launch', 'attach'])
        assert.match(
          await debug.refusal(command, { pipeline: 'q', run: 'last', workspace: workspace.path }),
          /debugs a run already/,
        );
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('can be asked again where a launch was refused', () =>
    withDebugger(workspace, async (debug) => {
      const { path } = workspace;
      const refused: readonly [object, RegExp][] = [
        [{ workspace: path }, /`pipeline` is missing/],
        [{ pipeline: 'p' }, /`workspace` is missing/],
        [{ pipeline: 'p', workspace: '/no/such/folder' }, /is no folder: \/no\/such\/folder/],
        [{ pipeline: 'fail', workspace: path }, /There is no pipeline `fail`/],
        [{ pipeline: 'p', workspace: path, params: { greetings: 'x' } }, /did you mean `greeting`\?/],
      ];
      for (const [args, message] of refused) assert.match(await debug.refusal('launch', args), message);
      await debug.launch('q', { unknown: [1, 2], type: 'dodeca', request: 'launch', name: 'x' });
      assert.equal(await debug.terminated(), 0);
    }));

  it('refuses to attach to a run that is not there, and can be asked again', () =>
    withDebugger(workspace, async (debug) => {
      const refusal = await debug.refusal('attach', { run: 'nothing', workspace: workspace.path });
      assert.match(refusal, /nothing/);
      await debug.launch('q');
      assert.equal(await debug.terminated(), 0);
    }));

  it('answers what nobody knows, and arguments that are nonsense', () =>
    withDebugger(workspace, async (debug) => {
      for (const command of ['readMemory', 'restart', 'modules', '__proto__', 'constructor', ''])
        assert.match(await debug.refusal(command, {}), /There is no request/, command);
      assert.match(await debug.refusal('setBreakpoints'), /`source` is missing/);
      assert.match(await debug.refusal('setBreakpoints', { source: 7 }), /`source` must be an object/);
      assert.match(
        await debug.refusal('setBreakpoints', { source: {}, breakpoints: [{ line: 'x' }] }),
        /`breakpoints\[0\]\.line` must be a number/,
      );
      assert.match(await debug.refusal('disconnect', { terminateDebuggee: 'yes' }), /true or false/);
      await debug.ask('cancel', { requestId: 99 });
      await debug.ask('cancel', { requestId: 'x' });
    }));

  it('gives up what is being asked for when that is cancelled', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('q', { stopOnEntry: true });
      await debug.stopped();
      const frames = [
        { seq: 901, type: 'request', command: 'evaluate', arguments: { expression: '1 + 1' } },
        { seq: 902, type: 'request', command: 'cancel', arguments: { requestId: 901 } },
      ].map((message) => JSON.stringify(message));
      // In one piece, so that nothing can be answered in between.
      debug.write(frames.map((json) => `Content-Length: ${json.length}\r\n\r\n${json}`).join(''));
      await debug.ask('setBreakpoints', { source: {}, breakpoints: [] });
      const answer = debug.said.find(
        ({ message }) => 'request_seq' in message && message.request_seq === 901,
      );
      assert.ok(answer, 'it was answered');
      const { success, message } = answer.message as DebugProtocol.Response;
      assert.deepEqual([success, message], [false, 'cancelled']);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('answers after the end, and tells of the end once', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('q');
      assert.equal(await debug.terminated(), 0);
      for (const command of ['continue', 'next', 'pause', 'stackTrace', 'variables', 'evaluate'])
        assert.match(await debug.refusal(command, { threadId: 1 }), /session is over/, command);
      assert.match(
        await debug.refusal('launch', { pipeline: 'q', workspace: workspace.path }),
        /session is over/,
      );
      await debug.breakAt('name: two');
      assert.equal((await debug.threads()).length, 1);
      await debug.ask('terminate');
      await debug.ask('disconnect');
      await debug.ask('disconnect');
      assert.equal(debug.events('terminated').length, 1);
      assert.equal(debug.events('exited').length, 1);
    }));

  it('cancels the run when it is terminated', () =>
    withDebugger(workspace, async (debug) => {
      workspace.hold();
      await debug.launch('slowly');
      await debug.outputs('▶ begin/slow');
      await debug.ask('terminate');
      assert.equal(await debug.terminated(), 1);
      assert.match(debug.output, /■ slowly cancelled .*\(cancelled by debug adapter \(process \d+\)\)/);
    }));

  it('cancels a run that stands still, too', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      await debug.ask('terminate');
      assert.equal(await debug.terminated(), 1);
    }));

  it('ends at once where it is terminated before anything runs', () =>
    withDebugger(workspace, async (debug) => {
      await debug.ask('launch', { pipeline: 'p', workspace: workspace.path });
      await debug.ask('terminate');
      await debug.event('terminated');
      assert.match(await debug.refusal('next', { threadId: 1 }), /session is over/);
    }));

  it('lets the run go on when it is disconnected', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      const { lines } = await workspace.expect(0, 'runs', '--json', '--limit', '1');
      await debug.ask('disconnect');
      const client = await workspace.connect();
      const ended = new Promise<string>((resolve) => {
        void client.subscribe({ after: 0, runId: String(lines[0]?.runId) }, (events) => {
          for (const event of events) if (event.type === 'run.finished') resolve(event.status);
        });
      });
      assert.equal(await ended, 'succeeded');
      assert.equal(debug.events('terminated').length, 0);
    }));

  it('ends the run when it is disconnected and asked to', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      await debug.ask('disconnect', { terminateDebuggee: true });
      const client = await workspace.connect();
      const [run] = await client.call('run/list', { limit: 1 });
      const ended = new Promise<string>((resolve) => {
        void client.subscribe({ after: 0, runId: String(run?.runId) }, (events) => {
          for (const event of events) if (event.type === 'run.finished') resolve(event.status);
        });
      });
      assert.equal(await ended, 'cancelled');
    }));

  it('says so, and ends, when the engine dies', () =>
    withDebugger(workspace, async (debug) => {
      await debug.launch('p', { stopOnEntry: true });
      await debug.stopped();
      workspace.killEngine();
      await debug.event('terminated');
      assert.match(debug.output, /connection to the engine is lost/);
      assert.match(await debug.cannot('continue'), /session is over/);
      await workspace.connect();
    }));

  it('ends when its input ends', async () => {
    const client = new DapClient();
    await client.initialize();
    client.endInput();
    assert.equal(await client.ended, 0);
  });

  it('passes over rubbish, tells of it on standard error, and goes on', async () => {
    const client = new DapClient();
    try {
      client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await client.initialize();
      client.write('Content-Length: 5\r\n\r\n{"a":');
      client.write('Content-Length: 4\r\n\r\nnull');
      client.write('Content-Length: 2\r\n\r\n[]');
      client.write('rubbish');
      await client.ask('threads');
      await client.complains('no JSON');
      await client.complains('no message: null');
    } finally {
      await client.dispose();
    }
  });

  it('is served by the command line, too', async () => {
    const debug = new DapDebugger(workspace, { words: [commandLine, 'dap', '--workspace', workspace.path] });
    try {
      await debug.initialize();
      // Its workspace is that of the command line.
      await debug.ask('launch', { pipeline: 'q', stopOnEntry: true });
      await debug.ask('configurationDone');
      await debug.stopped();
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
      debug.endInput();
      assert.equal(await debug.ended, 0);
    } finally {
      await debug.dispose();
    }
  });
});
