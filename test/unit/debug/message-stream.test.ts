import assert from 'node:assert/strict';
import fc from 'fast-check';
import { framed, MessageStream } from '../../../src/debug/message-stream.ts';

/** What a stream makes of bytes that come in pieces. */
function readAll(bytes: Buffer, sizes: readonly number[] = []): { messages: unknown[]; troubles: string[] } {
  const messages: unknown[] = [];
  const troubles: string[] = [];
  const stream = new MessageStream(
    (message) => messages.push(message),
    (trouble) => troubles.push(trouble),
  );
  let at = 0;
  for (const size of sizes) {
    stream.push(bytes.subarray(at, at + size));
    at += size;
  }
  stream.push(bytes.subarray(at));
  return { messages, troubles };
}

const message = { seq: 1, type: 'request', command: 'initialize', arguments: { text: 'ä → 漢' } };

describe('the stream of messages', () => {
  it('gives messages whole, in whatever pieces their bytes come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 20 }),
        (values, sizes) => {
          const sent = values.map((value) => ({ value }));
          const bytes = Buffer.from(sent.map(framed).join(''));
          const { messages, troubles } = readAll(bytes, sizes);
          assert.deepEqual(messages, JSON.parse(JSON.stringify(sent)));
          assert.deepEqual(troubles, []);
        },
      ),
    );
  });

  it('finds the next message behind rubbish, also behind rubbish without a line end', () => {
    for (const rubbish of [
      'GET / HTTP/1.1\r\n\r\n',
      '{"seq":1}',
      '\0\u0001\u0002',
      'Content-Length: x\r\n\r\n',
      '\r\n\r\n\r\n',
    ]) {
      const { messages } = readAll(Buffer.from(`${rubbish}${framed(message)}${rubbish}${framed(message)}`));
      assert.deepEqual(messages, [message, message], JSON.stringify(rubbish));
    }
  });

  it('tells of rubbish, and of what is no JSON', () => {
    assert.deepEqual(readAll(Buffer.from(`rubbish${framed(message)}`)).troubles, [
      '7 bytes that are no message were passed over',
    ]);
    const { messages, troubles } = readAll(Buffer.from(`Content-Length: 3\r\n\r\n{"a${framed(message)}`));
    assert.match(troubles[0] ?? '', /no JSON/);
    assert.deepEqual(messages, [message]);
  });

  it('takes other header fields, before and behind the length', () => {
    const json = JSON.stringify(message);
    const length = `Content-Length: ${Buffer.byteLength(json)}`;
    const type = 'Content-Type: application/vscode-jsonrpc; charset=utf-8';
    for (const header of [`${length}\r\n${type}`, `${type}\r\n${length}`, length.toLowerCase()]) {
      const { messages, troubles } = readAll(Buffer.from(`${header}\r\n\r\n${json}`));
      assert.deepEqual([messages, troubles], [[message], []], header);
    }
  });

  it('passes over a message that is too long, without keeping it', () => {
    const long = 20 * 1024 * 1024;
    const bytes = Buffer.concat([
      Buffer.from(`Content-Length: ${long}\r\n\r\n`),
      Buffer.alloc(long, 'x'),
      Buffer.from(framed(message)),
    ]);
    const { messages, troubles } = readAll(bytes, [100, 1_000_000, 5_000_000]);
    assert.deepEqual(messages, [message]);
    assert.deepEqual(troubles, [`a message of ${long} bytes was passed over`]);
  });

  it('keeps no more of endless rubbish than the beginning of a message may need', () => {
    const { messages, troubles } = readAll(
      Buffer.concat([Buffer.alloc(1_000_000, 'x'), Buffer.from(framed(message))]),
      Array.from({ length: 900 }, () => 1000),
    );
    assert.deepEqual(messages, [message]);
    assert.ok(troubles.length > 100);
  });
});
