import { randomUUID } from 'node:crypto';
import type { EngineClient } from '../client/engine-client.ts';
import type { Disposable } from '../common/disposable.ts';
import { errorCode, UserError } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import type {
  ChangeablePart,
  DebugEndpoint,
  DebuggerSettings,
  EvaluatedExpression,
  ExecutionInspection,
  RunPause,
  StepKind,
} from '../model/debug.ts';
import type { RunOptions } from '../model/event.ts';
import { type ExecutionView, RunView } from '../model/run-view.ts';
import type { Debuggee, DebuggeeEvent } from './debuggee.ts';
import { LiveRunFeed } from './live-run-feed.ts';

/** Who debugs, and what it wants to stop at. */
export interface LiveRunDebugger {
  /** For people: `VS Code (process 4242)`. */
  readonly by: string;
  readonly settings: DebuggerSettings;
}

/** A run to start. */
export interface LiveRunLaunch {
  readonly pipeline: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly options: RunOptions;
  readonly secrets: Readonly<Record<string, string>>;
  readonly stopOnEntry: boolean;
  readonly intoAgents: boolean;
  /** It stops nowhere, and nobody debugs it. */
  readonly noDebug: boolean;
}

/** A run that goes on in the engine, debugged over a connection. */
export class LiveRun implements Debuggee {
  readonly pipeline: string;
  readonly readOnly = false;
  /** Names this debugger to the engine; null where it only watches. */
  readonly session: string | null;
  readonly #client: EngineClient;
  readonly #by: string;
  readonly #feed: LiveRunFeed;
  #settings: DebuggerSettings;
  #cancelled = false;

  private constructor(
    client: EngineClient,
    feed: LiveRunFeed,
    pipeline: string,
    session: string | null,
    { by, settings }: LiveRunDebugger,
  ) {
    this.pipeline = pipeline;
    this.session = session;
    this.#client = client;
    this.#by = by;
    this.#feed = feed;
    this.#settings = settings;
  }

  /** Starts a run. Errors: those of `run/start`. */
  static async launch(client: EngineClient, launch: LiveRunLaunch, debug: LiveRunDebugger): Promise<LiveRun> {
    const { pipeline, params, options, secrets, stopOnEntry, intoAgents } = launch;
    const session = launch.noDebug ? null : randomUUID();
    const launchedBy = session === null ? null : { session, by: debug.by, ...debug.settings };
    const { runId } = await client.call('run/start', {
      pipeline,
      params,
      options,
      secrets,
      ...(launchedBy && { debugger: { ...launchedBy, stopOnEntry, intoAgents } }),
    });
    const feed = new LiveRunFeed(client, runId, new RunView(), session);
    await feed.listen(0, 0);
    return new LiveRun(client, feed, pipeline, session, debug);
  }

  /** Joins a run that goes on. Errors: those of `debug/attach`. */
  static async attach(client: EngineClient, runId: string, debug: LiveRunDebugger): Promise<LiveRun> {
    const session = randomUUID();
    const state = await client.call('debug/attach', { run: runId, session, by: debug.by, ...debug.settings });
    const report = await client.call('run/show', { run: runId });
    const feed = new LiveRunFeed(client, runId, RunView.of(report), session);
    feed.pause = state.pause;
    const { pipeline } = report;
    feed.emit({ type: 'output', text: `${pipeline}: joined run ${runId}\n`, category: 'console' });
    await feed.listen(state.seq, report.asOf);
    return new LiveRun(client, feed, pipeline, session, debug);
  }

  get runId(): string {
    return this.#feed.runId;
  }

  get pause(): RunPause | null {
    return this.#feed.pause;
  }

