import * as vscode from 'vscode';
import type { EngineClient } from '../../client/engine-client.ts';
import type { EngineLink } from '../../client/engine-link.ts';
import type { WorkspaceFeed } from '../../client/workspace-feed.ts';
import { errorMessage, isUserError, UserError } from '../../common/errors.ts';
import type { DodecaEvent } from '../../model/event.ts';
import { type RunEntry, type WorkspaceChange, WorkspaceView } from '../../model/workspace-view.ts';
import type { Method, ParamsOf, ResultOf } from '../../rpc/methods.ts';
import { Pulse } from './pulse.ts';
import { WorkspaceLibrary } from './workspace-library.ts';

export type FolderState = 'idle' | 'starting' | 'connected' | 'failed' | 'untrusted';

/** What a session asks of its surroundings. */
export interface SessionEnvironment {
  readonly log: vscode.LogOutputChannel;
  /** The engine of a folder died; whether another one was started, and the runs that were going on. */
  onCrash(session: FolderSession, restarted: boolean, runs: readonly string[]): void;
}

/** Milliseconds between two changes that are told, at least. */
const tellEveryMs = 33;

/** Milliseconds after which what runs shows its time anew. */
const tickMs = 1000;

/** Milliseconds within which changes of the definition file are one. */
const settleMs = 100;

interface Engine {
  readonly link: EngineLink;
  readonly feed: WorkspaceFeed;
}

/** A workspace folder and its engine, with all that its views show. */
export class FolderSession implements vscode.Disposable {
  readonly folder: vscode.WorkspaceFolder;
  readonly view = new WorkspaceView();
  readonly library = new WorkspaceLibrary({
    engine: () => this.engine(),
    fail: (error) => this.#environment.log.warn(`library of ${this.folder.name}: ${errorMessage(error)}`),
  });
  readonly #environment: SessionEnvironment;
  readonly #onDidChange = new vscode.EventEmitter<WorkspaceChange>();
  readonly #onEvents = new vscode.EventEmitter<readonly DodecaEvent[]>();
  readonly #onDidConnect = new vscode.EventEmitter<EngineClient>();
  readonly #onDidChangeState = new vscode.EventEmitter<FolderState>();
  readonly #draw = new Pulse(tellEveryMs, () => this.#drawNow());
  readonly #settle = new Pulse(settleMs, () => void this.#definitionChanged());
  readonly #owned: vscode.Disposable[];
  #engine: Promise<Engine> | null = null;
  #state: FolderState = 'idle';
  #problem: string | null = null;
  #tick: NodeJS.Timeout | undefined;
  /** Runs that were going on when the connection was lost: recovery has ended them by the time of the next one. */
  #lastActive: readonly string[] = [];
  #disposed = false;

  /** What is to be drawn anew; at most every 33 ms. */
  readonly onDidChange = this.#onDidChange.event;
  /** Events as they come. */
  readonly onEvents = this.#onEvents.event;
  /** A connection stands, for the first time or again; the view is loaded. */
  readonly onDidConnect = this.#onDidConnect.event;
  readonly onDidChangeState = this.#onDidChangeState.event;

  constructor(folder: vscode.WorkspaceFolder, environment: SessionEnvironment) {
    this.folder = folder;
    this.#environment = environment;
    this.#owned = [
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#trusted()),
      this.library,
      this.#draw,
      this.#settle,
      this.#onDidChange,
      this.#onEvents,
      this.#onDidConnect,
      this.#onDidChangeState,
    ];
    // Watchers take longer to make than everything else here, and nobody changes a file before this turn ends.
    setImmediate(() => this.#watch());
    if (!vscode.workspace.isTrusted) this.#state = 'untrusted';
  }

  get state(): FolderState {
    return this.#state;
  }

  /** Why the engine could not be had, or null. */
  get problem(): string | null {
    return this.#problem;
  }

  get uri(): string {
    return this.folder.uri.toString();
  }

  /** The engine, started where none runs. Rejects with a `UserError`, in an untrusted workspace with `untrusted`. */
  async engine(): Promise<EngineClient> {
    if (!vscode.workspace.isTrusted) {
      const message = vscode.l10n.t('Dodeca runs nothing in Restricted Mode. Trust the workspace first.');
      throw new UserError('untrusted', message);
    }
    const { link } = await this.#open();
    return await link.engine();
  }

