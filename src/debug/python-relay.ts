import { isDeepStrictEqual } from 'node:util';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Disposable, disposable } from '../common/disposable.ts';
import { sendSignal } from '../process/kill-tree.ts';
import {
  addressOf,
  attachForDebugpy,
  childConfiguration,
  debugpyCapabilities,
  initializeForDebugpy,
  replacedCapabilities,
} from './relay-arguments.ts';
import { RelayBreakpoints } from './relay-breakpoints.ts';
import { connectPatiently, type RelayAddress, RelayConnection } from './relay-connection.ts';
import { letGo } from './relay-let-go.ts';

/**
 * The arguments of an attach request that is for a relay:
 * `{ "type": "dodeca", "request": "attach", "runtime": "python", "connect": { "host": "127.0.0.1", "port": 5678 } }`.
 */
export interface PythonAttachArguments extends DebugProtocol.AttachRequestArguments {
  readonly runtime: 'python';
  /** Where debugpy listens. */
  readonly connect: { readonly host: string; readonly port: number };
  /** The user's file, absolute. */
  readonly program?: string | null;
  /** Whether the process waits before its first line; it then stops there by itself. */
  readonly waits?: boolean;
  /** A child process that debugpy told of. */
  readonly subProcessId?: number;
  /** Steps go over code that is not the user's; true where it is absent. */
  readonly justMyCode?: boolean;
  /** Child processes are followed; true where it is absent. */
  readonly subProcess?: boolean;
}

/** What a session had heard and said before it turned out to be one for a relay. */
export interface RelayHandOver {
  /** The arguments of the client's `initialize`, which was answered, and `initialized` was sent. */
  readonly initialize: DebugProtocol.InitializeRequestArguments;
  /** What that answer announced; the relay takes back what debugpy cannot do. */
  readonly capabilities: DebugProtocol.Capabilities;
  /** The attach request; the relay answers it. */
  readonly attach: DebugProtocol.Request;
  /**
   * Requests that configure (`setBreakpoints`, `setFunctionBreakpoints`, `setExceptionBreakpoints`,
   * `configurationDone`) that came before it and were answered, in their order, with the body of the answer. The relay
   * says them to debugpy, and tells by `breakpoint` events what became of breakpoints that were answered with an `id`.
   */
  readonly answered: readonly { readonly request: DebugProtocol.Request; readonly body?: unknown }[];
  /** The number of the next message to the client; the relay counts on from it. */
  readonly seq: number;
}

/**
 * A session of the debugger for one Python process: it passes the Debug Adapter Protocol through between a client and
 * debugpy, in the shape of an inline adapter (`vscode.DebugAdapter`).
 *
 * Two ways to it:
 * - Who knows before the first message that it is for a relay (the session's configuration has `runtime: "python"`)
 *   calls `createPythonRelay()` and hands it every message, `initialize` included. This is the better way: the client
 *   hears at once what debugpy can do, and `initialized` when debugpy can take breakpoints.
 * - A session that has answered `initialize` already, and then gets an attach request with `runtime: "python"`, calls
 *   `createPythonRelay(handOver)`. It subscribes to `onDidSendMessage`, sends what comes to the client as it is (with
 *   the relay's `seq`: reverse requests are answered by it), hands every further message of the client, also responses
 *   to reverse requests of the relay, to `handleMessage`, and says nothing itself any more.
 *
 * The relay connects to debugpy (again and again for about 15 s while nobody listens there, then the attach request
 * fails with one message), gives it the arguments it wants, makes reverse requests `startDebugging` of the child
 * processes that debugpy tells of (with a configuration of type `dodeca` of the same form), and sends `terminated` when
 * the process has ended or the connection is lost. `disconnect` leaves the process running unless it asks for
 * `terminateDebuggee`. After `dispose` nothing is sent, and the connection is closed: the process goes on.
 */
export interface PythonRelay extends Disposable {
  handleMessage(message: DebugProtocol.ProtocolMessage): void;
  onDidSendMessage(listener: (message: DebugProtocol.ProtocolMessage) => void): Disposable;
}

/** Whether the arguments of an attach request ask for a relay. Its `connect` may still be wrong; the relay says so. */
export function isForPythonRelay(args: unknown): boolean {
  return typeof args === 'object' && args !== null && 'runtime' in args && args.runtime === 'python';
}

/** Makes a relay; see `PythonRelay`. It sends nothing before its creator has returned to the event loop. */
export function createPythonRelay(handOver?: RelayHandOver): PythonRelay {
  return new Relay(handOver ?? null);
}

type Waiting = (response: DebugProtocol.Response) => void;

