import type { EngineClient } from '../client/engine-client.ts';
import { errorMessage, isUserError, UserError } from '../common/errors.ts';
import type { DebuggerSettings } from '../model/debug.ts';
import { BreakpointTable } from './breakpoint-table.ts';
import type { ClientFeatures } from './client-features.ts';
import type { Debuggee } from './debuggee.ts';
import { EventTeller } from './event-teller.ts';
import { Handles } from './handles.ts';
import type { AttachArguments, LaunchArguments } from './launch-arguments.ts';
import { type FoundRun, openAttached, openLaunched, runningExecution } from './open-debuggee.ts';
import type { VariableNode } from './scopes.ts';
import type { DebugSessionOptions, SessionWire } from './session-options.ts';
import type { RunFrame } from './stack-frames.ts';
import { WorkspaceDefinition } from './workspace-definition.ts';

/** What a client asked to debug, when its request was found to be right. */
export type Wish =
  | LaunchArguments
  /** The connection stands already: the run was looked for before the request was answered. */
  | (AttachArguments & { readonly client: EngineClient; readonly found: FoundRun });

/** Gives the variables that stand behind a number. */
export type VariableSource = () => readonly VariableNode[] | Promise<readonly VariableNode[]>;

/** What a debug session knows and does, whatever is asked of it. */
export class SessionCore {
  readonly options: DebugSessionOptions;
  readonly wire: SessionWire;
  /** Null before the client has said what it is. */
  features: ClientFeatures | null = null;
  definition: WorkspaceDefinition | null = null;
  debuggee: Debuggee | null = null;
  wish: Wish | null = null;
  /** What is to be debugged is being looked for. */
  isChoosing = false;
  isConfigured = false;
  /** The client was told that it is over, or has left. */
  isOver = false;
  readonly breakpoints = new BreakpointTable();
  readonly frames = new Handles<RunFrame>();
  readonly variables = new Handles<VariableSource>();
  /** Stages that can be gone to. */
  readonly targets = new Handles<string>();
  readonly teller: EventTeller;
  #client: EngineClient | null = null;
  #isBeginning = false;
  #cancelEarly = false;
  #pauseEarly = false;

  constructor(options: DebugSessionOptions, wire: SessionWire) {
    this.options = options;
    this.wire = wire;
    this.teller = new EventTeller(this);
  }

  /** What is debugged. Errors: `not-debugging`. */
  get running(): Debuggee {
    if (this.debuggee && !this.isOver) return this.debuggee;
    throw this.isOver ? sessionIsOver() : new UserError('not-debugging', 'Nothing is being debugged yet.');
  }

  /** The client. Errors: `not-initialized`. */
  get client(): ClientFeatures {
    if (this.features) return this.features;
    throw new UserError('not-initialized', 'The first request must be `initialize`.');
  }

  /** What concerns the run that is, or will be, debugged. */
  settings(): DebuggerSettings {
    const { wish } = this;
    if (!wish || (wish.kind === 'launch' && wish.noDebug)) return { breakpoints: [], exceptions: [] };
    return this.breakpoints.settings(wish.kind === 'launch' ? wish.pipeline : wish.found.pipeline);
  }

  /** Tells the engine what to stop at from now on. */
  async configure(): Promise<void> {
    if (!this.debuggee || this.isOver) return;
    await this.#unlessItEnded(this.debuggee.configure(this.settings()));
  }

  /** What is to be debugged is known from now on. */
  choose(wish: Wish): void {
    this.wish = wish;
    this.definition = new WorkspaceDefinition(wish.workspace);
    this.teller.tellBreakpoints();
    this.beginIfReady();
  }

