import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { JobHandle } from '../../../src/kernel/executor/executor.ts';
import type { DebugEndpoint } from '../../../src/model/debug.ts';
import { findDebugpyPython } from '../../harness/debugpy-python.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { JobRig } from '../kernel/executor/job-rig.ts';
import { RelayClient } from './relay-client.ts';

const script = `"""An agent."""
import sys


def twice(number):
    result = number * 2
    return result


print(twice(21))
sys.exit(4)
`;

describe('the relay to debugpy', function () {
  this.timeout(120_000);

  let python = '';
  let rig: JobRig;
  const clients: RelayClient[] = [];
  const handles: JobHandle[] = [];

  before(async function () {
    const found = await findDebugpyPython();
    if (found === null) return this.skip();
    python = found;
  });

  beforeEach(async () => {
    rig = await JobRig.open();
    await writeFile(join(rig.workspace, 'agent.py'), script);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.relay.dispose();
    for (const handle of handles.splice(0)) {
      handle.stop(0);
      await handle.result;
    }
    await rig.close();
  });

  function client(...args: ConstructorParameters<typeof RelayClient>): RelayClient {
    const made = new RelayClient(...args);
    clients.push(made);
    return made;
  }

  /** Starts a script under its debugger, which listens when this answers. */
  async function started(path = 'agent.py') {
    const job = rig.job(
      { program: { kind: 'file', path, interpreter: [python], args: [] } },
      { debug: true },
    );
    const { handle, seen } = rig.start(job);
    handles.push(handle);
    await until(() => seen.endpoints.length > 0, 'debugpy listens');
    return { job, handle, seen, endpoint: seen.endpoints[0] as DebugEndpoint };
  }

  const file = (): string => join(rig.workspace, 'agent.py');

  it('stops at the first line of the user’s file, and at a breakpoint in it, and reads its variables', async () => {
    const { handle, endpoint, job } = await started();
    const debug = client();
    const attach = await debug.attach(endpoint);
    const set = await debug.ask('setBreakpoints', { source: { path: file() }, breakpoints: [{ line: 7 }] });
    assert.deepEqual(
      set.breakpoints.map(({ verified, line }: never) => [verified, line]),
      [[true, 7]],
    );
    await debug.configured(attach);
    const entry = await debug.event('stopped');
    assert.equal(entry.reason, 'entry');
    assert.deepEqual(await debug.stack(entry.threadId), [`${file()}:1`], 'and nothing of what started it');
    const from = debug.heard.length;
    await debug.ask('continue', { threadId: entry.threadId });
    const hit = await debug.event('stopped', from);
    assert.equal(hit.reason, 'breakpoint');
    assert.deepEqual(await debug.stack(hit.threadId), [`${file()}:7`, `${file()}:10`]);
    const { number, result } = await debug.locals(hit.threadId);
    assert.deepEqual({ number, result }, { number: '21', result: '42' });
    await debug.ask('continue', { threadId: hit.threadId });
    await debug.event('terminated');
    const ended = await handle.result;
    assert.equal(ended.kind === 'exited' && ended.exitCode, 4);
    assert.match(await rig.log(job), /^42$/m);
    await debug.ask('disconnect');
  });

  it('takes over from a session that has answered already, and tells what became of its breakpoints', async () => {
    const { handle, endpoint } = await started();
    const { host, port } = endpoint;
    const request = (seq: number, command: string, args: object = {}) =>
      ({ seq, type: 'request', command, arguments: args }) as const;
    const source = { path: file() };
    const debug = client({
      initialize: { adapterID: 'dodeca' },
      capabilities: {
        supportsStepBack: true,
        exceptionBreakpointFilters: [{ filter: 'failed', label: 'Failed' }],
      },
      attach: request(5, 'attach', { runtime: 'python', connect: { host, port } }),
      answered: [
        {
          request: request(2, 'setBreakpoints', { source, breakpoints: [{ line: 4 }, { line: 6 }] }),
          body: {
            breakpoints: [
              { id: 1, verified: false },
              { id: 2, verified: false },
            ],
          },
        },
        { request: request(3, 'setExceptionBreakpoints', { filters: [] }) },
        { request: request(4, 'configurationDone') },
      ],
      seq: 50,
    });
    assert.equal((await debug.response(5)).success, true);
    const { capabilities } = await debug.event('capabilities');
    assert.equal(capabilities.supportsStepBack, false);
    assert.equal(capabilities.supportsSetVariable, true);
    const filters = capabilities.exceptionBreakpointFilters.map(({ filter }: { filter: string }) => filter);
    assert.ok(filters.includes('uncaught') && !filters.includes('failed'));
    const entry = await debug.event('stopped');
    const told = debug.heard.flatMap((message) =>
      'event' in message && message.event === 'breakpoint' && 'body' in message ? [message.body] : [],
    ) as {
      readonly breakpoint: { readonly id: number; readonly verified: boolean; readonly line: number };
    }[];
    assert.deepEqual(
      told.map(({ breakpoint: { id, verified, line } }) => [id, verified, line]),
      [
        [1, true, 2],
        [2, true, 6],
      ],
    );
    assert.ok(!debug.has('initialized'), 'that was said before');
    assert.ok(
      debug.heard.every(({ seq }, at) => seq === 50 + at),
      'the numbers go on',
    );
    const added = await debug.ask('setBreakpoints', { source, breakpoints: [{ line: 10 }] });
    assert.ok(added.breakpoints[0].id > 2, 'ids of debugpy stay out of the way of those given before');
    await debug.ask('disconnect');
    await handle.result;
    assert.equal(entry.reason, 'entry');
  });

  it('leaves the agent running when the client leaves, and ends it when that is asked for', async () => {
    await writeFile(
      join(rig.workspace, 'agent.py'),
      'import time\nprint("on")\ntime.sleep(0.2)\nprint("end")\n',
    );
    const left = await started();
    const first = client();
    const attach = await first.attach(left.endpoint);
    await first.configured(attach);
    await first.event('stopped');
    await first.ask('disconnect', { terminateDebuggee: false });
    const ended = await left.handle.result;
    assert.equal(ended.kind === 'exited' && ended.exitCode, 0);
    assert.match(await rig.log(left.job), /on\nend\n/);

    const killed = await started();
    const second = client();
    await second.configured(await second.attach(killed.endpoint));
    await second.event('stopped');
    await second.ask('disconnect', { terminateDebuggee: true });
    const death = await killed.handle.result;
    assert.equal(death.kind === 'exited' && death.signal, 'SIGTERM', 'and not a success');
    assert.doesNotMatch(await rig.log(killed.job), /^on$/m);
  });

  it('ends when the agent is ended', async () => {
    const { handle, endpoint } = await started();
    const debug = client();
    await debug.configured(await debug.attach(endpoint));
    await debug.event('stopped');
    handle.stop(0);
    await debug.event('terminated');
    await handle.result;
    assert.equal((await debug.response(debug.send('threads'))).success, false);
    await debug.ask('disconnect');
    assert.equal(
      debug.heard.filter((message) => 'event' in message && message.event === 'terminated').length,
      1,
    );
  });

  it('asks for a session for a child process, which stops at breakpoints too', async () => {
    await writeFile(join(rig.workspace, 'child.py'), 'value = 6 * 7\nprint("child", value)\n');
    await writeFile(
      join(rig.workspace, 'agent.py'),
      'import subprocess, sys\nsubprocess.run([sys.executable, "child.py"], check=True)\nprint("parent")\n',
    );
    const { handle, endpoint, job } = await started();
    const parent = client();
    await parent.configured(await parent.attach(endpoint, { follows: true }));
    const entry = await parent.event('stopped');
    await parent.ask('continue', { threadId: entry.threadId });
    const { request, configuration } = await parent.event('startDebugging');
    assert.equal(request, 'attach');
    const { type, runtime, connect, subProcessId } = configuration;
    assert.deepEqual(
      { type, runtime, connect },
      {
        type: 'dodeca',
        runtime: 'python',
        connect: { host: endpoint.host, port: endpoint.port },
      },
    );
    assert.ok(subProcessId > 0);
    const child = client();
    const attach = await child.attach({ ...endpoint, ...connect }, { more: configuration });
    await child.ask('setBreakpoints', {
      source: { path: join(rig.workspace, 'child.py') },
      breakpoints: [{ line: 2 }],
    });
    await child.configured(attach);
    const hit = await child.event('stopped');
    assert.equal((await child.locals(hit.threadId)).value, '42');
    await child.ask('continue', { threadId: hit.threadId });
    await child.event('terminated');
    await parent.event('terminated');
    const ended = await handle.result;
    assert.equal(ended.kind === 'exited' && ended.exitCode, 0);
    assert.match(await rig.log(job), /child 42\nparent\n/);
  });

  it('lets a child process go on that nobody debugs', async () => {
    await writeFile(join(rig.workspace, 'child.py'), 'print("child")\n');
    await writeFile(
      join(rig.workspace, 'agent.py'),
      'import subprocess, sys\nsubprocess.run([sys.executable, "child.py"], check=True)\n',
    );
    for (const follows of [false, true]) {
      const { handle, endpoint, job } = await started();
      const debug = client();
      await debug.configured(await debug.attach(endpoint, { follows }));
      const entry = await debug.event('stopped');
      await debug.ask('continue', { threadId: entry.threadId });
      if (follows) {
        await debug.event('startDebugging');
        const asked = debug.heard.find(({ type }) => type === 'request');
        debug.relay.handleMessage({
          seq: 1,
          type: 'response',
          request_seq: asked?.seq,
          success: false,
          command: 'startDebugging',
        } as never);
      }
      const ended = await handle.result;
      assert.equal(ended.kind === 'exited' && ended.exitCode, 0);
      assert.match(await rig.log(job), /^child$/m);
    }
  });

  it('says what is wrong with where it is to go', async () => {
    for (const [connect, message] of [
      [undefined, /"connect" is missing/],
      [{ host: '127.0.0.1' }, /"connect.port" must be a port, 1 to 65535/],
      [{ host: 7, port: 1 }, /"connect.host" must be the name of a host/],
    ] as const) {
      const debug = client();
      await debug.ask('initialize', {});
      const { success, message: said } = await debug.response(
        debug.send('attach', { runtime: 'python', ...(connect && { connect }) }),
      );
      assert.equal(success, false);
      assert.match(said ?? '', message);
      await debug.event('terminated');
    }
  });

  it('waits for debugpy, and can be left meanwhile', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { readonly port: number }).port)),
    );
    await new Promise((resolve) => server.close(resolve));
    const debug = client();
    await debug.ask('initialize', {});
    const attach = debug.send('attach', { runtime: 'python', connect: { host: '127.0.0.1', port } });
    await debug.ask('disconnect');
    await debug.event('terminated');
    assert.equal((await debug.response(attach)).success, false);
  });

  it('ends at somebody who is no debugger', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad\r\n\r\nno'),
    );
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { readonly port: number }).port)),
    );
    const debug = client();
    await debug.ask('initialize', {});
    const attach = debug.send('attach', { runtime: 'python', connect: { host: '127.0.0.1', port } });
    assert.equal((await debug.response(attach)).success, false);
    await debug.event('terminated');
    server.close();
  });

  it('refuses what comes out of order', async () => {
    const debug = client();
    assert.match((await debug.response(debug.send('attach', {}))).message ?? '', /not initialized yet/);
    await debug.ask('initialize', {});
    assert.equal((await debug.response(debug.send('initialize', {}))).success, false);
    assert.match((await debug.response(debug.send('launch', {}))).message ?? '', /cannot be asked again/);
  });
});
