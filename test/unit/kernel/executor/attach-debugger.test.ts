import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Job, JobHandle } from '../../../../src/kernel/executor/executor.ts';
import type { AgentDefinition, AgentProgram } from '../../../../src/model/definition.ts';
import { findProgram } from '../../../../src/process/find-program.ts';
import { anyPython, findDebugpyPython } from '../../../harness/debugpy-python.ts';
import { InspectorClient } from '../../../harness/inspector-client.ts';
import { listeningPorts } from '../../../harness/listening-ports.ts';
import { until } from '../../../harness/scripted-workspace.ts';
import { RelayClient } from '../../debug/relay-client.ts';
import { JobRig, type Recorder, splitResult } from './job-rig.ts';

const ready = 'console.log(\'::dodeca {"type":"progress","percent":1}\');';

/** Runs until the file `go` is there. */
const node = `import { existsSync } from 'node:fs';
${ready}
const timer = setInterval(() => {
  if (existsSync('go')) clearInterval(timer);
}, 20);
`;

const python = `import os, time
print('::dodeca {"type":"progress","percent":1}')
count = 0
while not os.path.exists("go"):
    count += 1
    time.sleep(0.02)
print("well")
`;

describe('JobHandle.attachDebugger', function () {
  this.timeout(120_000);

  let rig: JobRig;
  const handles: JobHandle[] = [];

  beforeEach(async () => {
    rig = await JobRig.open();
    await writeFile(join(rig.workspace, 'agent.mjs'), node);
    await writeFile(join(rig.workspace, 'agent.py'), python);
  });

  afterEach(async () => {
    for (const handle of handles.splice(0)) {
      handle.stop(0);
      await handle.result;
    }
    await rig.close();
  });

  const file = (path: string, interpreter: readonly string[] | null = null): AgentProgram => ({
    kind: 'file',
    path,
    interpreter,
    args: [],
  });

  /** Starts a job, and answers when its agent has said something. */
  async function running(job: Job): Promise<{ readonly handle: JobHandle; readonly seen: Recorder }> {
    const started = rig.start(job);
    handles.push(started.handle);
    await until(() => started.seen.messages.length > 0, 'the agent runs');
    return started;
  }

  async function goesOn(handle: JobHandle): Promise<void> {
    await writeFile(join(rig.workspace, 'go'), '');
    assert.deepEqual(splitResult(await handle.result).result, { kind: 'exited', exitCode: 0, signal: null });
  }

  async function reason(handle: JobHandle): Promise<string> {
    const attached = await handle.attachDebugger();
    return attached.ok ? `port ${attached.value.port}` : attached.error;
  }

  describe('a Node agent', () => {
    async function attached(agent: Partial<AgentDefinition>): Promise<void> {
      const { handle } = await running(rig.job(agent));
      const endpoint = await handle.attachDebugger();
      assert.ok(endpoint.ok, endpoint.ok ? '' : endpoint.error);
      const { runtime, host, port, waits, program } = endpoint.value;
      assert.deepEqual(
        { runtime, host, waits, program },
        { runtime: 'node', host: '127.0.0.1', waits: false, program: join(rig.workspace, 'agent.mjs') },
      );
      if (process.platform === 'linux')
        assert.deepEqual(
          listeningPorts().flatMap((address) => (address.port === port ? [address.host] : [])),
          ['127.0.0.1'],
        );
      assert.deepEqual(await handle.attachDebugger(), endpoint, 'asking again gives the same');
      const inspector = await InspectorClient.connect(port);
      const { result } = await inspector.ask('Runtime.evaluate', { expression: 'process.pid > 0' });
      assert.equal(result.value, true);
      inspector.close();
      await goesOn(handle);
      assert.equal(
        listeningPorts().some((address) => address.port === port),
        false,
      );
    }

    async function freePort(): Promise<number> {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { readonly port: number };
      await new Promise((resolve) => server.close(resolve));
      return port;
    }

    it('opens its inspector at the port that the definition names, and goes on', async () => {
      await attached({ program: file('agent.mjs'), debug: { wait: false, port: await freePort() } });
    });

    it('is found below a shell', async () => {
      await attached({
        program: {
          kind: 'shell',
          command: `${JSON.stringify(process.execPath)} --inspect-port=${await freePort()} agent.mjs`,
        },
      });
    });

    it('says so where its port is taken, and runs on', async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { readonly port: number };
      const { handle } = await running(rig.job({ program: file('agent.mjs'), debug: { wait: false, port } }));
      assert.equal(
        await reason(handle),
        `its Node could not listen on 127.0.0.1:${port} (address already in use). End the debugger that has this port, or give the agent a port of its own with "debug: { port: … }"`,
      );
      await new Promise((resolve) => server.close(resolve));
      await goesOn(handle);
    });

    it('is not signalled where it would be ended by that', async function () {
      if (process.platform !== 'linux') return this.skip();
      const deaf = rig.job({ program: file('agent.mjs', [process.execPath, '--disable-sigusr1']) });
      const { handle } = await running(deaf);
      assert.match(await reason(handle), /does not take the signal that opens the inspector/);
      await goesOn(handle);
    });

    it('is not what a program of that name is that is none', async function () {
      if (process.platform !== 'linux') return this.skip();
      const stub = join(rig.workspace, 'node');
      await writeFile(
        stub,
        '#!/bin/sh\necho \'::dodeca {"type":"progress","percent":1}\'; while [ ! -e go ]; do sleep 0.02; done\n',
      );
      await chmod(stub, 0o755);
      const { handle } = await running(rig.job({ program: file('agent.mjs', [stub]) }));
      assert.equal(await reason(handle), 'no process of the agent is Node now');
      await goesOn(handle);
    });
  });

  it('gives the endpoint of what was started under a debugger', async () => {
    const { handle, seen } = rig.start(rig.job({ program: file('agent.mjs') }, { debug: true }));
    handles.push(handle);
    const attached = await handle.attachDebugger();
    await until(() => seen.endpoints.length > 0, 'it listens');
    const endpoint = attached.ok ? attached : await handle.attachDebugger();
    assert.deepEqual(endpoint, { ok: true, value: seen.endpoints[0] });
  });

  it('says why it cannot get into other programs, and into what does not run', async () => {
    const shell = rig.shell(
      'echo \'::dodeca {"type":"progress","percent":1}\'; while [ ! -e go ]; do sleep 0.02; done',
    );
    const { handle } = await running(shell);
    assert.match(await reason(handle), /is a shell command: only Python and Node agents can be stepped into/);
    await goesOn(handle);
    assert.equal(await reason(handle), 'the agent does not run now');
    const missing = rig.start(rig.job({ program: file('no.py') }));
    assert.equal(await reason(missing.handle), 'the agent does not run now');
  });

  describe('a Python agent', () => {
    it('is told what to install where debugpy is missing', async function () {
      const plain = anyPython();
      if (plain === null) return this.skip();
      const { handle } = await running(rig.job({ program: file('agent.py', [plain, '-I', '-S', '-u']) }));
      assert.match(await reason(handle), /^debugpy is missing: install it with ".* -m pip install debugpy"$/);
      await goesOn(handle);
    });

    it('is told what is needed where no debugger can get in', async function () {
      const found = await findDebugpyPython();
      if (found === null || process.platform !== 'linux') return this.skip();
      const own = await JobRig.open({ environment: { ...process.env, PATH: '/nowhere' } });
      await writeFile(join(own.workspace, 'agent.py'), python);
      const started = own.start(own.job({ program: file('agent.py', [found]) }));
      handles.push(started.handle);
      await until(() => started.seen.messages.length > 0, 'the agent runs');
      const attached = await started.handle.attachDebugger();
      // 3.14 needs nobody's help.
      if (!attached.ok)
        assert.match(
          attached.error,
          /^a running Python 3\.\d+ can be entered by gdb or lldb alone, and neither is/,
        );
      await writeFile(join(own.workspace, 'go'), '');
      assert.equal((await started.handle.result).kind, 'exited');
      await own.close();
    });

    it('is debugged by gdb where that works on this machine, and is unharmed where it does not', async function () {
      const found = await findDebugpyPython();
      if (found === null || findProgram('gdb', process.env) === null) return this.skip();
      const { handle } = await running(rig.job({ program: file('agent.py', [found]) }));
      const attached = await handle.attachDebugger();
      if (attached.ok) {
        const { waits, program } = attached.value;
        assert.deepEqual({ waits, program }, { waits: false, program: join(rig.workspace, 'agent.py') });
        const client = new RelayClient();
        await client.configured(await client.attach(attached.value));
        await client.ask('pause', { threadId: 1 });
        const { threadId } = await client.event('stopped');
        assert.ok(Number((await client.locals(threadId)).count) > 0);
        await client.ask('disconnect');
        client.relay.dispose();
      } else {
        assert.match(attached.error, /step into the agent instead$/);
      }
      await goesOn(handle);
    });

    it('takes debugpy in by itself from 3.14 on', async function () {
      if (process.platform !== 'linux') return this.skip();
      const plain = anyPython();
      if (plain === null) return this.skip();
      // It stands for a Python 3.14 with debugpy: what gets in listens, and tells that it was asked for the agent.
      const stub = join(rig.workspace, 'python3');
      const listener = join(rig.workspace, 'listener.py');
      await writeFile(
        listener,
        'import socket, sys, time\nserver = socket.socket()\nserver.bind(("127.0.0.1", int(sys.argv[1])))\nserver.listen()\nopen(sys.argv[2], "w").write(sys.argv[3])\ntime.sleep(600)\n',
      );
      await writeFile(
        stub,
        [
          '#!/bin/sh',
          'case "$*" in',
          '*--check*) echo debugpy 1.8 python 3.14;;',
          `*--pid*) address=\${5#*:}; "${plain}" "${listener}" "$address" "${rig.workspace}/asked" "$7" >/dev/null 2>&1 & exit 0;;`,
          `*) exec "${plain}" "$@";;`,
          'esac',
        ].join('\n'),
      );
      await chmod(stub, 0o755);
      const { handle, seen } = await running(rig.job({ program: file('agent.py', [stub]) }));
      const attached = await handle.attachDebugger();
      assert.ok(attached.ok, attached.ok ? '' : attached.error);
      assert.ok(
        listeningPorts().some(({ host, port }) => host === '127.0.0.1' && port === attached.value.port),
      );
      const asked = await rig.run(rig.shell('cat asked'));
      assert.equal(asked.log, String(seen.started[0]?.pid));
      await goesOn(handle);
      assert.equal(
        listeningPorts().some(({ port }) => port === attached.value.port),
        false,
      );
    });
  });
});
