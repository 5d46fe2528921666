import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../common/disposable.ts';
import { errorMessage, isUserError, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { EngineApi } from '../rpc/engine-api.ts';
import { removeEngineFile, writeEngineFile } from '../rpc/engine-file.ts';
import { engineRunningCode } from '../rpc/handshake.ts';
import { newSocketAddress, type SocketAddress } from '../rpc/socket-path.ts';
import { type StateFolder, unwritable } from '../rpc/state-folder.ts';
import { programVersion } from '../rpc/version.ts';
import { tryLock } from '../sqlite/exclusive-lock.ts';
import type { CreateEngineApi } from './engine-context.ts';
import { EngineServer } from './engine-server.ts';
import { RunCanceller } from './run-canceller.ts';
import { newToken } from './token.ts';

const defaultIdleMs = 30_000;
const defaultAloneMs = 10_000;

/** Milliseconds that closing may take once no run is left, or when the engine failed. */
const closeGraceMs = 20_000;

const stoppedReason = 'the engine was stopped';

export interface EngineProcessOptions {
  readonly folder: StateFolder;
  readonly logger: Logger;
  readonly startedByCli: boolean;
}

/** The life of an engine, from the lock to the exit. */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #token = newToken();
  #lock: Disposable | undefined;
  #address: SocketAddress | undefined;
  #api: EngineApi | undefined;
  #server: EngineServer | undefined;
  #state: 'starting' | 'serving' | 'ending' = 'starting';
  #failure: { readonly error: unknown } | undefined;
  #canceller: RunCanceller | undefined;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  /** Resolves when clients can connect; nothing is left behind when it rejects. */
  async start(createApi: CreateEngineApi): Promise<void> {
    const { folder, logger, startedByCli } = this.#options;
    const identity = { version: programVersion(), startedAt: new Date().toISOString(), token: this.#token };
    try {
      this.#lock = takeLock(folder);
      const address = newSocketAddress(folder.workspace);
      this.#address = address;
      const api = await createApi({
        folder,
        logger,
        socket: address.path,
        onFailure: (error) => this.fail(error),
      });
      this.#api = api;
      this.#canceller = new RunCanceller(api, logger);
      this.#server = new EngineServer({
        ...identity,
        api,
        logger,
        workspace: folder.workspace,
        startedByCli,
        idleMs: millisecondsOf(process.env.DODECA_IDLE_MS, defaultIdleMs),
        aloneMs: millisecondsOf(process.env.DODECA_ALONE_MS, defaultAloneMs),
        onLeave: (reason) => this.#end(reason),
      });
      await this.#server.listen(address.path);
      if (this.#failure) throw this.#failure.error;
      writeEngineFile(folder, { pid: process.pid, socket: address.path, ...identity });
    } catch (error) {
      await this.#close().catch((second: unknown) => logger.error('not everything was closed', second));
      throw error;
    }
    this.#state = 'serving';
    logger.info(`serves ${folder.workspace} at ${this.#address.path}`);
  }

  /** The first signal ends the engine in order; another one does not wait for the grace of agents. */
  onSignal(signal: string): void {
    if (this.#state === 'starting') process.exit(1);
    if (this.#state === 'serving') {
      this.#end(signal);
    } else {
      void this.#canceller?.cancelAll(stoppedReason, true);
    }
  }

  /** The engine cannot go on: everybody is told, what runs is ended, and the process ends with 1. */
  fail(error: unknown): void {
    const { logger } = this.#options;
    logger.error('the engine failed', isUserError(error) ? error.message : error);
    const first = this.#failure === undefined;
    this.#failure ??= { error };
    if (!first || this.#state === 'starting') return;
    this.#server?.tellFailure(
      isUserError(error)
        ? error.message
        : `The engine failed: ${errorMessage(error)}. Its log is .dodeca/engine.log.`,
    );
    if (this.#state === 'serving') this.#end('it failed');
  }

  #end(reason: string): void {
    if (this.#state !== 'serving') return;
    this.#state = 'ending';
    const { logger } = this.#options;
    logger.info(`leaves: ${reason}`);
    this.#leave()
      .catch((error: unknown) => {
        this.#failure ??= { error };
        logger.error('the engine did not end in order', error);
      })
      .finally(() => process.exit(this.#failure ? 1 : 0));
  }

  async #leave(): Promise<void> {
    this.#server?.closeDoors();
    if (!this.#failure) {
      await this.#canceller?.cancelAll(stoppedReason);
      await this.#runsEnded();
      await this.#server?.sendLastEvents();
    }
    await this.#close();
  }

  async #runsEnded(): Promise<void> {
    const api = this.#api;
    if (!api) return;
    await new Promise<void>((resolve) => {
      const check = () => {
        if (api.activeRuns() > 0) {
          // One that was about to start when the doors were closed may have begun since.
          void this.#canceller?.cancelAll(stoppedReason);
          return;
        }
        subscription.dispose();
        resolve();
      };
      const subscription = api.onIdleChange(check);
      check();
    });
  }

  /** Journal, connections, socket, `engine.json`, lock, in this order; a step that fails does not stop the next. */
  async #close(): Promise<void> {
    const failures: unknown[] = [];
    const attempt = async (step: () => unknown) => {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    };
    await attempt(() => this.#api && within(closeGraceMs, this.#api.close('cancel')));
    await attempt(() => this.#server?.close());
    await attempt(() => this.#address?.remove());
    await attempt(() => removeEngineFile(this.#options.folder, this.#token));
    await attempt(() => this.#lock?.dispose());
    if (failures.length > 0) throw new AggregateError(failures, failures.map(errorMessage).join('; '));
  }
}

function takeLock(folder: StateFolder): Disposable {
  let lock: Disposable | null;
  try {
    lock = tryLock(folder.engineLock);
  } catch (error) {
    throw unwritable(folder, error);
  }
  if (lock) return lock;
  throw new UserError(engineRunningCode, 'Another engine serves this workspace.');
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const late = new AbortController();
  const timeout = sleep(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`the runs and the journal were not closed within ${ms} ms`);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    timeout.catch(() => undefined);
    late.abort();
  }
}

function millisecondsOf(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}
