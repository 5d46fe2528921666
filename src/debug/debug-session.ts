import { Event } from '@vscode/debugadapter/lib/messages.js';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { errorCode, errorMessage, isUserError, UserError } from '../common/errors.ts';
import { capabilities } from './capabilities.ts';
import { createPythonRelay, isForPythonRelay, type PythonRelay, type RelayHandOver } from './python-relay.ts';
import type { Reply, RequestHandler } from './requests/request-handler.ts';
import { requestTable } from './requests/request-table.ts';
import { SessionCore, sessionIsOver } from './session-core.ts';
import type { DebugSessionOptions } from './session-options.ts';

type Listener = (message: DebugProtocol.ProtocolMessage) => void;

/** The number in an error of a response; clients want one, and ours are told apart by their words. */
const errorNumber = 1000;

const configuring: ReadonlySet<string> = new Set([
  'setBreakpoints',
  'setFunctionBreakpoints',
  'setExceptionBreakpoints',
  'configurationDone',
]);

/** What changes nothing, and so can be given up. */
const cancellable: ReadonlySet<string> = new Set(['variables', 'evaluate', 'completions']);

/**
 * A debug session: one client of the Debug Adapter Protocol, one run. Every request is answered exactly once, whatever
 * it is and whenever it comes.
 */
export class DebugSession extends ProtocolServer {
  readonly #core: SessionCore;
  readonly #options: DebugSessionOptions;
  readonly #listeners = new Set<Listener>();
  /** Requests of the client that are being answered and can be given up, by their number. */
  readonly #pending = new Map<number, AbortController>();
  /** Requests of ours that wait for the client, by their number. */
  readonly #asked = new Map<number, (response: DebugProtocol.Response) => void>();
  /** What a relay has to know of what was answered before it takes over. */
  readonly #answered: { request: DebugProtocol.Request; body?: unknown }[] = [];
  #initialize: DebugProtocol.InitializeRequestArguments | null = null;
  #relay: PythonRelay | null = null;
  /** Requests of which the answer must come before the events that follow from them. */
  #holds = 0;
  #held: { readonly name: string; readonly body?: object | undefined }[] = [];
  #lastSeq = 0;
  #isDisposed = false;