  executions(): readonly ExecutionView[] {
    return [...this.#feed.view.executions.values()];
  }

  onEvent(listener: (event: DebuggeeEvent) => void): Disposable {
    return this.#feed.events.on(listener);
  }

  async configure(settings: DebuggerSettings): Promise<void> {
    this.#settings = settings;
    if (this.session === null || this.#feed.isOver) return;
    await this.#client.call('debug/configure', { ...this.#debugged(), ...settings });
  }

  async pauseRun(): Promise<void> {
    await this.#client.call('debug/pause', this.#debugged());
  }

  async continue(): Promise<void> {
    await this.#client.call('debug/continue', this.#debugged());
  }

  /** Steps back to the last breakpoint without a condition that was passed, or as far as that can be. */
  async reverseContinue(): Promise<void> {
    let reached: RunPause | null = null;
    try {
      do {
        const stopped = this.#feed.nextPause();
        try {
          await this.#client.call('debug/step-back', this.#debugged());
        } catch (error) {
          // As far as it can be is where it was meant to go.
          if (reached === null) throw error;
          return;
        }
        const pause = await stopped;
        if (pause === null) return;
        reached = pause;
      } while (!this.#hasBreakpointAt(reached.place));
    } finally {
      this.#feed.dropNextPause();
      if (reached && !this.#feed.isOver) this.#feed.emit({ type: 'paused', pause: reached });
    }
  }

  async step(kind: StepKind): Promise<void> {
    await this.#client.call('debug/step', { ...this.#debugged(), kind });
  }

  async stepBack(): Promise<void> {
    await this.#client.call('debug/step-back', this.#debugged());
  }

  async goTo(stage: string): Promise<void> {
    await this.#client.call('debug/go-to', { ...this.#debugged(), stage });
  }

  async restart(stage: string, executionId: string | null): Promise<void> {
    await this.#client.call('debug/restart', { ...this.#debugged(), stage, executionId });
  }

  async change(
    executionId: string,
    part: ChangeablePart,
    path: readonly (string | number)[],
    value: Json,
  ): Promise<void> {
    const change = { executionId, part, path: [...path], value };
    await this.#client.call('debug/change', { ...this.#debugged(), ...change });
  }

  async inspect(executionId: string): Promise<ExecutionInspection> {
    return await this.#client.call('debug/inspect', { run: this.runId, executionId, at: null });
  }

  async evaluate(
    stage: string,
    executionId: string | null,
    expression: string,
  ): Promise<EvaluatedExpression> {
    const asked = { run: this.runId, stage, executionId, expression, at: null };
    return await this.#client.call('debug/evaluate', asked);
  }

  async attachToProcess(executionId: string): Promise<DebugEndpoint> {
    return await this.#client.call('debug/attach-to-process', { run: this.runId, executionId });
  }

  /** The first time asks, the second time does not wait for anybody's grace. */
  async terminate(): Promise<void> {
    if (this.#feed.isOver) return;
    const reason = `cancelled by ${this.#by}`;
    const kill = this.#cancelled;
    this.#cancelled = true;
    await this.#client.call('run/cancel', { run: this.runId, kill, reason });
  }

  async disconnect(): Promise<void> {
    if (this.#feed.isOver) return;
    this.#feed.isOver = true;
    if (this.session === null) return;
    try {
      await this.#client.call('debug/detach', this.#debugged());
    } catch (error) {
      // It ended meanwhile, or nobody is there to hear it: then there is nothing to leave.
      const gone = ['run-ended', 'not-debugging', 'engine-unreachable', 'engine-failed'];
      if (!gone.includes(errorCode(error) ?? '')) throw error;
    }
  }

  #hasBreakpointAt(place: RunPause['place']): boolean {
    if (!place) return false;
    return this.#settings.breakpoints.some(({ place: at, condition, hitCondition, logMessage }) => {
      if (condition !== null || hitCondition !== null || logMessage !== null) return false;
      if (at.kind === 'stage') return place.agent === null && at.stage === place.stage;
      return at.agent === place.agent && (at.stage === null || at.stage === place.stage);
    });
  }

  #debugged(): { run: string; session: string } {
    if (this.session !== null) return { run: this.runId, session: this.session };
    throw new UserError('not-debugging', 'This run was started without debugging: it can only be watched.');
  }
}
