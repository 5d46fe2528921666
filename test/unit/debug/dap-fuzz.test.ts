import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import fc from 'fast-check';
import { framed } from '../../../src/debug/message-stream.ts';
import { requestTable } from '../../../src/debug/requests/request-table.ts';
import { serveDebugSession } from '../../../src/debug/serve-debug-session.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';

type Piece =
  | { readonly kind: 'request'; readonly command: string; readonly args: unknown }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'message'; readonly message: unknown };

/** An adapter on a pair of streams, and all that it has answered. */
class Served {
  readonly input = new PassThrough();
  readonly ended: Promise<void>;
  readonly responses: DebugProtocol.Response[] = [];
  readonly events: string[] = [];
  #text = '';
  #onNews: () => void = () => undefined;

  constructor(defaultWorkspace: string) {
    const output = new PassThrough();
    const log = new PassThrough();
    log.resume();
    output.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.ended = serveDebugSession({ input: this.input, output, log, defaultWorkspace });
  }

  async answered(seq: number): Promise<void> {
    await this.until(() => this.responses.some(({ request_seq }) => request_seq === seq), `answer to ${seq}`);
  }

  async until(holds: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!holds()) {
      assert.ok(Date.now() < deadline, `no ${what}`);
      await new Promise<void>((resolve) => {
        this.#onNews = resolve;
        setTimeout(resolve, 1000).unref();
      });
    }
  }

  #read(text: string): void {
    this.#text += text;
    for (;;) {
      const [header, length] = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#text) ?? [];
      if (header === undefined) break;
      // Everything here is ASCII but for signs of three bytes, so the length is looked for by its bytes.
      const rest = Buffer.from(this.#text.slice(header.length));
      if (rest.length < Number(length)) break;
      this.#take(rest.toString('utf8', 0, Number(length)));
      this.#text = rest.toString('utf8', Number(length));
    }
    this.#onNews();
  }

  #take(json: string): void {
    const message = JSON.parse(json) as DebugProtocol.ProtocolMessage;
    if (message.type === 'response') this.responses.push(message as DebugProtocol.Response);
    else if (message.type === 'event') this.events.push((message as DebugProtocol.Event).event);
  }
}

describe('an adapter that is talked to in whatever way', () => {
  const workspace = new DebuggedWorkspace();

  before(async () => void (await workspace.connect()));
  after(() => workspace.dispose());

  const command = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('cancel', ...requestTable.keys()) },
    { weight: 1, arbitrary: fc.constantFrom('restart', 'readMemory', 'toString', '') },
    { weight: 1, arbitrary: fc.string() },
  );
  const small = fc.integer({ min: -1, max: 6 });
  const likely = fc.record(
    {
      pipeline: fc.constantFrom('q', 'q', 'failing', 'nothing'),
      run: fc.constantFrom('last', 'nothing'),
      stopOnEntry: fc.boolean(),
      noDebug: fc.boolean(),
      replay: fc.boolean(),
      threadId: small,
      frameId: small,
      variablesReference: small,
      targetId: small,
      requestId: small,
      source: fc.record({ path: fc.constantFrom(`${workspace.path}/dodeca.yaml`, '/x', '') }),
      line: fc.integer({ min: 0, max: 60 }),
      column: small,
      breakpoints: fc.array(
        fc.record(
          {
            line: fc.integer({ min: 0, max: 60 }),
            name: fc.constantFrom('second', 'x'),
            condition: fc.string(),
          },
          { requiredKeys: ['line'] },
        ),
        { maxLength: 3 },
      ),
      filters: fc.array(fc.constantFrom('failed', 'retried', 'x'), { maxLength: 2 }),
      expression: fc.constantFrom('1 + 1', 'second', 'outputs.', '{'),
      context: fc.constantFrom('hover', 'repl', 'clipboard'),
      text: fc.constantFrom('out', 'outputs.', ''),
      name: fc.constantFrom('with', 'MODE'),
      value: fc.string(),
    },
    { requiredKeys: [] },
  );
  const request = fc.record({
    kind: fc.constant('request' as const),
    command,
    args: fc.oneof({ weight: 4, arbitrary: likely }, { weight: 1, arbitrary: fc.jsonValue() }),
  });
  const message = fc.record({
    kind: fc.constant('message' as const),
    message: fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constantFrom('response', 'event', 'x'),
        request_seq: small,
        success: fc.boolean(),
      }),
    ),
  });
  const bytes = fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 200 }) });
  const piece: fc.Arbitrary<Piece> = fc.oneof(
    { weight: 10, arbitrary: request },
    { weight: 1, arbitrary: message },
    { weight: 1, arbitrary: bytes },
  );

  const pieces = fc.array(piece, { minLength: 5, maxLength: 40, size: 'large' });

  it('answers every request exactly once, and goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), pieces, async (isPolite, isPatient, said) => {
        const served = new Served(workspace.path);
        let seq = 0;
        const send = (command: string, args: unknown): void => {
          seq += 1;
          served.input.write(framed({ seq, type: 'request', command, arguments: args }));
        };
        if (isPolite) {
          send('initialize', { supportsInvalidatedEvent: true });
          send('launch', { pipeline: 'q', stopOnEntry: true });
          send('configurationDone', {});
          await served.until(() => served.events.includes('stopped'), 'stopped');
          send('stackTrace', { threadId: 1 });
          send('scopes', { frameId: 1 });
          await served.answered(seq);
        }
        for (const one of said) {
          if (one.kind === 'request') send(one.command, one.args);
          else if (one.kind === 'bytes') served.input.write(one.bytes);
          else served.input.write(framed(one.message as object));
          if (isPatient && seq > 0) await served.answered(seq);
        }
        send('initialize', {});
        send('threads', {});
        send('disconnect', { terminateDebuggee: true });
        for (let at = 1; at <= seq; at += 1) await served.answered(at);
        const answers = served.responses.map(({ request_seq }) => request_seq);
        assert.deepEqual(
          answers.toSorted((a, b) => a - b),
          Array.from({ length: seq }, (_, index) => index + 1),
        );
        for (const { success, message, command } of served.responses) {
          if (!success) assert.ok(message, `${command} was refused without a word`);
          assert.doesNotMatch(message ?? '', /in a way that it should not|ZodError|undefined/, command);
        }
        assert.equal(served.responses.find(({ request_seq }) => request_seq === seq - 1)?.success, true);
        assert.ok(served.events.filter((event) => event === 'terminated').length <= 1);
        served.input.end();
        await served.ended;
      }),
      { numRuns: 100, interruptAfterTimeLimit: 40_000 },
    );
  });
});
