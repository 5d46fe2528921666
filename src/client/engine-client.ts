import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type * as z from 'zod';
import { type Disposable, disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import type { DodecaEvent } from '../model/event.ts';
import type { LibraryNews } from '../rpc/library-api.ts';
import {
  type ClientKind,
  type InitializeResult,
  initializeSchemas,
  type Method,
  methods,
  notifications,
  type ParamsOf,
  protocolVersion,
  type ResultOf,
} from '../rpc/methods.ts';
import { fromResponseError } from '../rpc/rpc-error.ts';
import { programVersion } from '../rpc/version.ts';
import { openWire, type Wire } from '../rpc/wire.ts';

/** Bytes of a message of the engine; the largest are plans and reports of tens of thousands of executions. */
const maxMessageBytes = 256 * 1024 * 1024;

/** Events as they come, until disposed or the connection is closed. */
export interface EventSubscription extends Disposable {
  /** The last event that was handed over: where to go on with another connection, missing and repeating nothing. */
  readonly lastSeen: number;
}

export interface AttachOptions {
  readonly socket: string;
  readonly token: string;
  readonly client: ClientKind;
  readonly linger: boolean;
  /** Milliseconds until the engine must have answered. */
  readonly timeoutMs: number;
}

/** A connection to the engine of a workspace: typed calls and events. */
export class EngineClient {
  readonly #wire: Wire;
  readonly #listeners = new Map<number, (events: readonly DodecaEvent[]) => void>();
  readonly #libraryListeners = new Set<(news: LibraryNews) => void>();
  readonly #closeListeners = new Set<(reason: UserError) => void>();
  #info: InitializeResult | undefined;
  #closedBy: UserError | undefined;
  #failure: string | undefined;
  #disposed = false;

  private constructor(socket: Socket) {
    this.#wire = openWire(socket, {
      limits: { maxMessageBytes, maxUnsentBytes: Number.POSITIVE_INFINITY },
      onTrouble: (message) => {
        this.#failure ??= /not a message/.test(message) ? `The engine sent rubbish: ${message}.` : undefined;
      },
      onClosed: () => this.#onClosed(),
    });
    this.#wire.rpc.onNotification((method, params) => this.#onNotification(method, params));
    this.#wire.rpc.listen();
  }

  /**
   * Connects to an engine that listens, and says who is there. Errors: `engine-gone` nobody listens; `engine-closed`
   * it hung up; `engine-silent` it did not answer in time; and what the engine itself says.
   */
  static async attach(options: AttachOptions): Promise<EngineClient> {
    const deadline = AbortSignal.timeout(Math.ceil(options.timeoutMs));
    const socket = createConnection(options.socket);
    try {
      await once(socket, 'connect', { signal: deadline });
    } catch (error) {
      socket.destroy();
      if (deadline.aborted) throw silent(options.timeoutMs);
      throw new UserError('engine-gone', `Nobody listens at ${options.socket}.`, { cause: error });
    }
    const client = new EngineClient(socket);
    const stop = () => client.#wire.destroy();
    deadline.addEventListener('abort', stop, { once: true });
    try {
      const { token, client: kind, linger } = options;
      const hello = { token, client: kind, linger, version: programVersion(), protocol: protocolVersion };
      const answer: unknown = await client.#wire.rpc.sendRequest('initialize', hello);
      client.#info = initializeSchemas.result.parse(answer);
      return client;
    } catch (error) {
      client.#wire.destroy();
      if (deadline.aborted) throw silent(options.timeoutMs);
      const told = fromResponseError(error);
      throw told.code === 'engine-error'
        ? new UserError('engine-closed', 'The engine hung up.', { cause: error })
        : told;
    } finally {
      deadline.removeEventListener('abort', stop);
    }
  }

  /** What the engine said of itself. */
  get info(): InitializeResult {
    if (!this.#info) throw new Error('not initialised');
    return this.#info;
  }

  get closed(): boolean {
    return this.#closedBy !== undefined || this.#disposed;
  }

  /** Asks the engine. Rejects with a `UserError`: the engine's own, or `engine-unreachable` when the connection is lost. */
  async call<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<ResultOf<M>> {
    if (this.closed) throw this.#closedBy ?? lost();
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    if (options.signal?.aborted) cancel();
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result: unknown = await this.#wire.rpc.sendRequest(method, params, cancellation.token);
      const schema: z.ZodType = methods[method].result;
      const parsed = schema.safeParse(result);
      if (parsed.success) return parsed.data as ResultOf<M>;
      throw new UserError(
        'engine-error',
        `The engine gave an answer to ${method} that cannot be understood.`,
      );
    } catch (error) {
      if (this.closed) throw this.#closedBy ?? lost(error);
      throw fromResponseError(error);
    } finally {
      options.signal?.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  /**
   * Hands over every event after `after`, of one run or of all, in order: those that are recorded, then those that
   * come. With `lastSeen` of a subscription that a lost connection ended, another one goes on where it stopped.
   */
  async subscribe(
    request: { readonly after: number; readonly runId?: string | undefined },
    onEvents: (events: readonly DodecaEvent[]) => void,
  ): Promise<EventSubscription> {
    const { after, runId } = request;
    const answer = await this.call('events/subscribe', { after, ...(runId !== undefined && { runId }) });
    let lastSeen = after;
    const { subscription } = answer;
    // The first batch is dispatched in a later turn than the answer, so it cannot come before this.
    this.#listeners.set(subscription, (events) => {
      const fresh =
        events[0] && events[0].seq > lastSeen ? events : events.filter(({ seq }) => seq > lastSeen);
      const last = fresh.at(-1);
      if (!last) return;
      lastSeen = last.seq;
      onEvents(fresh);
    });
    const { dispose } = disposable(() => {
      this.#listeners.delete(subscription);
      if (this.closed) return;
      this.call('events/unsubscribe', { subscription }).catch(() => {
        // The connection is lost, and the subscription with it.
      });
    });
    return {
      get lastSeen() {
        return lastSeen;
      },
      dispose,
    };
  }

  /** Called with what the library tells, after `library/build` or `library/watch` was called. */
  onLibraryNews(listener: (news: LibraryNews) => void): Disposable {
    this.#libraryListeners.add(listener);
    return disposable(() => this.#libraryListeners.delete(listener));
  }

  /** Called once when the connection is lost; not after `dispose`. At once if it is lost already. */
  onClose(listener: (reason: UserError) => void): Disposable {
    if (this.#closedBy) {
      listener(this.#closedBy);
      return disposable(() => undefined);
    }
    this.#closeListeners.add(listener);
    return disposable(() => this.#closeListeners.delete(listener));
  }

  /** Leaves the engine. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#closeListeners.clear();
    this.#libraryListeners.clear();
    this.#listeners.clear();
    this.#wire.end(500);
  }

  #onNotification(method: string, params: unknown): void {
    if (method === 'events/batch') {
      const { subscription, events } = notifications['events/batch'].parse(params);
      try {
        this.#listeners.get(subscription)?.(events);
      } catch (error) {
        // A listener's defect is not the connection's, and must not be lost in it.
        queueMicrotask(() => {
          throw error;
        });
      }
    } else if (method === 'library/changed') {
      this.#tellLibrary({ kind: 'changed' });
    } else if (method === 'library/progress') {
      const { progress } = notifications['library/progress'].parse(params);
      this.#tellLibrary({ kind: 'progress', progress });
    } else if (method === 'engine/failed') {
      this.#failure = notifications['engine/failed'].parse(params).message;
    }
  }

  #tellLibrary(news: LibraryNews): void {
    for (const listener of this.#libraryListeners) listener(news);
  }

  #onClosed(): void {
    this.#closedBy = this.#failure === undefined ? lost() : new UserError('engine-failed', this.#failure);
    this.#listeners.clear();
    const listeners = [...this.#closeListeners];
    this.#closeListeners.clear();
    for (const listener of listeners) listener(this.#closedBy);
  }
}

function lost(cause?: unknown): UserError {
  return new UserError('engine-unreachable', 'The connection to the engine is lost.', { cause });
}

function silent(timeoutMs: number): UserError {
  return new UserError('engine-silent', `The engine did not answer within ${timeoutMs} ms.`);
}