class Relay implements PythonRelay {
  readonly #over = new AbortController();
  /** Aborted when the session has ended, which is before it is disposed of. */
  readonly #ended = new AbortController();
  readonly #listeners = new Set<(message: DebugProtocol.ProtocolMessage) => void>();
  readonly #breakpoints: RelayBreakpoints;
  readonly #handOver: RelayHandOver | null;
  #initialize: DebugProtocol.InitializeRequestArguments | null;
  #announced: DebugProtocol.Capabilities;
  #connection: RelayConnection | null = null;
  #address: RelayAddress | null = null;
  /** Numbers of the next messages, to the client and to debugpy. */
  #seq: number;
  #seqToDebugpy = 1;
  #attaching = false;
  /** Requests of the client that wait until debugpy can be configured; null from then on. */
  #held: DebugProtocol.Request[] | null = [];
  /** What was asked of debugpy, and of the client. */
  readonly #asked = new Map<number, { readonly command: string; readonly answer: Waiting }>();
  readonly #askedBack = new Map<number, Waiting>();
  #pid: number | null = null;

  constructor(handOver: RelayHandOver | null) {
    this.#handOver = handOver;
    this.#seq = handOver?.seq ?? 1;
    this.#initialize = handOver?.initialize ?? null;
    this.#announced = handOver?.capabilities ?? debugpyCapabilities;
    this.#breakpoints = new RelayBreakpoints(handOver?.answered ?? []);
    if (handOver !== null) setImmediate(() => void this.#attach(handOver.attach));
  }

  onDidSendMessage(listener: (message: DebugProtocol.ProtocolMessage) => void): Disposable {
    this.#listeners.add(listener);
    return disposable(() => this.#listeners.delete(listener));
  }

  handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (this.#over.signal.aborted) return;
    if (message.type === 'response') {
      const { request_seq: seq } = message as DebugProtocol.Response;
      this.#askedBack.get(seq)?.(message as DebugProtocol.Response);
      this.#askedBack.delete(seq);
    } else if (message.type === 'request') {
      this.#onRequest(message as DebugProtocol.Request);
    }
  }

  dispose(): void {
    this.#over.abort();
    this.#ended.abort();
    this.#listeners.clear();
    this.#connection?.close();
  }

  #onRequest(request: DebugProtocol.Request): void {
    const { command } = request;
    if (command === 'initialize') this.#onInitialize(request);
    else if (command === 'attach' && !this.#attaching) void this.#attach(request);
    else if (command === 'attach' || command === 'launch')
      this.#refuse(request, `this session has attached already: "${command}" cannot be asked again`);
    else if (this.#ended.signal.aborted) this.#answerAfterTheEnd(request);
    else if (this.#held === null) this.#forward(request);
    else if (command === 'disconnect' || command === 'terminate') this.#leaveEarly(request);
    else this.#held.push(request);
  }

  #onInitialize(request: DebugProtocol.Request): void {
    if (this.#initialize !== null) {
      this.#refuse(request, 'this session is initialized already');
      return;
    }
    this.#initialize = (request.arguments ?? {}) as DebugProtocol.InitializeRequestArguments;
    this.#respond(request, this.#announced);
  }

  async #attach(request: DebugProtocol.Request): Promise<void> {
    if (this.#over.signal.aborted) return;
    if (this.#initialize === null) {
      this.#refuse(request, 'this session is not initialized yet: "initialize" comes first');
      return;
    }
    this.#attaching = true;
    const address = addressOf(request.arguments);
    const socket = address.ok ? await connectPatiently(address.value, this.#ended.signal) : address;
    if (this.#ended.signal.aborted) {
      if (socket.ok) socket.value.destroy();
      this.#refuse(request, 'the session has ended');
    } else if (!address.ok || !socket.ok) {
      this.#refuse(request, address.ok && !socket.ok ? socket.error : address.ok ? '' : address.error);
      this.#end();
    } else {
      this.#address = address.value;
      this.#connection = new RelayConnection(socket.value, {
        onMessage: (message) => this.#onDebugpy(message),
        onClose: () => this.#onClose(),
      });
      this.#greet(request, this.#initialize);
    }
  }

  /** Makes the acquaintance of debugpy, and attaches. */
  #greet(attach: DebugProtocol.Request, initialize: DebugProtocol.InitializeRequestArguments): void {
    this.#ask('initialize', initializeForDebugpy(initialize), (response) => {
      const actual = (response.body ?? {}) as DebugProtocol.Capabilities;
      const capabilities = replacedCapabilities(this.#announced, actual);
      if (response.success && !isDeepStrictEqual(capabilities, this.#announced))
        this.#tell('capabilities', { capabilities });
    });
    this.#ask('attach', attachForDebugpy(attach.arguments), (response) => {
      this.#pass(response, attach);
      if (!response.success) this.#end();
    });
  }

