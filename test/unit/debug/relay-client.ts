import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { createPythonRelay, type PythonRelay, type RelayHandOver } from '../../../src/debug/python-relay.ts';
import type { DebugEndpoint } from '../../../src/model/debug.ts';

/** How long anything may take, milliseconds: machines are shared. */
const patienceMs = 45_000;

/** A client of the protocol at a relay. */
export class RelayClient {
  readonly relay: PythonRelay;
  readonly heard: DebugProtocol.ProtocolMessage[] = [];
  readonly #waiting = new Set<() => void>();
  #seq = 100;

  constructor(handOver?: RelayHandOver) {
    this.relay = createPythonRelay(handOver);
    this.relay.onDidSendMessage((message) => {
      this.heard.push(message);
      for (const look of [...this.#waiting]) look();
    });
  }

  /** Sends a request, and answers with its number. */
  send(command: string, args: object = {}): number {
    const seq = this.#seq++;
    this.relay.handleMessage({ seq, type: 'request', command, arguments: args } as DebugProtocol.Request);
    return seq;
  }

  /** The response to a request. */
  response(seq: number): Promise<DebugProtocol.Response> {
    return this.#find<DebugProtocol.Response>(
      `response to ${seq}`,
      (message) => 'request_seq' in message && message.request_seq === seq,
    );
  }

  /** Asks, and fails where the answer is no success. */
  // biome-ignore lint/suspicious/noExplicitAny: bodies are as many as there are requests.
  async ask(command: string, args: object = {}): Promise<any> {
    const { success, message, body } = await this.response(this.send(command, args));
    assert.ok(success, `${command}: ${message}`);
    return body;
  }

  /** The body of an event, or of the reverse request of that name; of the first one from `from` on. */
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  async event(name: string, from = 0): Promise<any> {
    const message = await this.#find<DebugProtocol.Event & DebugProtocol.Request>(name, (message, at) => {
      if (at < from) return false;
      return (
        ('event' in message && message.event === name) ||
        (message.type === 'request' && 'command' in message && message.command === name)
      );
    });
    return message.body ?? message.arguments;
  }

  has(event: string): boolean {
    return this.heard.some((message) => 'event' in message && message.event === event);
  }

  /** Introduces itself and attaches; answers when debugpy can be configured, with the number of the attach request. */
  async attach(
    endpoint: Pick<DebugEndpoint, 'host' | 'port' | 'program'>,
    { follows = false, more = {} }: { readonly follows?: boolean; readonly more?: object } = {},
  ): Promise<number> {
    await this.ask('initialize', { adapterID: 'dodeca', supportsStartDebuggingRequest: follows });
    const { host, port, program } = endpoint;
    const attach = this.send('attach', {
      type: 'dodeca',
      request: 'attach',
      runtime: 'python',
      connect: { host, port },
      program,
      ...more,
    });
    await this.event('initialized');
    return attach;
  }

  /** Ends the configuration, and answers when the attach request was answered. */
  async configured(attach: number): Promise<void> {
    await this.ask('configurationDone');
    assert.equal((await this.response(attach)).success, true);
  }

  /** Where a thread stands: `FILE:LINE`, the top of its stack first. */
  async stack(threadId: number): Promise<readonly string[]> {
    const { stackFrames } = await this.ask('stackTrace', { threadId });
    return stackFrames.map((frame: DebugProtocol.StackFrame) => `${frame.source?.path}:${frame.line}`);
  }

  /** The values of the local variables of the top frame of a thread, by name. */
  async locals(threadId: number): Promise<Record<string, string>> {
    const { stackFrames } = await this.ask('stackTrace', { threadId });
    const { scopes } = await this.ask('scopes', { frameId: stackFrames[0].id });
    const { variables } = await this.ask('variables', { variablesReference: scopes[0].variablesReference });
    return Object.fromEntries(
      variables.map(({ name, value }: { readonly name: string; readonly value: string }) => [name, value]),
    );
  }

  #find<T extends DebugProtocol.ProtocolMessage>(
    what: string,
    isIt: (message: DebugProtocol.ProtocolMessage, at: number) => boolean,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`no ${what}; heard: ${JSON.stringify(this.heard).slice(0, 4000)}`));
      }, patienceMs);
      const look = (): void => {
        const found = this.heard.find(isIt);
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found as T);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