  /** Begins when the client has said both what is to be debugged and all that it wants to stop at. */
  beginIfReady(): void {
    const { wish } = this;
    if (!wish || !this.isConfigured || this.isOver) return;
    this.#isBeginning = true;
    this.#begin(wish)
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#isBeginning = false;
        if (this.isOver) this.#client?.dispose();
      });
  }

  /** Tells why it cannot go on, and ends. */
  fail(error: unknown): void {
    if (this.isOver) return;
    if (!isUserError(error)) this.options.onTrouble?.(stackOf(error));
    this.teller.output(`${errorMessage(error)}\n`, 'important');
    this.end(1);
  }

  /** Tells that it is over, once. */
  end(exitCode: number | null): void {
    if (this.isOver) return;
    if (exitCode !== null) this.wire.event('exited', { exitCode });
    this.wire.event('terminated');
    this.leave();
  }

  /** It is over for the client; nothing more is told. */
  leave(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.forget();
    // One that is only about to begin closes its connection itself.
    if (!this.#isBeginning) {
      this.#client?.dispose();
      if (this.wish?.kind === 'attach') this.wish.client.dispose();
    }
    this.options.onEnd?.();
  }

  /** Makes the run stand still; one that has not begun yet does so when it begins. Errors: `not-debugging`. */
  async pause(): Promise<void> {
    if (this.debuggee === null && !this.isOver && this.wish !== null) this.#pauseEarly = true;
    else await this.running.pauseRun();
  }

  /** Ends the run, and with it the session: its end is an event. */
  async terminate(): Promise<void> {
    if (this.isOver) return;
    const isThere = await this.cancel();
    // A record has no end of its own to wait for.
    if (!isThere || this.debuggee?.readOnly) this.end(0);
  }

  /** Cancels the run, also one that is only about to start; false where there is none. */
  async cancel(): Promise<boolean> {
    if (this.debuggee) await this.debuggee.terminate();
    else if (this.#isBeginning) this.#cancelEarly = true;
    else return false;
    return true;
  }

  /** What was given out by number is valid no more. */
  forget(): void {
    this.frames.reset();
    this.variables.reset();
    this.targets.reset();
  }

  /** Where it ended meanwhile there is nothing left to stop. */
  async #unlessItEnded(done: Promise<void>): Promise<void> {
    try {
      await done;
    } catch (error) {
      if (!isUserError(error) || (error.code !== 'run-ended' && error.code !== 'not-debugging')) throw error;
    }
  }

  async #begin(wish: Wish): Promise<void> {
    const client = wish.kind === 'attach' ? wish.client : await this.options.connect(wish.workspace);
    this.#client = client;
    if (this.isOver) return;
    const { by } = this.options;
    const debug = { by, settings: this.settings() };
    // Asked to pause before it begins: it stops where it begins.
    const stopOnEntry = this.#pauseEarly;
    const debuggee =
      wish.kind === 'launch'
        ? await openLaunched(
            client,
            stopOnEntry ? { ...wish, stopOnEntry } : wish,
            await this.options.launchExtras?.(wish.workspace),
            debug,
          )
        : await openAttached(client, wish.found, wish, debug);
    if (this.isOver) {
      // The client left meanwhile: the run goes on without it, unless it was to end.
      if (this.#cancelEarly) await debuggee.terminate();
      await debuggee.disconnect();
      return;
    }
    this.debuggee = debuggee;
    this.teller.begin(debuggee);
    if (this.#cancelEarly) await debuggee.terminate();
    else if (wish.kind === 'attach' && wish.agent !== null) {
      const execution = runningExecution(debuggee, wish.agent);
      const endpoint = await debuggee.attachToProcess(execution.executionId);
      await this.teller.openChild(execution, endpoint);
    }
    if (this.#pauseEarly && !(stopOnEntry && wish.kind === 'launch'))
      await this.#unlessItEnded(debuggee.pauseRun());
    // Breakpoints may have been set while it started.
    if (JSON.stringify(this.settings()) !== JSON.stringify(debug.settings)) await this.configure();
  }
}

/** What is said to who asks after the end. */
export function sessionIsOver(): UserError {
  return new UserError('not-debugging', 'The debug session is over.');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