  constructor(options: DebugSessionOptions) {
    super();
    this.#options = options;
    this.#core = new SessionCore(options, {
      event: (name, body) => this.#event(name, body),
      request: (command, args) => this.#request(command, args),
    });
    this.onDidSendMessage((message) => this.#deliver(message as DebugProtocol.ProtocolMessage));
    // The one of the base has room for a single listener.
    this.onDidSendMessage = (listener, thisArg) => {
      const bound: Listener = (message) => listener.call(thisArg, message);
      this.#listeners.add(bound);
      return { dispose: () => this.#listeners.delete(bound) };
    };
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (this.#isDisposed) return;
    if (this.#relay) this.#relay.handleMessage(message);
    else if (isRequest(message)) this.#onRequest(message);
    else if (isResponse(message)) {
      const resolve = this.#asked.get(message.request_seq);
      this.#asked.delete(message.request_seq);
      resolve?.(message);
    } else this.#options.onTrouble?.(`no message: ${JSON.stringify(message)?.slice(0, 200)}`);
  }

  /** The client is gone: a run that stands still waits for it for a while. */
  override dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#relay?.dispose();
    this.#core.leave();
    for (const pending of this.#pending.values()) pending.abort();
    this.#listeners.clear();
  }

  #onRequest(request: DebugProtocol.Request): void {
    const { command } = request;
    const args: unknown = request.arguments;
    if (command === 'initialize' && !this.#core.features)
      this.#initialize = args as DebugProtocol.InitializeRequestArguments;
    if (command === 'attach' && this.#initialize && !this.#core.wish && isForPythonRelay(args)) {
      this.#becomeRelay(request, this.#initialize);
    } else if (command === 'cancel') {
      this.#cancel(args);
      this.#respond(request, {});
    } else {
      const handler = requestTable.get(command);
      if (handler) void this.#answer(request, handler, args);
      else this.#refuse(request, new UserError('unknown-command', `There is no request ${command}.`), false);
    }
  }

  async #answer(request: DebugProtocol.Request, handler: RequestHandler, args: unknown): Promise<void> {
    const { seq, command } = request;
    const cancelling = new AbortController();
    if (cancellable.has(command)) this.#pending.set(seq, cancelling);
    if (handler.holdsEvents) this.#holds += 1;
    let afterwards: (() => void) | undefined;
    try {
      this.#check(handler);
      const replied = handler.answer(this.#core, args, cancelling.signal);
      // What is known at once is answered at once: requests that follow find its effects.
      const reply =
        replied instanceof Promise ? await this.#orCancelled(replied, cancelling.signal) : replied;
      this.#respond(request, reply);
      afterwards = reply.afterwards;
    } catch (error) {
      // What was under way when the client left lost its connection by that.
      const isLeft = this.#core.isOver && errorCode(error) === 'engine-unreachable';
      this.#refuse(request, isLeft ? sessionIsOver() : error, handler.showsErrors);
    } finally {
      if (this.#pending.get(seq) === cancelling) this.#pending.delete(seq);
    }
    try {
      afterwards?.();
    } catch (error) {
      this.#core.fail(error);
    } finally {
      if (handler.holdsEvents) this.#release();
    }
  }

  #check({ needs }: RequestHandler): void {
    if (needs === 'nothing') return;
    const { client: _client } = this.#core;
    if (needs === 'client') return;
    const { running } = this.#core;
    if (needs === 'pause' && running.pause === null)
      throw new UserError('not-paused', 'The run does not stand still: pause it first.');
  }

  async #orCancelled(reply: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
    const cancelled = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new UserError('cancelled', 'cancelled')), { once: true });
    });
    return await Promise.race([reply, cancelled]);
  }

  #cancel(args: unknown): void {
    const id = args !== null && typeof args === 'object' && 'requestId' in args ? args.requestId : undefined;
    if (typeof id === 'number') this.#pending.get(id)?.abort();
  }

  #becomeRelay(attach: DebugProtocol.Request, initialize: RelayHandOver['initialize']): void {
    const answered = [...this.#answered];
    const relay = createPythonRelay({ initialize, capabilities, attach, answered, seq: this.#lastSeq + 1 });
    relay.onDidSendMessage((message) => this.#deliver(message));
    this.#relay = relay;
  }

  #respond(request: DebugProtocol.Request, { body }: Reply): void {
    const { seq: request_seq, command } = request;
    if (configuring.has(command) && !this.#core.wish) this.#answered.push({ request, body });
    const told = { type: 'response', seq: 0, request_seq, command, success: true, ...(body && { body }) };
    this.sendResponse(told);
  }

  #refuse(request: DebugProtocol.Request, error: unknown, isForUser: boolean): void {
    const isExpected = isUserError(error);
    if (!isExpected) this.#options.onTrouble?.(error instanceof Error ? (error.stack ?? '') : String(error));
    const message = isExpected
      ? error.message
      : `Dodeca failed in a way that it should not: ${errorMessage(error)}`;
    const { seq: request_seq, command } = request;
    // The words may hold braces, which mean something in a format.
    const told = { id: errorNumber, format: '{_message}', variables: { _message: message } };
    const body = { error: { ...told, showUser: isForUser || !isExpected } };
    this.sendResponse({ type: 'response', seq: 0, request_seq, command, success: false, message, body });
  }

  #event(name: string, body: object | undefined): void {
    if (this.#isDisposed) return;
    if (this.#holds > 0) this.#held.push({ name, body });
    else this.sendEvent(new Event(name, body));
  }

  #release(): void {
    this.#holds -= 1;
    if (this.#holds > 0) return;
    const held = this.#held;
    this.#held = [];
    for (const { name, body } of held) this.#event(name, body);
  }

  /** Resolves with the error message of the answer; null where it is none. */
  #request(command: string, args: object): Promise<string | null> {
    return new Promise((resolve) => {
      // Without a callback of the base, whose timer would keep a process alive.
      Reflect.apply(this.sendRequest, this, [command, args, 0]);
      this.#asked.set(this.#lastSeq, ({ success, message }) =>
        resolve(success ? null : (message ?? 'the client gave no reason')),
      );
    });
  }

  #deliver(message: DebugProtocol.ProtocolMessage): void {
    this.#lastSeq = message.seq;
    for (const listener of [...this.#listeners]) listener(message);
  }
}

function isRequest(message: unknown): message is DebugProtocol.Request {
  return isMessage(message, 'request') && 'command' in message && typeof message.command === 'string';
}

function isResponse(message: unknown): message is DebugProtocol.Response {
  return isMessage(message, 'response') && 'request_seq' in message;
}

function isMessage(message: unknown, type: string): message is object {
  return message !== null && typeof message === 'object' && 'type' in message && message.type === type;
}