  #onDebugpy(message: DebugProtocol.ProtocolMessage): void {
    if (this.#over.signal.aborted) return;
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      const asked = this.#asked.get(response.request_seq);
      this.#asked.delete(response.request_seq);
      asked?.answer(response);
    } else if (message.type === 'event') {
      const { event, body } = message as DebugProtocol.Event;
      this.#onEvent(event, body);
    }
  }

  #onEvent(event: string, body: unknown): void {
    switch (event) {
      case 'initialized':
        this.#onInitialized();
        break;
      case 'debugpyAttach':
        this.#follow(body);
        break;
      case 'debugpySockets':
      case 'debugpyWaitingForServer':
        break;
      case 'terminated':
        this.#end();
        break;
      case 'output':
        if ((body as DebugProtocol.OutputEvent['body']).category !== 'telemetry') this.#tell(event, body);
        break;
      case 'process':
        this.#pid = (body as DebugProtocol.ProcessEvent['body']).systemProcessId ?? null;
        this.#tell(event, body);
        break;
      case 'breakpoint':
        this.#tell(event, this.#breakpoints.ofEvent(body as DebugProtocol.BreakpointEvent['body']));
        break;
      default:
        this.#tell(event, body);
    }
  }

  /** Debugpy can be configured: it hears what was said before it was there. */
  #onInitialized(): void {
    if (this.#handOver === null) this.#tell('initialized');
    for (const { request, body } of this.#handOver?.answered ?? [])
      this.#ask(request.command, request.arguments ?? {}, (response) => {
        for (const breakpoint of this.#breakpoints.settle(body, response))
          this.#tell('breakpoint', { reason: 'changed', breakpoint });
      });
    const held = this.#held ?? [];
    this.#held = null;
    for (const request of held) this.#forward(request);
  }

  #forward(request: DebugProtocol.Request): void {
    // Debugpy would have it exit with code 0, which is a success.
    if (endsProcess(request) && this.#pid !== null && isLoopback(this.#address))
      sendSignal(this.#pid, 'SIGTERM');
    this.#ask(request.command, request.arguments ?? {}, (response) =>
      this.#pass(this.#breakpoints.ofResponse(response), request),
    );
  }

  /** Has the client debug a child process; it waits for that, and is let go where nobody does. */
  #follow(body: unknown): void {
    const configuration = childConfiguration(body);
    const letChildGo = (): void => {
      if (this.#address) void letGo(this.#address, configuration.subProcessId, this.#over.signal);
    };
    if (this.#initialize?.supportsStartDebuggingRequest !== true) {
      letChildGo();
      return;
    }
    const seq = this.#send({
      type: 'request',
      command: 'startDebugging',
      arguments: { request: 'attach', configuration },
    });
    this.#askedBack.set(seq, (response) => {
      if (!response.success) letChildGo();
    });
  }

  /** The client leaves, or ends the process, before debugpy was reached. */
  #leaveEarly(request: DebugProtocol.Request): void {
    this.#respond(request);
    this.#end();
  }

  #answerAfterTheEnd(request: DebugProtocol.Request): void {
    if (request.command === 'disconnect' || request.command === 'terminate') this.#respond(request);
    else this.#refuse(request, 'the process has ended');
  }

  #onClose(): void {
    for (const { command, answer } of this.#asked.values()) {
      const success = command === 'disconnect' || command === 'terminate' || command === 'continue';
      answer({
        type: 'response',
        seq: 0,
        request_seq: 0,
        success,
        command,
        message: 'the process has ended',
      });
    }
    this.#asked.clear();
    this.#end();
  }

  /** Debugpy has nothing more to say, or cannot be heard. It waits for its client to leave before it ends. */
  #end(): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#tell('terminated');
    for (const request of this.#held ?? []) this.#answerAfterTheEnd(request);
    this.#held = null;
    this.#connection?.close();
  }

  #ask(command: string, args: object, answer: Waiting): void {
    const seq = this.#seqToDebugpy++;
    this.#asked.set(seq, { command, answer });
    this.#connection?.send({ seq, type: 'request', command, arguments: args });
  }

  /** Answers a request of the client as debugpy did. */
  #pass(response: DebugProtocol.Response, { seq, command }: DebugProtocol.Request): void {
    const { success, message, body } = response;
    this.#send({
      type: 'response',
      request_seq: seq,
      success,
      command,
      ...(message !== undefined && !success && { message }),
      ...(body !== undefined && { body }),
    });
  }

  #respond({ seq, command }: DebugProtocol.Request, body?: object): void {
    this.#send({ type: 'response', request_seq: seq, success: true, command, ...(body && { body }) });
  }

  #refuse({ seq, command }: DebugProtocol.Request, text: string): void {
    // The text stands in a variable: braces in a format mean variables.
    const error = { id: 1, format: '{text}', variables: { text }, showUser: true };
    this.#send({
      type: 'response',
      request_seq: seq,
      success: false,
      command,
      message: text,
      body: { error },
    });
  }

  #tell(event: string, body?: unknown): void {
    this.#send({ type: 'event', event, ...(body !== undefined && { body }) });
  }

  /** Sends a message to the client; answers with its number. */
  #send(message: { readonly type: string; readonly [key: string]: unknown }): number {
    const seq = this.#seq++;
    for (const listener of [...this.#listeners]) listener({ ...message, seq });
    return seq;
  }
}

/** Whether a request ends the process that is debugged. */
function endsProcess({ command, arguments: args }: DebugProtocol.Request): boolean {
  if (command === 'terminate') return true;
  return command === 'disconnect' && (args as DebugProtocol.DisconnectArguments)?.terminateDebuggee === true;
}

function isLoopback(address: RelayAddress | null): boolean {
  return address !== null && /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(address.host);
}
