import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Message } from 'vscode-jsonrpc/node';
import { BoundedMessageReader } from '../../../src/rpc/message-reader.ts';
import { frame, until } from '../../harness/scripted-workspace.ts';

const limits = { maxMessageBytes: 10_000, maxUnsentBytes: Number.POSITIVE_INFINITY };

describe('BoundedMessageReader', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dodeca-reader-'));
  const path = process.platform === 'win32' ? '\\\\.\\pipe\\dodeca-reader-test' : join(folder, 's');
  let server: Server;
  const open: Socket[] = [];

  before((done) => {
    server = createServer().listen(path, done);
  });

  after((done) => {
    for (const socket of open) socket.destroy();
    server.close(() => done());
    rmSync(folder, { recursive: true });
  });

  async function pair(): Promise<{ sender: Socket; receiver: Socket }> {
    const sender = createConnection(path);
    const [receiver] = (await once(server, 'connection')) as [Socket];
    sender.on('error', () => undefined);
    open.push(sender, receiver);
    return { sender, receiver };
  }

  /** Sends chunks, each in a packet of its own, and returns what the reader made of them. */
  async function read(chunks: readonly Buffer[]): Promise<{ messages: Message[]; error: Error | undefined }> {
    const { sender, receiver } = await pair();
    const reader = new BoundedMessageReader(receiver, limits, () => undefined);
    const messages: Message[] = [];
    let error: Error | undefined;
    reader.onError((thrown) => {
      error = thrown;
    });
    reader.listen((message) => {
      messages.push(message);
      setImmediate(() => reader.release(message));
    });
    sender.setNoDelay();
    for (const chunk of chunks) {
      await new Promise<void>((resolve) => sender.write(chunk, () => resolve()));
      await new Promise((resolve) => setImmediate(resolve));
    }
    sender.end();
    await Promise.race([once(receiver, 'end'), until(() => error !== undefined, 'an error or the end')]);
    receiver.destroy();
    return { messages, error };
  }

  it('reads the same messages however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ jsonrpc: fc.constant('2.0'), method: fc.string({ unit: 'binary' }) }), {
          maxLength: 40,
        }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 }),
        async (sent, cuts) => {
          const bytes = Buffer.from(sent.map(frame).join(''));
          const chunks: Buffer[] = [];
          let at = 0;
          for (const cut of cuts) {
            if (at < bytes.length) chunks.push(bytes.subarray(at, at + cut));
            at += cut;
          }
          if (at < bytes.length) chunks.push(bytes.subarray(at));
          const { messages, error } = await read(chunks);
          assert.equal(error, undefined);
          assert.deepEqual(messages, JSON.parse(JSON.stringify(sent)));
        },
      ),
      { numRuns: 60 },
    );
  });

  const rubbish: Record<string, string> = {
    'a header without an end': 'x'.repeat(10_000),
    'a header without a length': 'Content-Type: text\r\n\r\n{}',
    'a length that is no number': 'Content-Length: many\r\n\r\n{}',
    'a negative length': 'Content-Length: -5\r\n\r\n{}',
    'a length beyond all bounds': 'Content-Length: 99999999999\r\n\r\n{}',
    'a length above the limit': 'Content-Length: 10001\r\n\r\n{}',
    'a body that is no JSON': 'Content-Length: 3\r\n\r\n{]}',
    'a body that is no object': 'Content-Length: 4\r\n\r\nnull',
    'a list of messages': frame([{ jsonrpc: '2.0', method: 'a' }]),
    'an object of another protocol': frame({ hello: 'world' }),
    'binary data': '\u0000\u0001\u00ff\u00fe'.repeat(3000),
  };
  for (const [what, text] of Object.entries(rubbish)) {
    it(`refuses ${what}, and reads nothing after it`, async () => {
      const { messages, error } = await read([Buffer.from(text), Buffer.from(frame({ jsonrpc: '2.0' }))]);
      assert.match(error?.message ?? '', /^not a message: /);
      assert.deepEqual(messages, []);
    });
  }

  it('refuses a second message with an id that still waits for its turn', async () => {
    const { sender, receiver } = await pair();
    const reader = new BoundedMessageReader(receiver, limits, () => undefined);
    const messages: Message[] = [];
    let error: Error | undefined;
    reader.onError((thrown) => {
      error = thrown;
    });
    reader.listen((message) => messages.push(message));
    sender.write(frame({ jsonrpc: '2.0', id: 1, method: 'a' }));
    await until(() => messages.length === 1, 'the first');
    for (const message of messages) reader.release(message);
    sender.write(
      frame({ jsonrpc: '2.0', id: 1, method: 'b' }) + frame({ jsonrpc: '2.0', id: '1', method: 'c' }),
    );
    await until(() => error !== undefined, 'the error');
    assert.equal(messages.length, 2);
    sender.destroy();
  });

  it('hands a cancellation over at once, past the messages that wait', async () => {
    const { sender, receiver } = await pair();
    const cancelled: unknown[] = [];
    const reader = new BoundedMessageReader(receiver, limits, (id) => cancelled.push(id));
    reader.listen(() => undefined);
    for (let id = 0; id < 15; id++) sender.write(frame({ jsonrpc: '2.0', id, method: 'a' }));
    for (const params of [{ id: 3 }, undefined, [], null]) {
      sender.write(frame({ jsonrpc: '2.0', method: '$/cancelRequest', params }));
    }
    await until(() => cancelled.length === 4, 'the cancellations');
    assert.deepEqual(cancelled, [3, undefined, undefined, undefined]);
    assert.equal(reader.outstanding, 15);
    sender.destroy();
  });

  it('leaves a flood unread until its messages are dispatched', async () => {
    const { sender, receiver } = await pair();
    const reader = new BoundedMessageReader(receiver, limits, () => undefined);
    const waiting: Message[] = [];
    let received = 0;
    reader.listen((message) => {
      waiting.push(message);
      received += 1;
    });
    const message = frame({ jsonrpc: '2.0', method: 'x'.repeat(1000) });
    for (let i = 0; i < 5000; i++) sender.write(message);
    await until(() => receiver.isPaused(), 'the reader to stop');
    const held = received;
    assert.ok(held < 100, `${held} messages were handed over at once`);
    assert.ok(receiver.bytesRead < 1024 * 1024, `${receiver.bytesRead} bytes were read`);
    while (received < 5000) {
      const next = waiting.shift();
      if (next) reader.release(next);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(received, 5000);
    sender.destroy();
  });
});
