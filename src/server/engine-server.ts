import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Disposable, disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { EngineStatus } from '../model/report.ts';
import type { SystemsReport } from '../model/systems-report.ts';
import type { EngineApi } from '../rpc/engine-api.ts';
import { engineStoppingCode } from '../rpc/handshake.ts';
import { protocolVersion } from '../rpc/methods.ts';
import { AloneWatch } from './alone-watch.ts';
import { agentHandlers, clientHandlers, type EngineControl } from './handlers.ts';
import { IdleWatch } from './idle-watch.ts';
import { RunCanceller } from './run-canceller.ts';
import { Session, type SessionHost } from './session.ts';
import { sameToken } from './token.ts';

/** More connections than any number of windows and agents needs; what is above is closed. */
const maxConnections = 512;

/** Milliseconds that slow clients have to take the last events before the engine leaves. */
const lastEventsMs = 2000;

export interface EngineServerOptions {
  readonly api: EngineApi;
  readonly logger: Logger;
  /** Absolute. */
  readonly workspace: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly token: string;
  readonly startedByCli: boolean;
  /** Milliseconds to wait for somebody after the last client and the last run. */
  readonly idleMs: number;
  /** Milliseconds to wait for somebody to come back before the runs of the last client are cancelled, where it wished so. */
  readonly aloneMs: number;
  /** Called when the engine should leave: nobody needs it, or somebody asked for it. The caller then calls `stop`. */
  onLeave(reason: string): void;
}

/** Serves the engine to its clients and agents over a socket. */
export class EngineServer {
  readonly #options: EngineServerOptions;
  readonly #server: Server;
  readonly #sessions = new Set<Session>();
  readonly #host: SessionHost;
  readonly #idle: IdleWatch;
  readonly #alone: AloneWatch;
  /** Of the time since the last client joined. */
  #leftBehind: RunCanceller;
  readonly #subscriptions: Disposable[];
  #stopping = false;
  /** It was asked to stop when the runs that go on have ended. */
  #lastRuns = false;

  constructor(options: EngineServerOptions) {
    this.#options = options;
    const { api, logger } = options;
    this.#idle = new IdleWatch({
      idleMs: options.idleMs,
      startedByCli: options.startedByCli,
      activeRuns: () => api.activeRuns(),
      onLeave: (reason) => options.onLeave(reason),
    });
    this.#leftBehind = new RunCanceller(api, logger);
    this.#alone = new AloneWatch({
      aloneMs: options.aloneMs,
      activeRuns: () => api.activeRuns(),
      cancelRuns: () => void this.#leftBehind.cancelAll('the window that watched it was closed'),
    });
    this.#subscriptions = [
      api.onEvents(() => {
        for (const session of this.#sessions) session.onEvents();
      }),
      api.library.onNews((news) => {
        for (const session of this.#sessions) {
          if (!session.hearsLibrary) continue;
          if (news.kind === 'changed') session.notify('library/changed', {});
          else session.notify('library/progress', { progress: news.progress });
        }
      }),
      api.onIdleChange(() => {
        this.#idle.check();
        this.#alone.check();
      }),
      disposable(() => this.#idle.dispose()),
      disposable(() => this.#alone.dispose()),
    ];
    const control: EngineControl = {
      status: () => this.status(),
      systems: () => this.systems(),
      stop: (mode) => this.#askedToStop(mode),
      checkAccepting: () => {
        this.#checkAccepting();
        this.#checkStarting();
      },
    };
    this.#host = {
      api,
      logger,
      isEngineToken: (token) => sameToken(token, options.token),
      welcome: () => this.#welcome(),
      handlers: {
        ...clientHandlers(api, control),
        ...agentHandlers(api, control),
      } as SessionHost['handlers'],
      onJoined: (session) => {
        if (session.role !== 'client') return;
        this.#leftBehind = new RunCanceller(api, logger);
        this.#idle.joined(session.linger);
        this.#alone.joined();
      },
      onClosed: (session) => {
        this.#sessions.delete(session);
        if (session.role !== 'client') return;
        this.#idle.left();
        this.#alone.left(session.whenAlone);
      },
    };
    this.#server = createServer((socket) => this.#sessions.add(new Session(socket, this.#host)));
    this.#server.maxConnections = maxConnections;
  }

  /** Resolves when clients can connect. */
  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error) => this.#options.logger.error('the socket failed', error));
        resolve();
      });
    });
    if (process.platform !== 'win32') chmodSync(path, 0o600);
  }

  status(): EngineStatus {
    const { api, version, workspace, startedAt } = this.#options;
    return {
      pid: process.pid,
      version,
      workspace,
      startedAt,
      clients: this.#clients().length,
      ...api.status(),
      residentMemory: process.memoryUsage.rss(),
    };
  }

  /** The engine's own systems, its process among them. */
  async systems(): Promise<SystemsReport> {
    const { api, version, startedAt } = this.#options;
    const systems = await api.systems();
    return {
      orchestrator: {
        pid: process.pid,
        version,
        startedAt,
        uptimeMs: Date.now() - Date.parse(startedAt),
        clients: this.#clients().length,
        activeRuns: api.status().activeRuns.length,
        runs: systems.journal.runs,
      },
      ...systems,
    };
  }

  /** Tells every client that the engine cannot go on. */
  tellFailure(message: string): void {
    for (const session of this.#clients()) session.notify('engine/failed', { message });
  }

  /** From now on nobody is let in and no run starts; clients that are there stay until `stop`. */
  closeDoors(): void {
    this.#stopping = true;
    this.#idle.dispose();
    this.#alone.dispose();
  }

  /** Resolves when every client has taken the events that were committed; a slow one is waited for only so long. */
  async sendLastEvents(): Promise<void> {
    const late = new AbortController();
    await Promise.race([
      Promise.all([...this.#sessions].map((session) => session.flush())),
      sleep(lastEventsMs, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
    late.abort();
  }

  /** Closes every connection, politely, and the socket. */
  async close(): Promise<void> {
    this.closeDoors();
    for (const subscription of this.#subscriptions) subscription.dispose();
    const closed = new Promise<void>((resolve) => {
      if (this.#server.listening) this.#server.close(() => resolve());
      else resolve();
    });
    for (const session of this.#sessions) session.end();
    await closed;
  }

  #clients(): Session[] {
    return [...this.#sessions].filter((session) => session.role === 'client');
  }

  #welcome(): ReturnType<SessionHost['welcome']> {
    this.#checkAccepting();
    const { version, workspace, startedAt } = this.#options;
    return { pid: process.pid, version, protocol: protocolVersion, workspace, startedAt };
  }

  #checkAccepting(): void {
    if (this.#stopping) {
      throw new UserError(
        engineStoppingCode,
        'The engine of this workspace is about to stop. Try again in a moment.',
      );
    }
  }

  #checkStarting(): void {
    if (this.#lastRuns) {
      throw new UserError(
        engineStoppingCode,
        'The engine of this workspace was asked to stop when its runs have ended ("dodeca stop --when-idle"), so it takes no new ones. Try again after that, or run "dodeca stop" to end it at once.',
      );
    }
  }

  #askedToStop(mode: 'cancel' | 'when-idle'): void {
    if (mode === 'when-idle') this.#lastRuns = true;
    // The answer is written first.
    setImmediate(() => {
      if (mode === 'when-idle') this.#idle.leaveWhenIdle();
      else this.#options.onLeave('a client asked for it');
    });
  }
}
