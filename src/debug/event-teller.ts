import { type DebugEndpoint, noBreakpoint, type RunPause } from '../model/debug.ts';
import type { ExecutionView } from '../model/run-view.ts';
import { resolveFunction, resolveInSource, toldBreakpoint, toldSource } from './breakpoint-places.ts';
import type { BreakpointTable } from './breakpoint-table.ts';
import { attachByHand, childSession } from './child-session.ts';
import type { ClientFeatures } from './client-features.ts';
import type { Debuggee, DebuggeeEvent } from './debuggee.ts';
import type { DebugSessionOptions, SessionWire } from './session-options.ts';
import { stoppedBody } from './stopped-event.ts';
import { currentThread, isAtTurn, snapshotOf } from './threads.ts';
import type { WorkspaceDefinition } from './workspace-definition.ts';

/** What is told of, and who hears it. */
export interface TellerContext {
  readonly options: DebugSessionOptions;
  readonly wire: SessionWire;
  readonly features: ClientFeatures | null;
  readonly client: ClientFeatures;
  readonly definition: WorkspaceDefinition | null;
  readonly breakpoints: BreakpointTable;
  readonly isOver: boolean;
  /** What was given out by number is valid no more. */
  forget(): void;
  end(exitCode: number | null): void;
}

/** Turns what happens to a debuggee into events of the Debug Adapter Protocol. */
export class EventTeller {
  readonly #context: TellerContext;
  /** Threads that the client was told of. */
  readonly #threads = new Set<number>();
  readonly #numbers = new Map<string, number>();
  /** This session itself lets the run go on, and the answer to its request says so. */
  #isResuming = false;
  /** The stop that the client was told last, and the thread that it was told to stand. */
  #stop: { readonly pause: RunPause; readonly threadId: number } | null = null;

  constructor(context: TellerContext) {
    this.#context = context;
  }

