import * as vscode from 'vscode';
import type { EngineClient, EventSubscription } from '../../client/engine-client.ts';
import { errorMessage } from '../../common/errors.ts';
import { LogWindow, type WindowLimits } from '../../logs/log-window.ts';
import { Pace } from '../../logs/pace.ts';
import { type LogMention, type OutputTail, renderRunLog } from '../../logs/render-run-log.ts';
import { RunLog } from '../../logs/run-log.ts';
import { tailLines } from '../../logs/tail-lines.ts';
import { withoutEscapes } from '../../logs/without-escapes.ts';
import type { DodecaEvent } from '../../model/event.ts';
import type { ExecutionView } from '../../model/run-view.ts';
import { isExecutionEnd, isRunEnd } from '../../model/status.ts';
import type { LogSurroundings, ShownLog } from './shown-log.ts';

/** Lines shown of what one execution printed. */
const shownLines = 200;

/** Executions whose output is shown. */
const shownOutputs = 100;

/** What is read of a log to have its last lines. */
const tailLimits: WindowLimits = { piece: 32 * 1024, followed: 32 * 1024, most: 128 * 1024 };

/** Milliseconds for what was recorded to come, before a run is shown for the first time. */
const firstMs = 300;

interface Output {
  readonly window: LogWindow;
  /** Of the execution, when it was last read: nothing is printed after an end. */
  readAs: string;
}

/** The log of a run: its events from the first on, and the last part of what its executions printed. */
export class RunLogDocument implements ShownLog {
  readonly #surroundings: LogSurroundings;
  readonly #runId: string;
  readonly #log = new RunLog();
  readonly #pace = new Pace();
  readonly #outputs = new Map<string, Output>();
  readonly #begun = Promise.withResolvers<void>();
  #opening: Promise<void> | null = null;
  #client: EngineClient | null = null;
  #subscription: EventSubscription | null = null;
  #lastSeen = 0;
  #problem: string | null = null;
  #text = '';
  #mentions: readonly LogMention[] = [];
  #stale = true;
  #drawing: Promise<void> | null = null;
  #visible = false;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(surroundings: LogSurroundings, runId: string) {
    this.#surroundings = surroundings;
    this.#runId = runId;
  }

  /** Who opens the log of a run that is over begins at its beginning. */
  get beginsAtEnd(): boolean {
    return !isRunEnd(this.#log.run.status);
  }

  /** Names that lead to the logs of executions, in the text that was given last. */
  get mentions(): readonly LogMention[] {
    return this.#mentions;
  }

  async text(): Promise<string> {
    if (!this.#opening) this.onConnected();
    await this.#begun.promise;
    if (this.#text === '' && this.#lastSeen > 0) await this.#draw();
    this.#wait();
    return this.#problem === null ? this.#text : `${this.#text}── ${this.#problem} ──\n`;
  }

  watched(isVisible: boolean): void {
    this.#visible = isVisible;
    this.#wait();
  }

  arrived(): void {
    this.#pace.arrived();
  }

  onEvents(): void {
    // It has a subscription of its own, which begins with the run.
  }

  onConnected(): void {
    this.#opening = (this.#opening ?? Promise.resolve()).then(() => this.#open());
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#subscription?.dispose();
  }

  /** Subscribes to the run, once with each connection. */
  async #open(): Promise<void> {
    try {
      const client = await this.#surroundings.session.engine();
      if (client === this.#client || this.#disposed) return;
      // An unknown run has no events: it is told here, where they would be waited for.
      const { asOf } = await client.call('run/show', { run: this.#runId });
      const request = { after: this.#lastSeen, runId: this.#runId };
      this.#subscription?.dispose();
      this.#subscription = await client.subscribe(request, (events) => this.#take(events, asOf));
      this.#client = client;
      if (this.#disposed) this.#subscription.dispose();
      setTimeout(() => this.#begun.resolve(), firstMs);
      if (this.#problem === null) return;
      this.#problem = null;
      this.#tell();
    } catch (error) {
      this.#problem = errorMessage(error);
      this.#begun.resolve();
      this.#surroundings.onError(error);
      this.#tell();
    }
  }

  #take(events: readonly DodecaEvent[], asOf: number): void {
    for (const event of events) this.#log.apply(event);
    this.#lastSeen = events.at(-1)?.seq ?? this.#lastSeen;
    this.#stale = true;
    if (this.#lastSeen >= asOf || isRunEnd(this.#log.run.status)) this.#begun.resolve();
    this.#wait();
  }

  #wait(): void {
    if (this.#timer !== undefined || this.#disposed || !this.#visible || this.#problem !== null) return;
    const goesOn = !isRunEnd(this.#log.run.status);
    if (!this.#stale && !goesOn) return;
    this.#timer = setTimeout(() => void this.#redraw(), this.#pace.waitMs(this.#text.length));
  }

  async #redraw(): Promise<void> {
    const before = this.#text;
    if (!this.#pace.isUnderWay) await this.#draw();
    this.#timer = undefined;
    if (this.#text !== before) this.#tell();
    else this.#wait();
  }

  #tell(): void {
    this.#pace.sent();
    this.#surroundings.onChange({ shift: 0 });
  }

  async #draw(): Promise<void> {
    this.#drawing ??= this.#drawNow().finally(() => {
      this.#drawing = null;
    });
    await this.#drawing;
  }

  async #drawNow(): Promise<void> {
    this.#stale = false;
    const outputs = new Map<string, OutputTail>();
    for (const execution of this.#log.withOutput(shownOutputs)) {
      try {
        const { text, before } = await this.#outputOf(execution);
        const { lines, cut } = tailLines(withoutEscapes(text), shownLines);
        outputs.set(execution.executionId, { lines, cut: cut || before > 0 });
      } catch (error) {
        // The run is told all the same.
        this.#surroundings.onError(error);
      }
    }
    for (const known of this.#outputs.keys()) if (!outputs.has(known)) this.#outputs.delete(known);
    const time = (ms: number): string => new Date(ms).toLocaleTimeString(vscode.env.language);
    const { text, mentions } = renderRunLog(this.#log, { outputs, time });
    this.#text = text;
    this.#mentions = mentions;
  }

  async #outputOf({ executionId, stage, agent, status, attempts }: ExecutionView): Promise<LogWindow> {
    const state = `${status} ${attempts}`;
    const known = this.#outputs.get(executionId);
    if (known) {
      if (known.readAs === state && isExecutionEnd(status)) return known.window;
      await known.window.grow(true);
      known.readAs = state;
      return known.window;
    }
    const window = new LogWindow(
      (offset, limit) =>
        this.#surroundings.session.call('run/log', {
          run: this.#runId,
          agent: `${stage}/${agent}`,
          offset,
          limit,
        }),
      tailLimits,
    );
    await window.showEnd();
    this.#outputs.set(executionId, { window, readAs: state });
    return window;
  }
}
