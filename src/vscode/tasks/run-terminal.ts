import picocolors from 'picocolors';
import * as vscode from 'vscode';
import type { EngineClient, EventSubscription } from '../../client/engine-client.ts';
import { errorMessage, isUserError } from '../../common/errors.ts';
import type { DodecaEvent } from '../../model/event.ts';
import { RunLines } from '../../report-text/run-lines.ts';
import { chooseFolder } from '../commands/choose.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { startRun } from '../runs/start-run.ts';
import { requestOf } from './task-definition.ts';

const ctrlC = '\u0003';

/** A run in the terminal of a task: it begins with the terminal, and is cancelled with it. */
export class RunTerminal implements vscode.Pseudoterminal {
  readonly #host: DodecaHost;
  readonly #folder: vscode.WorkspaceFolder | null;
  readonly #definition: vscode.TaskDefinition;
  readonly #onDidWrite = new vscode.EventEmitter<string>();
  readonly #onDidClose = new vscode.EventEmitter<number>();
  readonly #paint = picocolors.createColors(true);
  readonly #lines = new RunLines({ paint: this.#paint, everyStep: true });
  #owned: vscode.Disposable[] = [];
  #subscription: EventSubscription | null = null;
  #lastSeen = 0;
  #run: { readonly session: FolderSession; readonly runId: string } | null = null;
  #state: 'going-on' | 'cancelled' | 'ended' = 'going-on';

  readonly onDidWrite = this.#onDidWrite.event;
  /** The exit code of the task: 0 where the run succeeded. */
  readonly onDidClose = this.#onDidClose.event;

  /** @param folder null where the task belongs to the whole workspace */
  constructor(host: DodecaHost, folder: vscode.WorkspaceFolder | null, definition: vscode.TaskDefinition) {
    this.#host = host;
    this.#folder = folder;
    this.#definition = definition;
  }

  open(): void {
    this.#attempt(() => this.#start());
  }

  /** The task was terminated, or the terminal is closed after the end. */
  close(): void {
    this.#cancel();
  }

  handleInput(data: string): void {
    if (data === ctrlC) this.#cancel();
  }

  async #start(): Promise<void> {
    const request = requestOf(this.#definition);
    const target = this.#folder && { folder: this.#folder.uri.toString() };
    const session = await chooseFolder(this.#host, target);
    if (!session) return this.#end(1);
    const runId = await startRun(this.#host, session, request);
    this.#run = { session, runId };
    this.#owned.push(
      // The engine died and another one stands in its place: it knows how the run ended.
      session.onDidConnect((client) => this.#attempt(() => this.#follow(client, runId))),
      session.onDidChangeState((state) => state === 'failed' && this.#fail(session.problem ?? '')),
    );
    await this.#follow(await session.engine(), runId);
    if (this.#state === 'cancelled') await this.#cancelRun();
  }

  async #follow(client: EngineClient, runId: string): Promise<void> {
    const subscription = await client.subscribe({ after: this.#lastSeen, runId }, (events) =>
      this.#show(events),
    );
    this.#subscription?.dispose();
    this.#subscription = subscription;
    if (this.#state === 'ended') subscription.dispose();
  }

  #show(events: readonly DodecaEvent[]): void {
    for (const event of events) {
      // Two connections may have told it.
      if (event.seq <= this.#lastSeen || this.#state === 'ended') continue;
      this.#lastSeen = event.seq;
      this.#print(this.#lines.take(event));
      if (event.type === 'run.finished') this.#end(event.status === 'succeeded' ? 0 : 1);
    }
  }

  #print(lines: readonly string[]): void {
    const text = lines.map((line) => `${line.replaceAll('\n', '\r\n')}\r\n`).join('');
    if (text !== '') this.#onDidWrite.fire(text);
  }

  #cancel(): void {
    if (this.#state !== 'going-on') return;
    this.#state = 'cancelled';
    this.#attempt(() => this.#cancelRun());
  }

  async #cancelRun(): Promise<void> {
    if (!this.#run) return;
    const { session, runId } = this.#run;
    await session.call('run/cancel', {
      run: runId,
      kill: false,
      reason: vscode.l10n.t('its task was ended'),
    });
  }

  #attempt(step: () => Promise<void>): void {
    step().catch((error: unknown) => {
      if (!isUserError(error)) this.#host.log.error(error instanceof Error ? error : String(error));
      this.#fail(errorMessage(error));
    });
  }

  #fail(message: string): void {
    if (this.#state === 'ended') return;
    this.#print([this.#paint.red(message)]);
    this.#end(1);
  }

  #end(code: number): void {
    this.#state = 'ended';
    this.#subscription?.dispose();
    for (const owned of this.#owned) owned.dispose();
    this.#owned = [];
    this.#onDidClose.fire(code);
  }
}