  /** Tells of a debuggee from now on; and where it stands already, that. */
  begin(debuggee: Debuggee): void {
    for (const execution of debuggee.executions())
      if (isAtTurn(execution)) this.#tellThread(debuggee, execution, 'started');
    debuggee.onEvent((event) => {
      if (!this.#context.isOver) this.#tell(debuggee, event);
    });
    if (debuggee.pause && !this.#stop && !this.#context.isOver) this.#tellStop(debuggee, debuggee.pause);
  }

  /** The run is let go on by a request of this session. */
  expectContinued(): void {
    this.#isResuming = true;
  }

  /** That request was refused. */
  expectNothing(): void {
    this.#isResuming = false;
  }

  output(
    output: string,
    category: 'console' | 'important' | 'stdout' | 'stderr',
    more: Readonly<Record<string, unknown>> = {},
  ): void {
    this.#context.wire.event('output', { category, output, ...more });
  }

  /** Looks again where breakpoints stop, and tells of those that have changed. */
  tellBreakpoints(): void {
    const { breakpoints, definition, client, wire } = this.#context;
    const changed = breakpoints.resolveAgain(
      (source, wanted) => resolveInSource(source, wanted, definition),
      (wanted) => resolveFunction(wanted, definition),
    );
    for (const breakpoint of changed) {
      const source = breakpoints.find(breakpoint.id)?.source ?? null;
      const told = toldBreakpoint(breakpoint, source === null ? null : toldSource(source, client), client);
      wire.event('breakpoint', { reason: 'changed', breakpoint: told });
    }
  }

  /** Has the process of an execution debugged in a session of its own, or says how that is done by hand. */
  async openChild(execution: ExecutionView, endpoint: DebugEndpoint): Promise<void> {
    const byHand = () => this.output(attachByHand(execution, endpoint), 'important');
    if (!this.#context.features?.canStartDebugging) {
      byHand();
      return;
    }
    const child = childSession(execution, endpoint);
    const refusal = await this.#context.wire.request('startDebugging', child);
    if (refusal === null || this.#context.isOver) return;
    this.output(`A debug session for the agent could not be started: ${refusal}\n`, 'important');
    byHand();
  }

  #tell(debuggee: Debuggee, event: DebuggeeEvent): void {
    const { wire, features } = this.#context;
    switch (event.type) {
      case 'paused':
        this.#tellStop(debuggee, event.pause);
        return;
      case 'continued':
        this.#stop = null;
        this.#context.forget();
        if (this.#isResuming) this.#isResuming = false;
        else wire.event('continued', { threadId: this.#threadId(debuggee), allThreadsContinued: true });
        return;
      case 'output':
        this.output(event.text, event.category);
        return;
      case 'logged':
        this.#tellLogged(event.breakpoint, event.message);
        return;
      case 'changed':
        if (features?.hearsInvalidated && debuggee.pause) wire.event('invalidated', { areas: ['variables'] });
        return;
      case 'execution':
        this.#tellThread(debuggee, event.execution, event.change);
        // It ran to its end while the run stands: without another thread that stands, a client cannot let it go on.
        if (event.change === 'exited' && this.#hasStood(debuggee, event.execution))
          this.#tellStop(debuggee, debuggee.pause);
        return;
      case 'debuggable':
        void this.openChild(event.execution, event.endpoint);
        return;
      case 'ended':
        this.#context.end(event.status === 'succeeded' ? 0 : 1);
        return;
      default:
        this.output(`${event.message}\n`, 'important');
        this.#context.end(null);
    }
  }

  #tellStop(debuggee: Debuggee, pause: RunPause): void {
    this.#isResuming = false;
    this.#context.forget();
    const { by } = this.#context.options;
    const { id: threadId, execution } = currentThread(snapshotOf(debuggee));
    // A client that hears of a thread after its stop forgets the stop: VS Code does.
    if (execution) this.#tellThread(debuggee, execution, 'started');
    this.#stop = { pause, threadId };
    const stoppedFor = { by, session: debuggee.session, threadId };
    this.#context.wire.event('stopped', stoppedBody(pause, stoppedFor));
  }

  #tellLogged(id: number, message: string): void {
    const found = this.#context.breakpoints.find(id);
    const { client } = this.#context;
    const range = found?.breakpoint.range;
    const place =
      range && found.source !== null
        ? {
            source: toldSource(found.source, client),
            line: client.line(range.start.line),
            column: client.column(range.start.column),
          }
        : {};
    this.output(`${message}\n`, id === noBreakpoint ? 'important' : 'console', place);
  }

  #tellThread(debuggee: Debuggee, execution: ExecutionView, change: 'started' | 'exited'): void {
    const threadId = this.#numberOf(debuggee, execution);
    const isKnown = this.#threads.has(threadId);
    if (isKnown === (change === 'started')) return;
    if (change === 'started') this.#threads.add(threadId);
    else this.#threads.delete(threadId);
    this.#context.wire.event('thread', { reason: change, threadId });
  }

  /** Whether the client was told of this very stop that an execution stands there. */
  #hasStood(
    debuggee: Debuggee,
    execution: ExecutionView,
  ): debuggee is Debuggee & { readonly pause: RunPause } {
    const stop = this.#stop;
    // What is skipped is left behind by a run that goes elsewhere.
    if (!stop || stop.pause !== debuggee.pause || this.#isResuming || execution.status === 'skipped')
      return false;
    return stop.threadId === this.#numberOf(debuggee, execution);
  }

  /** Kept, since thousands of executions begin and end. */
  #numberOf(debuggee: Debuggee, { executionId }: ExecutionView): number {
    if (!this.#numbers.has(executionId))
      debuggee.executions().forEach((one, index) => {
        this.#numbers.set(one.executionId, index + 1);
      });
    return this.#numbers.get(executionId) ?? 1;
  }

  #threadId(debuggee: Debuggee): number {
    return currentThread(snapshotOf(debuggee)).id;
  }
}
