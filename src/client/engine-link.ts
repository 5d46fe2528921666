import { setTimeout as sleep } from 'node:timers/promises';
import { isUserError, UserError } from '../common/errors.ts';
import { readEngineFile } from '../rpc/engine-file.ts';
import { stateFolderOf } from '../rpc/state-folder.ts';
import { type ConnectOptions, connect } from './connect.ts';
import type { EngineClient } from './engine-client.ts';
import { isRunning } from './find-engine.ts';

export type LinkState = 'idle' | 'connecting' | 'connected' | 'failed';

export interface EngineLinkOptions {
  readonly workspace: string;
  readonly connect: Omit<ConnectOptions, 'start'>;
  /** A connection stands, for the first time or again. What it throws ends the connection. */
  readonly onConnected: (client: EngineClient) => Promise<void>;
  readonly onState: (state: LinkState) => void;
  /** The engine died. True: another one was started in its place. */
  readonly onCrash: (restarted: boolean) => void;
}

/** Milliseconds that an engine must have lived for another one to be started when it dies. */
const worthARestartMs = 10_000;

/** Milliseconds between two looks at an engine that closed the connection and is still there. */
const lookAgainMs = 50;

/**
 * A connection to the engine of a workspace that comes back: an engine that died is started once more, one that was
 * stopped is left alone until somebody needs it.
 */
export class EngineLink {
  readonly #options: EngineLinkOptions;
  #state: LinkState = 'idle';
  #client: EngineClient | null = null;
  #connecting: Promise<EngineClient> | null = null;
  #error: UserError | null = null;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #disposed = false;

  constructor(options: EngineLinkOptions) {
    this.#options = options;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Why it failed; null where it did not. */
  get error(): UserError | null {
    return this.#error;
  }

  /** The connection, while there is one. */
  get client(): EngineClient | null {
    return this.#client;
  }

  /** The engine, started where none runs. Errors: those of `connect`. */
  async engine(): Promise<EngineClient> {
    return this.#client ?? (await this.#connect(true));
  }

  /** The engine where one runs; null where there is none. */
  async join(): Promise<EngineClient | null> {
    if (this.#client) return this.#client;
    try {
      return await this.#connect(false);
    } catch (error) {
      if (isUserError(error) && error.code === 'no-engine') return null;
      throw error;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#client?.dispose();
    this.#client = null;
  }

  async #connect(start: boolean): Promise<EngineClient> {
    if (this.#connecting) {
      const pending = this.#connecting;
      if (!start) return await pending;
      // Whoever only looked may have found none.
      try {
        return await pending;
      } catch (error) {
        if (!isUserError(error) || error.code !== 'no-engine') throw error;
      }
      return await this.engine();
    }
    this.#connecting = this.#open(start).finally(() => {
      this.#connecting = null;
    });
    return await this.#connecting;
  }

  async #open(start: boolean): Promise<EngineClient> {
    this.#move('connecting', null);
    try {
      const client = await connect(this.#options.workspace, { ...this.#options.connect, start });
      try {
        if (this.#disposed) throw new UserError('link-closed', 'The window is closing.');
        await this.#options.onConnected(client);
      } catch (error) {
        client.dispose();
        throw error;
      }
      this.#client = client;
      this.#move('connected', null);
      client.onClose((reason) => this.#onClosed(reason));
      return client;
    } catch (error) {
      const told = isUserError(error)
        ? error
        : new UserError('engine-error', String(error), { cause: error });
      const none = told.code === 'no-engine' || this.#disposed;
      this.#move(none ? 'idle' : 'failed', none ? null : told);
      throw told;
    }
  }

  #onClosed(reason: UserError): void {
    if (this.#disposed) return;
    this.#client = null;
    this.#move('idle', null);
    this.#hasDied(reason).then(
      (died) => died && this.#restart(reason),
      // Whether it died cannot be told: it is not started behind anybody's back.
      () => undefined,
    );
  }

  /** An engine that leaves takes its file with it; one that died could not. */
  async #hasDied(reason: UserError): Promise<boolean> {
    if (reason.code === 'engine-failed') return true;
    const folder = stateFolderOf(this.#options.workspace);
    for (let file = readEngineFile(folder); file; file = readEngineFile(folder)) {
      if (!(await isRunning(file))) return readEngineFile(folder)?.token === file.token;
      await sleep(lookAgainMs);
    }
    return false;
  }

  #restart(reason: UserError): void {
    // Somebody else may have needed one meanwhile.
    if (this.#disposed || this.#client) return;
    const now = performance.now();
    if (now - this.#restartedAt < worthARestartMs) {
      this.#move('failed', reason);
      this.#options.onCrash(false);
      return;
    }
    this.#restartedAt = now;
    this.engine().then(
      () => this.#options.onCrash(true),
      () => this.#options.onCrash(false),
    );
  }

  #move(state: LinkState, error: UserError | null): void {
    this.#error = error;
    if (state === this.#state && error === null) return;
    this.#state = state;
    if (!this.#disposed) this.#options.onState(state);
  }
}
