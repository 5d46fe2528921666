import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { EngineClient } from '../../../src/client/engine-client.ts';
import { errorCode, errorMessage } from '../../../src/common/errors.ts';
import type { RunOptions } from '../../../src/model/event.ts';
import { problemsOf } from '../../../src/rpc/rpc-error.ts';
import { frame, ScriptedWorkspace, unframe, until } from '../../harness/scripted-workspace.ts';

const options: RunOptions = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
};
const nothing = { params: {}, options, secrets: {} };

async function closed(socket: Socket): Promise<Buffer> {
  const received: Buffer[] = [];
  socket.on('data', (chunk) => received.push(chunk));
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(received);
}

describe('the server', () => {
  const workspace = new ScriptedWorkspace({ SCRIPTED_EVENTS: '1000000' });
  let client: EngineClient;

  before(async () => {
    client = await workspace.connect();
  });

  after(() => workspace.dispose());

  async function residentMemory(): Promise<number> {
    return (await client.call('engine/status', {})).residentMemory;
  }

  async function startSleep(): Promise<{ runId: string; token: string }> {
    const { runId } = await client.call('run/start', { pipeline: 'sleep', ...nothing });
    return { runId, token: `token-of-${runId}` };
  }

  function attach(token: string): Promise<EngineClient> {
    const { socket } = workspace.engine();
    return EngineClient.attach({ socket, token, client: 'agent', linger: false, timeoutMs: 10_000 });
  }

  describe('lets in', () => {
    const hello = () => ({ token: workspace.engine().token, client: 'cli', version: '1' });
    const initialize = (params: object) => frame({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const strangers: Record<string, () => string> = {
      'a wrong token': () => initialize({ ...hello(), token: 'x'.repeat(43) }),
      'a token of another length': () => initialize({ ...hello(), token: 'x' }),
      'no token': () => initialize({ client: 'cli', version: '1' }),
      'parameters that are none': () => frame({ jsonrpc: '2.0', id: 1, method: 'initialize', params: [1] }),
      'another first message': () =>
        frame({ jsonrpc: '2.0', id: 1, method: 'engine/status', params: hello() }),
      'a notification first': () => frame({ jsonrpc: '2.0', method: 'initialize', params: hello() }),
      'a first message above 64 KiB': () => initialize({ ...hello(), version: 'x'.repeat(65_536) }),
      rubbish: () => 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'half a message, and no more': () => initialize(hello()).slice(0, -5),
      'nothing at all': () => '',
    };
    /** What each was told until the door was shut: all come at once, since some are given seconds to say more. */
    const told = new Map<string, Promise<Buffer>>();

    before(async () => {
      for (const [what, text] of Object.entries(strangers)) {
        const socket = await workspace.rawSocket();
        socket.write(text());
        told.set(what, closed(socket));
      }
    });

    for (const what of Object.keys(strangers)) {
      it(`nobody who brings ${what}`, async () => {
        const received = (await told.get(what)) ?? assert.fail('it has not come');
        assert.equal(
          unframe(received).some((message) => JSON.stringify(message).includes('result')),
          false,
        );
        assert.equal((await client.call('engine/status', {})).clients, 1);
      });
    }

    it('a client of another protocol only to tell it so', async () => {
      const socket = await workspace.rawSocket();
      socket.write(initialize({ ...hello(), protocol: 999 }));
      const [answer] = unframe(await closed(socket));
      assert.match(JSON.stringify(answer), /protocol-mismatch.*dodeca stop/);
    });
  });

  describe('answers', () => {
    it('with the user error that the engine throws', async () => {
      await assert.rejects(client.call('run/start', { pipeline: 'x"\n../é', ...nothing }), {
        name: 'UserError',
        code: 'unknown-pipeline',
        message: 'There is no pipeline x"\n../é.',
      });
    });

    it('with the problems of a definition', async () => {
      const error: unknown = await client
        .call('pipeline/plan', { pipeline: 'p', params: {} })
        .catch((e) => e);
      assert.equal(errorCode(error), 'definition-invalid');
      assert.deepEqual(
        problemsOf(error)?.map(({ file, line, column }) => [file, line, column]),
        [['dodeca.yaml', 3, 5]],
      );
    });

    it('parameters that fit no schema with what is wrong in them', async () => {
      const wrong = { run: 'last', agent: 'a', offset: -1, limit: 2 ** 40 };
      const error: unknown = await client.call('run/log', wrong).catch((thrown) => thrown);
      assert.equal(errorCode(error), 'bad-request');
      assert.match(errorMessage(error), /wrong parameters of run\/log: offset: .*; limit: /);
    });

    it('a defect of the engine as such, and goes on', async () => {
      await assert.rejects(client.call('run/why', { run: 'last', agent: 'a' }), {
        code: 'engine-error',
        message: /run\/why failed: a defect in why/,
      });
      assert.equal((await client.call('engine/status', {})).pid, client.info.pid);
    });
  });

  describe('lets an agent', () => {
    it('call what is for agents, and nothing else', async () => {
      const { runId, token } = await startSleep();
      const agent = await attach(token);
      assert.equal(agent.info.role, 'agent');
      await agent.call('context/set', { name: 'n', value: { deep: [1, null, 'ü'] } });
      assert.deepEqual(await agent.call('context/get', { name: 'n' }), { deep: [1, null, 'ü'] });
      assert.equal(await agent.call('context/get', { name: 'never set' }), null);
      for (const call of [
        agent.call('engine/status', {}),
        agent.call('engine/stop', { mode: 'cancel' }),
        agent.call('events/subscribe', { after: 0 }),
        agent.call('run/cancel', { run: runId, kill: true, reason: '' }),
      ]) {
        await assert.rejects(call, /is not for agents/);
      }
      await assert.rejects(client.call('lock/acquire', { lock: 'db' }), /is not for clients/);
      assert.equal((await client.call('engine/status', {})).clients, 1);
      agent.dispose();
      await client.call('run/cancel', { run: runId, kill: true, reason: '' });
    });

    it('wait for a lock while the same connection does other things', async () => {
      const [first, second] = [await startSleep(), await startSleep()];
      const [holder, waiter] = [await attach(first.token), await attach(second.token)];
      await holder.call('lock/acquire', { lock: 'db' });
      let acquired = false;
      const waiting = waiter.call('lock/acquire', { lock: 'db', slots: 1 }).then(() => {
        acquired = true;
      });
      await waiter.call('context/set', { name: 'still', value: 'here' });
      assert.equal(acquired, false);
      await assert.rejects(waiter.call('lock/release', { lock: 'db' }), { code: 'lock-not-held' });
      await holder.call('lock/release', { lock: 'db' });
      await waiting;

      const abort = new AbortController();
      const takenBack = holder.call('lock/acquire', { lock: 'db' }, { signal: abort.signal });
      abort.abort();
      await assert.rejects(takenBack, { code: 'cancelled' });
      for (const { runId } of [first, second]) {
        await client.call('run/cancel', { run: runId, kill: true, reason: '' });
      }
      holder.dispose();
      waiter.dispose();
    });

    it('nothing more once its execution has ended', async () => {
      const { runId, token } = await startSleep();
      const agent = await attach(token);
      await client.call('run/cancel', { run: runId, kill: true, reason: '' });
      await until(
        async () => (await client.call('engine/status', {})).activeRuns.every((run) => run.runId !== runId),
        'the run to end',
      );
      await assert.rejects(agent.call('context/get', { name: 'n' }), { code: 'execution-ended' });
      await until(() => agent.closed, 'the engine to hang up');
      await assert.rejects(attach(token), { code: 'engine-closed' });
    });
  });

  describe('survives', () => {
    it('whatever is sent to it', async () => {
      const { token } = workspace.engine();
      const hello = {
        jsonrpc: '2.0',
        id: 0,
        method: 'initialize',
        params: { token, client: 'cli', version: '1' },
      };
      const nested = `${'['.repeat(5000)}${']'.repeat(5000)}`;
      const body = `{"jsonrpc":"2.0","id":1,"method":"context/set","params":{"name":"n","value":${nested}}}`;
      const deep = `Content-Length: ${body.length}\r\n\r\n${body}`;
      const anything = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.json().map((json) => `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`),
        fc
          .record(
            {
              jsonrpc: fc.constantFrom('2.0', '1.0', 2),
              id: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.object()),
              method: fc.constantFrom(
                'initialize',
                'run/start',
                'events/subscribe',
                '$/cancelRequest',
                '',
                '__proto__',
                'toString',
              ),
              params: fc.oneof(
                fc.anything().map((value) => JSON.stringify(value) ?? null),
                fc.object(),
                fc.array(fc.integer()),
              ),
              result: fc.anything({ withBigInt: false }),
              error: fc.constantFrom(null, {}, { code: 1, message: 'm' }),
            },
            { requiredKeys: [] },
          )
          .map(frame),
        fc.constant(`Content-Length: 4000000\r\n\r\n${'['.repeat(100_000)}`),
        fc.constant(deep),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          fc.array(anything, { minLength: 1, maxLength: 8 }),
          fc.boolean(),
          async (known, texts, rude) => {
            const socket = await workspace.rawSocket();
            if (known) socket.write(frame(hello));
            for (const text of texts) socket.write(text);
            await client.call('cache/report', {});
            if (rude) socket.destroy();
            else socket.end();
          },
        ),
        { numRuns: 200 },
      );
      await until(
        async () => (await client.call('engine/status', {})).clients === 1,
        'the others to be forgotten',
      );
      assert.equal((await client.call('engine/status', {})).pid, client.info.pid);
    });

    it('a client that asks faster than it reads, in bounded memory', async () => {
      const { token } = workspace.engine();
      const before = await residentMemory();
      const socket = await workspace.rawSocket();
      socket.pause();
      socket.write(
        frame({
          jsonrpc: '2.0',
          id: 0,
          method: 'initialize',
          params: { token, client: 'cli', version: '1' },
        }),
      );
      const request = (id: number) =>
        frame({ jsonrpc: '2.0', id, method: 'context/get', params: { name: 'x'.repeat(1000) } });
      // The engine leaves it unread; what the system holds for it is small.
      let id = 1;
      while (id < 200_000 && socket.writableLength < 4 * 1024 * 1024) {
        for (let i = 0; i < 500; i++) socket.write(request(id++));
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.ok(id < 200_000, 'everything was read');
      await client.call('cache/report', {});
      const grown = (await residentMemory()) - before;
      assert.ok(grown < 60e6, `the engine grew by ${grown} bytes`);
      socket.destroy();
    });

    it('more requests than it has hands', async () => {
      const { runId, token } = await startSleep();
      const other = await startSleep();
      const [holder, agent] = [await attach(token), await attach(other.token)];
      await holder.call('lock/acquire', { lock: 'many' });
      const outcomes: (string | undefined)[] = [];
      const calls = Array.from({ length: 300 }, () =>
        agent.call('lock/acquire', { lock: 'many' }).then(
          () => outcomes.push('acquired'),
          (error: unknown) => outcomes.push(errorCode(error)),
        ),
      );
      const refused = () => outcomes.filter((outcome) => outcome === 'too-many-requests').length;
      await until(() => refused() === 44, 'those that are too many to be refused');
      await holder.call('lock/release', { lock: 'many' });
      await Promise.all(calls);
      assert.equal(outcomes.filter((outcome) => outcome === 'acquired').length, 256);
      for (const run of [runId, other.runId])
        await client.call('run/cancel', { run, kill: true, reason: '' });
      holder.dispose();
      agent.dispose();
    });
  });

  describe('pushes events', () => {
    it('by the million to a client that joins, in bounded memory', async () => {
      const joining = await workspace.connect();
      const before = await residentMemory();
      let seen = 0;
      let highest = before;
      const subscription = await joining.subscribe({ after: 0 }, (events) => {
        for (const { seq } of events) assert.equal(seq, ++seen);
      });
      while (seen < 1_000_000) highest = Math.max(highest, await residentMemory());
      assert.equal(subscription.lastSeen, seen);
      assert.ok(highest - before < 100e6, `the engine grew by ${highest - before} bytes`);
      joining.dispose();
    });

    it('to the others, while one never reads, in bounded memory', async () => {
      const { token } = workspace.engine();
      const { lastSeq } = await client.call('engine/status', {});
      const stopped = await workspace.rawSocket();
      stopped.write(
        frame({
          jsonrpc: '2.0',
          id: 0,
          method: 'initialize',
          params: { token, client: 'vscode', version: '1' },
        }),
      );
      stopped.write(frame({ jsonrpc: '2.0', id: 1, method: 'events/subscribe', params: { after: lastSeq } }));
      stopped.pause();
      let next = lastSeq;
      const subscription = await client.subscribe({ after: lastSeq }, (events) => {
        for (const { seq } of events) assert.equal(seq, ++next);
      });
      const before = await residentMemory();
      await client.call('run/start', {
        ...nothing,
        pipeline: 'events',
        params: { count: 200_000, each: 500 },
      });
      await until(() => next >= lastSeq + 200_000, 'all events');
      const grown = (await residentMemory()) - before;
      assert.ok(grown < 60e6, `the engine grew by ${grown} bytes`);
      subscription.dispose();

      // What it missed is still there for it.
      let received = Buffer.alloc(0);
      stopped.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
      });
      stopped.resume();
      await until(() => received.includes(`"seq":${lastSeq + 2000},`), 'the one that stopped to catch up');
      stopped.destroy();
    });

    it('of one run alone, from where the client says', async () => {
      const seen: number[] = [];
      const subscription = await client.subscribe({ after: 500_000, runId: 'run-3' }, (events) => {
        seen.push(...events.map(({ seq }) => seq));
      });
      await until(() => seen.length >= 20_000, 'the events of the run');
      subscription.dispose();
      assert.deepEqual(
        seen.slice(0, 20_000),
        Array.from({ length: 20_000 }, (_, i) => 500_003 + 10 * i),
      );
    });

    it('no more after the client has said so', async () => {
      const { lastSeq } = await client.call('engine/status', {});
      let heard = 0;
      const subscription = await client.subscribe({ after: lastSeq }, () => {
        heard += 1;
      });
      subscription.dispose();
      await client.call('run/start', { ...nothing, pipeline: 'events', params: { count: 10 } });
      const second = await new Promise<number>((resolve) => {
        void client.subscribe({ after: lastSeq }, (events) => resolve(events.length));
      });
      assert.ok(second > 0);
      assert.equal(heard, 0);
    });

    it('to a bounded number of subscriptions', async () => {
      const greedy = await workspace.connect();
      await assert.rejects(
        async () => {
          for (let i = 0; i < 100; i++) await greedy.subscribe({ after: 10 ** 9 }, () => undefined);
        },
        { code: 'too-many-subscriptions' },
      );
      greedy.dispose();
    });
  });
});
