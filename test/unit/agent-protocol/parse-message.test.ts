import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AgentMessage } from '../../../src/agent-protocol/message.ts';
import { maxMessageBytes, messagePrefix } from '../../../src/agent-protocol/message-prefix.ts';
import { parseMessage } from '../../../src/agent-protocol/parse-message.ts';

function parse(text: string): ReturnType<typeof parseMessage> {
  return parseMessage(Buffer.from(text));
}

function reason(text: string | Buffer): string {
  const parsed = parseMessage(Buffer.from(text));
  assert.equal(parsed.kind, 'malformed');
  return parsed.kind === 'malformed' ? parsed.reason : '';
}

describe('parseMessage', () => {
  const messages: readonly AgentMessage[] = [
    { type: 'progress', percent: 50, message: 'half' },
    { type: 'metric', name: 'health_score', value: 83.3, unit: '%' },
    { type: 'output', name: 'o', value: { a: [1, null, 'ü'] } },
    { type: 'artifact', path: 'a b.json', kind: 'report' },
    { type: 'finding', path: 'a.py', line: 3, column: 1, severity: 'error', rule: 'E1', message: 'wrong' },
    { type: 'tokens', input: 1, output: 2, model: 'm', cost_usd: 0.5 },
    { type: 'log', level: 'warning', message: '' },
  ];

  for (const message of messages) {
    it(`reads ${message.type}`, () => {
      const line = messagePrefix + JSON.stringify(message);
      assert.deepEqual(parse(line), { kind: 'message', message });
      assert.deepEqual(parse(`${line}\r`), { kind: 'message', message });
    });
  }

  it('ignores fields it does not know', () => {
    assert.deepEqual(parse('::dodeca {"type":"log","level":"info","message":"m","since":2}'), {
      kind: 'message',
      message: { type: 'log', level: 'info', message: 'm' },
    });
  });

  it('leaves every other line alone', () => {
    for (const text of ['', 'text', ' ::dodeca {}', '::dodeca', '::dodeca:{}', '::DODECA {}']) {
      assert.deepEqual(parse(text), { kind: 'plain' });
    }
  });

  it('says what is wrong', () => {
    assert.match(reason('::dodeca '), /^it is not JSON/);
    assert.match(reason('::dodeca {"type":'), /^it is not JSON/);
    assert.match(reason('::dodeca [1]'), /^it is not a JSON object$/);
    assert.match(reason('::dodeca null'), /^it is not a JSON object$/);
    assert.match(reason('::dodeca {}'), /^it has no "type"$/);
    assert.match(reason('::dodeca {"type":"metrics"}'), /^its type "metrics" is not known$/);
    assert.match(reason('::dodeca {"type":"metric","name":"n","value":"1"}'), /^"value" of metric: /);
    assert.match(reason('::dodeca {"type":"metric","name":"n","value":1e999}'), /^"value" of metric: /);
    assert.match(reason('::dodeca {"type":"progress","percent":101}'), /^"percent" of progress: /);
    assert.match(reason(Buffer.from('::dodeca {"type":"log\xff"}', 'latin1')), /^it is not UTF-8$/);
  });

  it('takes a line of 64 KiB, and not one byte more', () => {
    const line = (bytes: number): string => {
      const text = `${messagePrefix}{"type":"log","level":"info","message":""}`;
      return text.replace('""', `"${'x'.repeat(bytes - text.length)}"`);
    };
    assert.equal(parse(line(maxMessageBytes)).kind, 'message');
    assert.match(reason(line(maxMessageBytes + 1)), /more than 65536 bytes/);
  });

  it('survives any nesting', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    assert.match(
      reason(`::dodeca {"type":"output","name":"n","value":${deep}}`),
      /nested more than 100 levels/,
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.uint8Array({ maxLength: 10 }), (text, bytes) => {
        assert.equal(typeof parse(messagePrefix + text).kind, 'string');
        assert.equal(typeof parseMessage(Buffer.concat([Buffer.from(messagePrefix), bytes])).kind, 'string');
      }),
    );
  });
});
