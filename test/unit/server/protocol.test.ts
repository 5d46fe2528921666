import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { frame, ScriptedWorkspace, unframe, until } from '../../harness/scripted-workspace.ts';

const golden = new URL('./protocol.golden.txt', import.meta.url);

// The wire as it is, byte by byte on one side: what other programs may rely on.
describe('the protocol', () => {
  const workspace = new ScriptedWorkspace({ SCRIPTED_EVENTS: '3' });
  const options = { maxConcurrent: null, keepGoing: false, useCache: true, missingInterpreter: 'fail' };

  after(() => workspace.dispose());

  /** Sends each request when the one before is answered, and writes down both sides. */
  async function converse(
    socket: Socket,
    requests: readonly object[],
    stable: Map<string, string>,
  ): Promise<string> {
    const lines: string[] = [];
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
    });
    let id = 0;
    for (const request of requests) {
      id += 1;
      const message = { jsonrpc: '2.0', id, ...request };
      lines.push(`--> ${JSON.stringify(message)}`);
      socket.write(frame(message));
      await until(() => JSON.stringify(unframe(received)).includes(`"id":${id}`), `the answer to ${id}`);
    }
    await until(() => JSON.stringify(unframe(received)).includes('events/batch'), 'the events');
    lines.push(...unframe(received).map((message) => `<-- ${JSON.stringify(message)}`));
    let text = `${lines.join('\n')}\n`;
    for (const [volatile, name] of stable) text = text.replaceAll(volatile, name);
    return text.replaceAll(/"residentMemory":\d+/g, '"residentMemory":MEMORY');
  }

  it('is the one that is written down', async () => {
    await workspace.connect();
    const engine = workspace.engine();
    const transcript = await converse(
      await workspace.rawSocket(),
      [
        { method: 'initialize', params: { token: engine.token, client: 'cli', version: '1.0.0' } },
        { method: 'engine/status' },
        { method: 'events/subscribe', params: { after: 1 } },
        { method: 'pipeline/plan', params: { pipeline: 'broken', params: {} } },
        { method: 'run/start', params: { pipeline: 'unknown', params: {}, options, secrets: {} } },
        { method: 'run/start', params: { pipeline: 'unknown', params: {}, options, secrets: {}, extra: 1 } },
        { method: 'run/why', params: { run: 'last', agent: 'a' } },
        { method: 'lock/acquire', params: { lock: 'db' } },
        { method: 'no/such/method', params: {} },
      ],
      new Map([
        [engine.token, 'TOKEN'],
        [JSON.stringify(engine.pid), 'PID'],
        [engine.startedAt, 'STARTED'],
        [engine.version, 'VERSION'],
        [JSON.stringify(workspace.path).slice(1, -1), 'WORKSPACE'],
      ]),
    );
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, transcript);
    assert.equal(transcript, readFileSync(golden, 'utf8'));
  });
});