  async call<M extends Method>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const client = await this.engine();
    return await client.call(method, params);
  }

  /** A run with its executions. */
  async run(runId: string): Promise<RunEntry> {
    const known = this.view.runs.get(runId);
    if (known?.view) return known;
    const { link, feed } = await this.#open();
    await link.engine();
    return await feed.run(runId);
  }

  /** Resolves when there is something to show, or when it is known why there is not. Never rejects. */
  async ready(): Promise<void> {
    // Not again by itself: whoever wants to try again says so.
    if (this.view.loaded || this.#state === 'failed') return;
    try {
      if (vscode.workspace.isTrusted) await this.engine();
      else await this.#loadFromFile();
    } catch (error) {
      if (!isUserError(error)) this.#environment.log.error(error instanceof Error ? error : String(error));
      this.#fail(errorMessage(error));
    }
  }

  /** Reads everything again; tries again where the engine could not be had. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#state === 'connected' || this.#state === 'untrusted') await this.#definitionChanged();
    else {
      this.view.loaded = false;
      this.#move('idle', null);
      await this.ready();
    }
  }

  /** Joins an engine that runs already; starts none. */
  async joinRunning(): Promise<void> {
    const file = vscode.Uri.joinPath(this.folder.uri, '.dodeca', 'engine.json');
    try {
      await vscode.workspace.fs.stat(file);
    } catch {
      return;
    }
    await this.#join();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearInterval(this.#tick);
    for (const owned of this.#owned) owned.dispose();
    this.#engine?.then(({ link }) => link.dispose()).catch(() => undefined);
  }

  #watch(): void {
    if (this.#disposed) return;
    const watch = (pattern: string, onAny: () => void): vscode.Disposable[] => {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(this.folder, pattern),
      );
      return [watcher, watcher.onDidCreate(onAny), watcher.onDidChange(onAny), watcher.onDidDelete(onAny)];
    };
    this.#owned.push(
      ...watch('{dodeca,orchestrator_config}.{yaml,yml}', () => this.#settle.beat()),
      ...watch('.dodeca/engine.json', () => void this.joinRunning()),
    );
  }

  async #join(): Promise<void> {
    if (!vscode.workspace.isTrusted || this.#state === 'connected' || this.#disposed) return;
    try {
      const { link } = await this.#open();
      await link.join();
    } catch (error) {
      this.#fail(errorMessage(error));
    }
  }

  /** The client is a chunk of its own: a window that needs no engine does not load it. */
  async #open(): Promise<Engine> {
    this.#engine ??= this.#load();
    return await this.#engine;
  }

  async #load(): Promise<Engine> {
    const [{ EngineLink }, { WorkspaceFeed }] = await Promise.all([
      import('../../client/engine-link.ts'),
      import('../../client/workspace-feed.ts'),
    ]);
    const feed = new WorkspaceFeed({
      view: this.view,
      onNews: (events) => {
        if (events.length > 0) this.#onEvents.fire(events);
        this.#draw.beat();
      },
      onError: (error) => this.#environment.log.error(errorMessage(error)),
    });
    const link = new EngineLink({
      workspace: this.folder.uri.fsPath,
      connect: { client: 'vscode', linger: true },
      onConnected: async (client) => {
        await feed.attach(client);
        await this.#tellWish(client);
        for (const notice of client.info.notices) this.#environment.log.warn(notice);
        this.library.attach(client);
        // After the link itself knows that it is connected.
        queueMicrotask(() => this.#onDidConnect.fire(client));
      },
      onState: (state) => this.#onLinkState(state, link),
      onCrash: (restarted) => {
        const runs = this.view.active().map(({ summary }) => summary.runId);
        this.#environment.onCrash(this, restarted, runs.length > 0 ? runs : this.#lastActive);
      },
    });
    this.#owned.push(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('dodeca.onWindowClose', this.folder) && link.client) {
          this.#tellWish(link.client).catch((error) => this.#environment.log.error(errorMessage(error)));
        }
      }),
    );
    return { link, feed };
  }

  #onLinkState(state: EngineLink['state'], link: EngineLink): void {
    if (state === 'idle') this.#lastActive = this.view.active().map(({ summary }) => summary.runId);
    if (state === 'failed') this.#fail(link.error?.message ?? '');
    else this.#move(state === 'connecting' ? 'starting' : state, null);
  }

  /** What becomes of runs when the last window is gone. */
  async #tellWish(client: EngineClient): Promise<void> {
    const setting = vscode.workspace.getConfiguration('dodeca', this.folder).get<string>('onWindowClose');
    await client.call('client/when-alone', { whenAlone: setting === 'cancel' ? 'cancel' : 'keep' });
  }

  /** What a definition holds can be shown without an engine, and so without running anything. */
  async #loadFromFile(): Promise<void> {
    const [{ loadDefinition }, { definitionReport, noHistory }] = await Promise.all([
      import('../../pipeline/load-definition.ts'),
      import('../../model/definition-report.ts'),
    ]);
    const { definition, problems } = loadDefinition(this.folder.uri.fsPath);
    const report = definition && definitionReport(definition, noHistory);
    this.view.loaded = true;
    this.view.loadDefinition(report, report ? null : (problems[0]?.message ?? ''));
    this.#draw.beat();
  }

  async #definitionChanged(): Promise<void> {
    try {
      if (!vscode.workspace.isTrusted) await this.#loadFromFile();
      else if (this.#state === 'connected') await (await this.#open()).feed.refreshDefinition();
    } catch (error) {
      this.#environment.log.error(errorMessage(error));
    }
  }

  #trusted(): void {
    this.view.loaded = false;
    this.#move('idle', null);
    this.#draw.beat();
    void this.ready();
  }

  #fail(problem: string): void {
    if (this.#state === 'failed' && this.#problem === problem) return;
    this.#environment.log.error(`${this.folder.name}: ${problem}`);
    this.#move('failed', problem);
  }

  #move(state: FolderState, problem: string | null): void {
    if (this.#disposed || (state === this.#state && problem === this.#problem)) return;
    this.#state = state;
    this.#problem = problem;
    this.#onDidChangeState.fire(state);
  }

  #drawNow(): void {
    const goesOn = this.#state === 'connected' && this.view.active().length > 0;
    if (goesOn && this.#tick === undefined) {
      this.#tick = setInterval(() => {
        this.view.tick();
        this.#draw.beat();
      }, tickMs);
    } else if (!goesOn) {
      clearInterval(this.#tick);
      this.#tick = undefined;
    }
    this.#onDidChange.fire(this.view.takeChange());
  }
}
