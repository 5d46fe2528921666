import type { Socket } from 'node:net';
import { type CancellationToken, ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type * as z from 'zod';
import { errorMessage, isUserError, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { EngineApi } from '../rpc/engine-api.ts';
import {
  agentMethods,
  type ClientKind,
  clientMethods,
  type InitializeResult,
  initializeSchemas,
  methods,
  type NotificationName,
  type NotificationOf,
  protocolVersion,
  type WhenAlone,
} from '../rpc/methods.ts';
import { toResponseError } from '../rpc/rpc-error.ts';
import { openWire, type Wire } from '../rpc/wire.ts';
import type { Call } from './call.ts';
import { EventPump } from './event-pump.ts';

/** Milliseconds within which a connection must have said who it is. */
const initializeTimeoutMs = 5000;

/** Bytes of the first message; it comes from somebody who is not known yet. */
const maxFirstMessageBytes = 64 * 1024;

/** Bytes of a later message; the largest are parameters of a run and context values. */
const maxMessageBytes = 4 * 1024 * 1024;

/** Unsent bytes above which a client that does not read is not read either. */
const maxUnsentBytes = 1024 * 1024;

/** Requests of one connection that may be under way; lock requests wait for as long as others hold the lock. */
const maxRequests = 256;

const maxSubscriptions = 64;

/** Milliseconds that a client has to take what was written before the engine leaves. */
const goodbyeMs = 500;

type AnyHandler = (params: unknown, call: Call) => unknown;

/** What all sessions of a server share. */
export interface SessionHost {
  readonly api: EngineApi;
  readonly logger: Logger;
  /** Whether a token is the engine's own. */
  isEngineToken(token: string): boolean;
  /** Throws a `UserError` while the engine leaves. */
  welcome(): Omit<InitializeResult, 'role' | 'notices'>;
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  onJoined(session: Session): void;
  onClosed(session: Session): void;
}

/** One connection: who is there, what it may ask, and the events it hears. */
export class Session {
  readonly #host: SessionHost;
  readonly #wire: Wire;
  readonly #pump: EventPump;
  readonly #closed: Promise<void>;
  readonly #timeout: NodeJS.Timeout;
  /** One for each request under way. */
  readonly #requests = new Set<AbortController>();
  readonly #gone = new AbortController();
  #token = '';
  #role: 'stranger' | 'client' | 'agent' = 'stranger';
  #kind: ClientKind = 'cli';
  #linger = false;
  #whenAlone: WhenAlone | null = null;
  #hearsLibrary = false;

  constructor(socket: Socket, host: SessionHost) {
    this.#host = host;
    const closed = Promise.withResolvers<void>();
    this.#closed = closed.promise;
    this.#wire = openWire(socket, {
      limits: { maxMessageBytes: maxFirstMessageBytes, maxUnsentBytes },
      onTrouble: (message) => host.logger.warn(`connection (${this.#role}): ${message.slice(0, 500)}`),
      onClosed: () => {
        clearTimeout(this.#timeout);
        this.#pump.end();
        for (const request of this.#requests) request.abort();
        this.#gone.abort();
        closed.resolve();
        host.onClosed(this);
      },
    });
    this.#pump = new EventPump({
      readEvents: (request) => host.api.readEvents(request),
      send: (json) => this.#wire.writeText(json),
      onError: (error) => {
        host.logger.error('events could not be sent', error);
        this.#wire.destroy();
      },
    });
    this.#timeout = setTimeout(() => this.#wire.destroy(), initializeTimeoutMs);
    this.#wire.rpc.onRequest((method, params, token) => this.#answer(method, params, token));
    this.#wire.rpc.onNotification((method) => {
      if (this.#role === 'stranger') this.#wire.destroy();
      else host.logger.warn(`connection (${this.#role}): unknown notification ${method.slice(0, 100)}`);
    });
    this.#wire.rpc.listen();
  }

  get role(): 'stranger' | 'client' | 'agent' {
    return this.#role;
  }

  /** Whether somebody may follow this client when it leaves. */
  get linger(): boolean {
    return this.#linger || this.#kind !== 'cli';
  }

  /** What this client wishes for the runs that it leaves behind. */
  get whenAlone(): WhenAlone | null {
    return this.#whenAlone;
  }

  /** Whether this client wants to hear what the library tells. */
  get hearsLibrary(): boolean {
    return this.#hearsLibrary;
  }

  /** Says that events were committed. */
  onEvents(): void {
    this.#pump.notify();
  }

  /** Tells something without being asked; nobody waits for it to arrive. */
  notify<N extends NotificationName>(name: N, params: NotificationOf<N>): void {
    this.#wire
      .writeText(JSON.stringify({ jsonrpc: '2.0', method: name, params }))
      .catch((error: unknown) => this.#host.logger.warn(`${name} was not sent: ${errorMessage(error)}`));
  }

  /** Resolves when every event committed so far was taken by the client, or when it is gone. */
  async flush(): Promise<void> {
    await Promise.race([this.#pump.flush(), this.#closed]);
  }

  /** Closes the connection after what is written was taken, or soon anyway. */
  end(): void {
    this.#pump.end();
    this.#wire.end(goodbyeMs);
  }

  async #answer(method: string, params: unknown, cancellation: CancellationToken): Promise<unknown> {
    if (this.#role === 'stranger') return this.#initialize(method, params);
    if (this.#requests.size >= maxRequests) {
      throw toResponseError(
        new UserError('too-many-requests', `More than ${maxRequests} requests are under way.`),
        method,
      );
    }
    const request = new AbortController();
    this.#requests.add(request);
    // A token that is cancelled already says so and does not call.
    if (cancellation.isCancellationRequested) request.abort();
    const subscription = cancellation.onCancellationRequested(() => request.abort());
    try {
      return await this.#dispatch(method, params ?? {}, request.signal);
    } catch (error) {
      if (!isUserError(error) && !(error instanceof ResponseError)) {
        this.#host.logger.error(`${method} failed`, error);
      }
      throw toResponseError(error, method);
    } finally {
      this.#requests.delete(request);
      subscription.dispose();
    }
  }

  async #dispatch(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    const allowed = this.#role === 'agent' ? agentMethods : clientMethods;
    if (!Object.hasOwn(allowed, method)) {
      const known = Object.hasOwn(methods, method);
      throw new ResponseError(
        known ? ErrorCodes.InvalidRequest : ErrorCodes.MethodNotFound,
        known ? `${method} is not for ${this.#role}s` : `unknown method ${method.slice(0, 100)}`,
      );
    }
    const token = this.#token;
    if (this.#role === 'agent' && this.#host.api.executions.ofToken(token) === null) {
      this.#endAfterAnswer();
      throw new UserError('execution-ended', 'The execution that this token belongs to has ended.');
    }
    const parsed = check(methods[method as keyof typeof methods].params, params, method);
    const handler = this.#host.handlers[method];
    if (!handler) throw new ResponseError(ErrorCodes.MethodNotFound, `unknown method ${method}`);
    return await handler(parsed, {
      token,
      signal,
      gone: this.#gone.signal,
      subscribe: (after, runId) => {
        if (this.#pump.size >= maxSubscriptions) {
          throw new UserError(
            'too-many-subscriptions',
            `A client has at most ${maxSubscriptions} subscriptions.`,
          );
        }
        return this.#pump.add(after, runId);
      },
      unsubscribe: (subscription) => {
        this.#pump.remove(subscription);
      },
      hearLibrary: () => {
        // Agents expect answers alone.
        this.#hearsLibrary = this.#role === 'client';
      },
      wish: (whenAlone) => {
        this.#whenAlone = whenAlone;
      },
    });
  }

  #initialize(method: string, params: unknown): InitializeResult {
    const parsed = initializeSchemas.params.safeParse(params);
    const role = parsed.success && method === 'initialize' ? this.#roleOf(parsed.data.token) : null;
    if (!parsed.success || role === null) {
      this.#wire.destroy();
      throw new ResponseError(ErrorCodes.InvalidRequest, 'not initialised');
    }
    const { token, client, linger, protocol, version } = parsed.data;
    clearTimeout(this.#timeout);
    try {
      const welcome = this.#host.welcome();
      if (protocol !== protocolVersion) {
        throw new UserError(
          'protocol-mismatch',
          `The engine of this workspace is version ${welcome.version}, and you are version ${version}. Run "dodeca stop", then try again.`,
        );
      }
      this.#token = token;
      this.#kind = client;
      this.#linger = linger;
      this.#role = role;
      this.#wire.limitMessages(maxMessageBytes);
      this.#host.onJoined(this);
      return { ...welcome, role, notices: role === 'client' ? this.#host.api.notices() : [] };
    } catch (error) {
      this.#endAfterAnswer();
      throw toResponseError(error, method);
    }
  }

  #endAfterAnswer(): void {
    setImmediate(() => this.#wire.end(goodbyeMs));
  }

  #roleOf(token: string): 'client' | 'agent' | null {
    if (this.#host.isEngineToken(token)) return 'client';
    return this.#host.api.executions.ofToken(token) === null ? null : 'agent';
  }
}

function check(schema: z.ZodType, params: unknown, method: string): unknown {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
  throw new ResponseError(ErrorCodes.InvalidParams, `wrong parameters of ${method}: ${wrong.join('; ')}`);
}
