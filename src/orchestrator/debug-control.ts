import { UserError } from '../common/errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { RecordedRun } from '../journal/run-records.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type {
  DebugEndpoint,
  DebuggerIdentity,
  DebuggerSettings,
  DebugState,
  EvaluatedExpression,
  ExecutionInspection,
  LaunchedBy,
} from '../model/debug.ts';
import { isRunEnd } from '../model/status.ts';
import type { DebugApi, Debugged, DebuggedExecution } from '../rpc/debug-api.ts';
import type { PastRuns } from './inspect-past.ts';

export interface DebugControlOptions {
  readonly journal: Journal;
  readonly kernel: Kernel;
  readonly past: PastRuns;
  /** A run by id, prefix or `last`, with all that happened. Errors: `run-unknown`, `run-ambiguous`. */
  readonly recorded: (run: string) => RecordedRun;
  /** Milliseconds that a run waits for a debugger whose connection was lost. */
  readonly holdMs: number;
}

/** Debuggers and the runs that they have joined, behind the facade. */
export class DebugControl implements DebugApi {
  readonly #options: DebugControlOptions;
  /** By run and session: the connection of the debugger, and the clock that runs since it was lost. */
  readonly #connections = new Map<string, { readonly gone: AbortSignal | null; timer?: NodeJS.Timeout }>();

  constructor(options: DebugControlOptions) {
    this.#options = options;
  }

  attach(
    request: { readonly run: string } & DebuggerIdentity & DebuggerSettings,
    gone: AbortSignal,
  ): DebugState {
    const run = this.#active(request.run);
    const { runId } = run;
    this.#options.kernel.debug.join(runId, request);
    this.watch(runId, request.session, gone);
    const { journal, kernel } = this.#options;
    journal.commit();
    return {
      runId,
      status: kernel.debug.pauseOf(runId) ? 'paused' : 'running',
      pause: kernel.debug.pauseOf(runId),
      seq: journal.lastSeq,
    };
  }

  /** A debugger starts a run. Errors: `bad-breakpoint`. */
  begin(runId: string, launchedBy: LaunchedBy, gone: AbortSignal | null): void {
    this.#options.kernel.debug.join(runId, launchedBy);
    this.watch(runId, launchedBy.session, gone);
  }

  /** A debugger has joined by this connection: its run waits for it for a while where that is lost. */
  watch(runId: string, session: string, gone: AbortSignal | null): void {
    const key = keyOf(runId, session);
    clearTimeout(this.#connections.get(key)?.timer);
    const connection: { gone: AbortSignal | null; timer?: NodeJS.Timeout } = { gone };
    this.#connections.set(key, connection);
    const lost = (): void => {
      // It may have come back by another connection.
      if (this.#connections.get(key) !== connection) return;
      connection.timer = setTimeout(() => this.#giveUp(runId, session), this.#options.holdMs);
    };
    if (gone?.aborted) lost();
    else gone?.addEventListener('abort', lost, { once: true });
  }

  /** A run has ended: nobody is waited for any more. */
  end(runId: string): void {
    for (const [key, { timer }] of this.#connections) {
      if (!key.startsWith(keyOf(runId, ''))) continue;
      clearTimeout(timer);
      this.#connections.delete(key);
    }
  }

  detach({ run, session }: Debugged): void {
    const { runId } = this.#options.recorded(run);
    clearTimeout(this.#connections.get(keyOf(runId, session))?.timer);
    this.#connections.delete(keyOf(runId, session));
    this.#options.kernel.debug.leave(runId, session, null);
  }

  configure({ run, session, ...settings }: Debugged & DebuggerSettings): void {
    this.#options.kernel.debug.configure(this.#active(run).runId, session, settings);
  }

  pause({ run, session }: Debugged): void {
    this.#options.kernel.debug.pause(this.#active(run).runId, session);
  }

  continue({ run, session }: Debugged): void {
    this.#options.kernel.debug.continue(this.#active(run).runId, session);
  }

  step({ run, session, kind }: Parameters<DebugApi['step']>[0]): Promise<void> {
    return this.#options.kernel.debug.step(this.#active(run).runId, session, kind);
  }

  goTo({ run, session, stage }: Parameters<DebugApi['goTo']>[0]): void {
    this.#options.kernel.debug.goTo(this.#active(run).runId, session, stage);
  }

  restart({ run, session, stage, executionId }: Parameters<DebugApi['restart']>[0]): Promise<void> {
    return this.#options.kernel.debug.restart(this.#active(run).runId, session, stage, executionId);
  }

  stepBack({ run, session }: Debugged): Promise<void> {
    return this.#options.kernel.debug.stepBack(this.#active(run).runId, session);
  }

  change({ run, session, ...change }: Parameters<DebugApi['change']>[0]): void {
    this.#options.kernel.debug.change(this.#active(run).runId, session, change);
  }

  /** What happens is in the journal: what an execution has now is what it had after the last event. */
  async inspect({
    run,
    executionId,
    at,
  }: DebuggedExecution & { readonly at: number | null }): Promise<ExecutionInspection> {
    const { past, journal, kernel } = this.#options;
    const runId = past.idOf(run);
    const isLive = at === null && kernel.isActive(runId);
    const inspection = await past.inspect({
      run: runId,
      executionId,
      at: at ?? journal.lastSeq,
      ...(isLive && { now: journal.now() }),
    });
    return { ...inspection, changeable: isLive && kernel.debug.isChangeable(executionId) };
  }

  async evaluate({ run, at, ...request }: Parameters<DebugApi['evaluate']>[0]): Promise<EvaluatedExpression> {
    const { past, journal } = this.#options;
    const runId = past.idOf(run);
    return await past.evaluate({ ...request, run: runId, at: at ?? journal.lastSeq });
  }

  attachToProcess({ run, executionId }: DebuggedExecution): Promise<DebugEndpoint> {
    const { runId } = this.#active(run);
    if (!this.#options.recorded(runId).executions.some((execution) => execution.executionId === executionId))
      throw new UserError('not-running', `Run ${runId} has no execution ${executionId}.`);
    return this.#options.kernel.debug.attachToProcess(executionId);
  }

  #active(wanted: string): RecordedRun {
    const run = this.#options.recorded(wanted);
    if (isRunEnd(run.status) || !this.#options.kernel.isActive(run.runId))
      throw new UserError('run-ended', `Run ${run.runId} has ended: its record can be debugged, read-only.`);
    return run;
  }

  #giveUp(runId: string, session: string): void {
    const seconds = Math.round(this.#options.holdMs / 100) / 10;
    this.#connections.delete(keyOf(runId, session));
    this.#options.kernel.debug.leave(runId, session, `its debugger has been gone for ${seconds} s`);
  }
}

function keyOf(runId: string, session: string): string {
  return `${runId}\0${session}`;
}
