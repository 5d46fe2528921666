import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Job, JobHandle } from '../../../../src/kernel/executor/executor.ts';
import type { DebugEndpoint } from '../../../../src/model/debug.ts';
import type { AgentDefinition } from '../../../../src/model/definition.ts';
import { findByEnvironment } from '../../../../src/process/find-by-environment.ts';
import { findDebugpyPython } from '../../../harness/debugpy-python.ts';
import { InspectorClient } from '../../../harness/inspector-client.ts';
import { listeningPorts } from '../../../harness/listening-ports.ts';
import { until } from '../../../harness/scripted-workspace.ts';
import { RelayClient } from '../../debug/relay-client.ts';
import { JobRig, type Recorder, splitResult } from './job-rig.ts';

/** A port of the loopback that is in use while `use` runs. */
async function withTakenPort(use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as { readonly port: number }).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('LocalExecutor, under a debugger', function () {
  this.timeout(120_000);

  let rig: JobRig;
  const handles: JobHandle[] = [];
  const clients: RelayClient[] = [];

  beforeEach(async () => {
    rig = await JobRig.open();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.relay.dispose();
    for (const handle of handles.splice(0)) {
      handle.stop(0);
      await handle.result;
    }
    await rig.close();
  });

  async function job(
    path: string,
    text: string,
    {
      args = [],
      interpreter = null,
      agent = {},
      debug = true,
    }: {
      readonly args?: readonly string[];
      readonly interpreter?: readonly string[] | null;
      readonly agent?: Partial<AgentDefinition>;
      readonly debug?: boolean;
    } = {},
  ): Promise<Job> {
    await writeFile(join(rig.workspace, path), text);
    return rig.job({ program: { kind: 'file', path, interpreter, args }, ...agent }, { debug });
  }

  function start(job: Job): { readonly handle: JobHandle; readonly seen: Recorder } {
    const started = rig.start(job);
    handles.push(started.handle);
    return started;
  }

  /** Starts a job, and answers when its debugger listens. */
  async function waiting(job: Job) {
    const { handle, seen } = start(job);
    await until(() => seen.endpoints.length > 0, 'the debugger listens');
    return { handle, seen, endpoint: seen.endpoints[0] as DebugEndpoint };
  }

  function isListenedAt(port: number): boolean {
    return listeningPorts().some((address) => address.port === port);
  }

  /** Whoever carries the mark of an execution listens at the loopback alone. */
  function hostsOf(port: number): readonly string[] {
    return listeningPorts()
      .filter((address) => address.port === port)
      .map(({ host }) => host);
  }

  describe('Node', () => {
    it('waits for its debugger before the first line, at a free port of the loopback, and goes on as ever', async () => {
      const text =
        'const answer: number = 42;\nconsole.log(answer, process.execArgv.length);\nprocess.exit(3);\n';
      const started = await job('agent.ts', text, { args: ['a b'] });
      const { handle, seen, endpoint } = await waiting(started);
      assert.deepEqual(endpoint, {
        runtime: 'node',
        host: '127.0.0.1',
        port: endpoint.port,
        waits: true,
        program: join(rig.workspace, 'agent.ts'),
      });
      assert.equal(
        seen.started[0]?.command.includes('--inspect'),
        false,
        'the command is told as it is written',
      );
      if (process.platform === 'linux') assert.deepEqual(hostsOf(endpoint.port), ['127.0.0.1']);
      assert.match((await InspectorClient.targets(endpoint.port))[0]?.url ?? '', /agent\.ts$/);
      assert.doesNotMatch(await rig.log(started), /^42 /m);
      const inspector = await InspectorClient.connect(endpoint.port);
      await inspector.ask('Runtime.enable');
      await inspector.ask('Debugger.enable');
      await inspector.ask('Runtime.runIfWaitingForDebugger');
      assert.equal((await inspector.event('Debugger.paused')).reason, 'Break on start');
      await inspector.ask('Debugger.resume');
      await inspector.event('Runtime.executionContextDestroyed');
      inspector.close();
      assert.deepEqual(splitResult(await handle.result).result, {
        kind: 'exited',
        exitCode: 3,
        signal: null,
      });
      // No flag of ours is seen by the agent, or handed to what it forks.
      assert.match(await rig.log(started), /^42 0$/m);
      assert.equal(isListenedAt(endpoint.port), false);
    });

    it('does not make children wait that the agent forks', async () => {
      const text = [
        "import { fork } from 'node:child_process';",
        "if (process.argv[2] !== 'child') {",
        "  fork(import.meta.filename, ['child']).on('exit', (code) => console.log('child', code));",
        '}',
      ];
      const started = await job('agent.mjs', text.join('\n'));
      const { handle, endpoint } = await waiting(started);
      const inspector = await InspectorClient.connect(endpoint.port);
      await inspector.ask('Runtime.enable');
      await inspector.ask('Runtime.runIfWaitingForDebugger');
      await inspector.event('Runtime.executionContextDestroyed');
      inspector.close();
      await handle.result;
      assert.match(await rig.log(started), /^child 0$/m);
    });

    it('takes the port that the definition names', async () => {
      let port = 0;
      await withTakenPort(async (free) => {
        port = free;
      });
      const agent = { debug: { wait: false, port } };
      const { endpoint } = await waiting(await job('agent.cjs', '', { agent }));
      assert.equal(endpoint.port, port);
    });

    it('says so where the port was taken meanwhile, and the agent runs', async () => {
      await withTakenPort(async (port) => {
        const started = await job('agent.cjs', 'console.log("ran")', {
          agent: { debug: { wait: false, port } },
        });
        const { handle, seen } = start(started);
        assert.deepEqual(splitResult(await handle.result).result.kind, 'exited');
        assert.match(
          seen.warnings.join(),
          /runs without its debugger, which could not listen on 127\.0\.0\.1:\d+/,
        );
        assert.deepEqual(seen.endpoints, []);
        assert.match(await rig.log(started), /^ran$/m);
      });
    });

    it('ends with the run where no debugger ever comes', async () => {
      const { handle, endpoint } = await waiting(await job('agent.cjs', ''));
      handle.stop(1000);
      const result = await handle.result;
      assert.equal(result.kind === 'exited' && result.signal, 'SIGTERM');
      assert.equal(isListenedAt(endpoint.port), false);
    });

    it('runs a built-in agent, and what a shell command names plainly', async () => {
      const entry = join(rig.workspace, 'main.mjs');
      await writeFile(entry, '');
      const own = await JobRig.open({ builtinEntry: () => entry });
      const builtin = own.start(own.job({ program: { kind: 'builtin', name: 'b' } }, { debug: true }));
      handles.push(builtin.handle);
      await until(() => builtin.seen.endpoints.length > 0, 'the built-in agent listens');
      assert.equal(builtin.seen.endpoints[0]?.program, entry);
      const { endpoint } = await waiting({
        ...rig.shell(`${JSON.stringify(process.execPath)} 'main.mjs' x`),
        debug: true,
      });
      assert.equal(endpoint.program, entry);
      await own.close();
    });
  });

  describe('Python', () => {
    let python = '';

    before(async function () {
      const found = await findDebugpyPython();
      if (found === null) return this.skip();
      python = found;
    });

    function scripted(text: string, more: Parameters<typeof job>[2] = {}): Promise<Job> {
      return job('agent.py', text, { interpreter: [python], ...more });
    }

    async function attached(endpoint: DebugEndpoint): Promise<RelayClient> {
      const client = new RelayClient();
      clients.push(client);
      await client.configured(await client.attach(endpoint));
      return client;
    }

    /** Goes on from the stop at the first line. */
    async function throughIt(endpoint: DebugEndpoint): Promise<void> {
      const client = await attached(endpoint);
      const { threadId } = await client.event('stopped');
      await client.ask('continue', { threadId });
    }

    it('waits before the first line, at a free port of the loopback, which is closed at the end', async () => {
      const started = await scripted('print("ran")\n');
      const { handle, seen, endpoint } = await waiting(started);
      assert.deepEqual(endpoint, {
        runtime: 'python',
        host: '127.0.0.1',
        port: endpoint.port,
        waits: true,
        program: join(rig.workspace, 'agent.py'),
      });
      assert.equal(seen.started[0]?.command, [python, join(rig.workspace, 'agent.py')].map(quoted).join(' '));
      const mark = { name: 'DODECA_EXECUTION_ID', value: started.executionId };
      if (process.platform === 'linux') {
        assert.deepEqual(hostsOf(endpoint.port), ['127.0.0.1']);
        assert.ok((await findByEnvironment(mark)).length > 1, 'debugpy has a process of its own');
      }
      await throughIt(endpoint);
      assert.deepEqual(splitResult(await handle.result).result, {
        kind: 'exited',
        exitCode: 0,
        signal: null,
      });
      assert.match(await rig.log(started), /^ran$/m);
      assert.equal(isListenedAt(endpoint.port), false);
      if (process.platform === 'linux') assert.deepEqual(await findByEnvironment(mark), []);
    });

    it('finds itself as if nobody debugged it', async () => {
      await writeFile(join(rig.workspace, 'beside.py'), 'name = "beside"\n');
      // debugpy sets one variable, for child processes.
      const text = [
        'import beside, json, os, pickle, sys',
        'class Thing: pass',
        'mine = ("beside", "json", "os", "pickle", "sys", "Thing")',
        'names = sorted(name for name in globals() if name not in mine)',
        'other = ("DODECA_EXECUTION_ID", "DODECA_INPUT", "PYDEVD_USE_FRAME_EVAL")',
        'env = {name: value for name, value in os.environ.items() if name not in other}',
        'print(json.dumps([sys.argv, __file__, __name__, sys.path, beside.name, names, repr(__spec__), __package__,',
        '  type(__loader__).__name__, sys.modules["__main__"].__dict__ is globals(),',
        '  type(pickle.loads(pickle.dumps(Thing()))).__module__, os.getcwd(), sys.executable, env]))',
      ].join('\n');
      const plain = await rig.run(await scripted(text, { debug: false, args: ['a b', '-c'] }));
      const debugged = await scripted(text, { args: ['a b', '-c'] });
      const { handle, endpoint } = await waiting(debugged);
      await throughIt(endpoint);
      assert.equal((await handle.result).kind, 'exited');
      const told = (log: string): unknown => JSON.parse(/^\[\[.*$/m.exec(log)?.[0] ?? log);
      assert.deepEqual(told(await rig.log(debugged)), told(plain.log));
    });

    it('ends as it would without, and says the same', async () => {
      for (const [text, exitCode, signal] of [
        ['import sys\nsys.exit(3)\n', 3, null],
        ['import sys\nsys.exit("no")\n', 1, null],
        ['def f():\n    raise ValueError("x")\n\nf()\n', 1, null],
        ['import sys\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError("k")\n', 1, null],
        ['if True print\n', 1, null],
        [
          'import sys\nsys.excepthook = lambda kind, *_: print("hook", kind.__name__)\nraise OSError\n',
          1,
          null,
        ],
        ['raise KeyboardInterrupt\n', null, 'SIGINT'],
        ['import os\nos._exit(7)\n', 7, null],
        ['import atexit\natexit.register(print, "last")\nraise SystemError("s")\n', 1, null],
      ] as const) {
        const plain = await rig.run(await scripted(text, { debug: false }));
        assert.deepEqual(plain.result, { kind: 'exited', exitCode, signal }, text);
        const debugged = await scripted(text);
        const { handle, endpoint } = await waiting(debugged);
        // What cannot be compiled has no first line.
        if (text.startsWith('if True')) await attached(endpoint);
        else await throughIt(endpoint);
        assert.deepEqual(splitResult(await handle.result).result, plain.result, text);
        const log = (await rig.log(debugged)).replace(/^Debugger listening on .*\n/, '');
        assert.equal(log, plain.log);
      }
    });

    it('takes the port that the definition names, and fails where it was taken meanwhile', async () => {
      await withTakenPort(async (port) => {
        const started = await scripted('print("ran")\n', { agent: { debug: { wait: false, port } } });
        const { handle, seen } = start(started);
        const result = await handle.result;
        assert.equal(result.kind === 'exited' && result.exitCode, 1);
        assert.deepEqual(seen.endpoints, []);
        assert.match(await rig.log(started), /debugger could not be started.*address already in use/i);
        await assert.rejects(async () => assert.match(await rig.log(started), /^ran$/m));
      });
    });

    it('ends with the run where no client ever comes, with the process of debugpy', async () => {
      const started = await scripted('print("ran")\n');
      const { handle, endpoint } = await waiting(started);
      handle.stop(1000);
      const result = await handle.result;
      assert.equal(result.kind === 'exited' && result.signal, 'SIGTERM');
      assert.equal(isListenedAt(endpoint.port), false);
      assert.doesNotMatch(await rig.log(started), /^ran$/m);
      const mark = { name: 'DODECA_EXECUTION_ID', value: started.executionId };
      assert.deepEqual(await findByEnvironment(mark), []);
    });

    it('does not wait for a client that stays when the agent has ended', async () => {
      const { handle, endpoint } = await waiting(await scripted('print("ran")\n'));
      const client = await attached(endpoint);
      const { threadId } = await client.event('stopped');
      // It reads nothing any more, and does not leave.
      client.relay.handleMessage({
        seq: 9,
        type: 'request',
        command: 'continue',
        arguments: { threadId },
      } as never);
      const result = await handle.result;
      assert.equal(result.kind === 'exited' && result.exitCode, 0);
      assert.equal(isListenedAt(endpoint.port), false);
    });

    it('is started under its debugger by flags, by its first line, and by a plain shell command', async () => {
      await writeFile(join(rig.workspace, 'tool'), `#!${python}\nprint("tool")\n`, { mode: 0o755 });
      const flagged = await scripted('print(1)\n', { interpreter: [python, '-B', '-W', 'error', '-Xutf8'] });
      const direct = rig.job(
        { program: { kind: 'file', path: 'tool', interpreter: null, args: [] } },
        { debug: true },
      );
      const shell = { ...rig.shell(`${python} -B "agent.py" x`), debug: true };
      for (const started of [flagged, direct, shell]) {
        const { handle, endpoint } = await waiting(started);
        await throughIt(endpoint);
        const result = await handle.result;
        assert.equal(result.kind === 'exited' && result.exitCode, 0, await rig.log(started));
      }
    });
  });

  it('does not start what no debugger gets into', async () => {
    const { result } = await rig.run({ ...rig.shell('echo ran'), debug: true });
    assert.deepEqual(result, {
      kind: 'not-started',
      cause: 'error',
      reason: '"echo ran" is a shell command: only Python and Node agents can be stepped into',
    });
  });
});

function quoted(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word);
}
