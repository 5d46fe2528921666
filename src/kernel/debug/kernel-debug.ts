import { UserError } from '../../common/errors.ts';
import type { Json } from '../../common/json.ts';
import { ok, type Result } from '../../common/result.ts';
import {
  type ChangeablePart,
  type DebugEndpoint,
  type DebuggerIdentity,
  type DebuggerSettings,
  noBreakpoint,
  type RunPause,
  type StepKind,
} from '../../model/debug.ts';
import type { EventBody } from '../../model/event.ts';
import type { ActiveRun } from '../active-run.ts';
import { type Attempt, type Attempts, jobOf } from '../attempts.ts';
import { hasNoDebugger } from '../executor/debug-target.ts';
import type { Executor } from '../executor/executor.ts';
import { lastExecution, rewindTo, rewindToStage } from '../scheduler/rewind.ts';
import type { Effect, SchedulerEvent, StepRequest } from '../scheduler/scheduler-event.ts';
import {
  type ExecutionState,
  nameOf,
  type RunState,
  refOf,
  type SchedulerState,
} from '../scheduler/scheduler-state.ts';
import { OutputSnapshots } from './output-snapshots.ts';
import { RunDebuggers } from './run-debuggers.ts';

/** What debugging needs of the kernel. */
export interface KernelDebugOptions {
  readonly state: SchedulerState;
  readonly attempts: Attempts;
  readonly executor: Executor;
  /** Absolute path. */
  readonly workspace: string;
  readonly run: (runId: string) => ActiveRun | undefined;
  readonly tell: (event: SchedulerEvent) => void;
  readonly append: (body: EventBody) => void;
  /** Hides what must not be told: the run's secrets and patterns. */
  readonly redact: (run: ActiveRun, text: string) => string;
}

/** The debuggers of all runs that go on, and what they do with them. Errors are `UserError`s. */
export class KernelDebug {
  readonly #options: KernelDebugOptions;
  readonly #debuggers = new Map<string, RunDebuggers>();
  readonly #snapshots: OutputSnapshots;

  constructor(options: KernelDebugOptions) {
    this.#options = options;
    this.#snapshots = new OutputSnapshots(options.workspace);
  }

  /** A debugger joins a run, or comes back to it; also before the run is submitted. Errors: `bad-breakpoint`. */
  join(runId: string, joining: DebuggerIdentity & DebuggerSettings): void {
    const debuggers = this.#debuggers.get(runId) ?? new RunDebuggers();
    const joined = debuggers.join(joining);
    if (!joined.ok) throw new UserError('bad-breakpoint', joined.error);
    this.#debuggers.set(runId, debuggers);
    this.#options.tell({ type: 'debug', at: 0, runId });
  }

  /** A debugger leaves; with the last one the run goes on. `reason` tells why where the debugger did not ask for it. */
  leave(runId: string, session: string, reason: string | null): void {
    const debuggers = this.#debuggers.get(runId);
    const by = debuggers?.nameOf(session);
    if (!debuggers || by === undefined) return;
    debuggers.leave(session);
    if (debuggers.size > 0) return;
    this.#debuggers.delete(runId);
    this.#options.tell({ type: 'release', at: 0, runId, by: reason === null ? by : 'the engine', reason });
  }

  /** A run has ended: nobody debugs it any more. */
  end(run: ActiveRun): void {
    this.#debuggers.delete(run.id);
    this.#snapshots.forget(run.executionIds);
  }

  /** Errors: `not-debugging`, `bad-breakpoint`. */
  configure(runId: string, session: string, settings: DebuggerSettings): void {
    this.#by(runId, session);
    const configured = this.#debuggers.get(runId)?.configure(session, settings);
    if (configured && !configured.ok) throw new UserError('bad-breakpoint', configured.error);
  }

  /** Null while it goes on, and where nobody debugs it. */
  pauseOf(runId: string): RunPause | null {
    return this.#options.state.runs.get(runId)?.debug?.pause ?? null;
  }

  /** Answers what the scheduler asks of a place. */
  judge(effect: Extract<Effect, { type: 'judge' }>): SchedulerEvent {
    const { runId, key } = effect;
    const run = this.#options.run(runId);
    const debuggers = this.#debuggers.get(runId);
    const stage = run?.plan.stages[effect.stage];
    if (!run || !debuggers || !stage) return { type: 'judged', at: 0, runId, key, pause: null };
    const scope =
      effect.execution === null ? run.scopeOf(stage) : run.scopeFor(effect.execution, effect.attempt);
    const { pause, messages } = debuggers.judge(effect, scope);
    for (const { breakpoint, message } of messages)
      this.#options.append({
        type: 'run.logged',
        runId,
        breakpoint,
        message: this.#options.redact(run, message),
      });
    return { type: 'judged', at: 0, runId, key, pause };
  }

  /** Errors: `not-debugging`. */
  pause(runId: string, session: string): void {
    this.#options.tell({ type: 'pause', at: 0, runId, by: this.#by(runId, session) });
  }

  /** Errors: `not-debugging`, `not-paused`. */
  continue(runId: string, session: string): void {
    this.#go(runId, this.#by(runId, session), null);
  }

  /** Errors: `not-debugging`, `not-paused`, `no-debugger`. */
  async step(runId: string, session: string, kind: StepKind): Promise<void> {
    const by = this.#by(runId, session);
    const run = this.#paused(runId);
    const stopped = run.debug?.stopped;
    if (kind === 'into' && stopped && stopped.kind !== 'stage') {
      await this.#checkDebuggable(stopped.execution);
      this.#go(runId, by, 'into-agent');
    } else this.#go(runId, by, kind);
  }

  /** Errors: `not-debugging`, `not-paused`, `unknown-stage`, `cannot-go-there`. */
  goTo(runId: string, session: string, stage: string): void {
    const by = this.#by(runId, session);
    const run = this.#paused(runId);
    const target = run.stages.find(({ planned }) => planned.definition.name === stage);
    if (!target) throw new UserError('unknown-stage', `The run has no stage ${stage}.`);
    if (target.phase === 'ended' || target.phase === 'running') {
      const why = target.phase === 'ended' ? 'has ended' : 'has begun';
      throw new UserError(
        'cannot-go-there',
        `Stage ${stage} ${why}: one can only go to a stage that is still to come.`,
      );
    }
    this.#options.tell({ type: 'go-to', at: 0, runId, stage: target.planned.index, by });
  }

  /** Errors: `not-debugging`, `not-paused`, `cannot-restart`. */
  async restart(runId: string, session: string, stage: string, executionId: string | null): Promise<void> {
    const by = this.#by(runId, session);
    const run = this.#paused(runId);
    const found = run.stages.find(({ planned }) => planned.definition.name === stage);
    if (!found) throw new UserError('cannot-restart', `The run has no stage ${stage}.`);
    if (executionId === null) {
      const target = { kind: 'stage', index: found.planned.index } as const;
      await this.#rewind(run, rewindToStage(run, found), target, 'restart', by, 'cannot-restart');
      return;
    }
    const execution = run.executions.find(({ id }) => id === executionId);
    if (!execution) throw new UserError('cannot-restart', `The run has no execution ${executionId}.`);
    if (execution.phase === 'running') {
      this.#options.tell({ type: 'rerun', at: 0, executionId, by });
      return;
    }
    const target = { kind: 'start', index: execution.planned.index } as const;
    await this.#rewind(run, rewindTo(run, execution), target, 'restart', by, 'cannot-restart');
  }

  /** Errors: `not-debugging`, `not-paused`, `cannot-step-back`. */
  async stepBack(runId: string, session: string): Promise<void> {
    const by = this.#by(runId, session);
    const run = this.#paused(runId);
    const last = lastExecution(run);
    const index = last.ok ? last.value.planned.index : 0;
    const taken = last.ok ? ok([last.value]) : last;
    await this.#rewind(run, taken, { kind: 'start', index }, 'step', by, 'cannot-step-back');
  }

  /** Errors: `not-debugging`, `cannot-change`. */
  change(
    runId: string,
    session: string,
    change: {
      readonly executionId: string;
      readonly part: ChangeablePart;
      readonly path: readonly (string | number)[];
      readonly value: Json;
    },
  ): void {
    const by = this.#by(runId, session);
    const { executionId, part } = change;
    const run = this.#options.run(runId);
    const execution = this.#options.state.executions.get(executionId);
    if (!run || !execution || execution.run.id !== runId)
      throw new UserError('cannot-change', `The run has no execution ${executionId}.`);
    if (!this.isChangeable(executionId))
      throw new UserError(
        'cannot-change',
        `${nameOf(execution)} has started: what it is given can be changed before that.`,
      );
    const changed = run.change(execution.planned.index, part, change.path, change.value);
    if (!changed.ok) throw new UserError('cannot-change', `This cannot be changed: ${changed.error}.`);
    const given = changed.value;
    const env = Object.entries(given.env).map(([name, text]) => [name, this.redacted(run, name, text)]);
    this.#options.append({
      type: 'execution.changed',
      ...refOf(execution),
      with: part === 'with' ? given.with : null,
      params: part === 'params' ? given.params : null,
      env: part === 'env' ? Object.fromEntries(env) : null,
      by,
    });
  }

  /** Whether what an execution is given may still be changed. */
  isChangeable(executionId: string): boolean {
    const phase = this.#options.state.executions.get(executionId)?.phase;
    return phase === 'waiting' || phase === 'at-start' || phase === 'at-end' || phase === 'retrying';
  }

  /** The value of a variable as it may be shown. */
  redacted(run: ActiveRun, name: string, text: string): string {
    const shown = this.#options.redact(run, `${name}=${text}`);
    return shown.startsWith(`${name}=`) ? shown.slice(name.length + 1) : '***';
  }

  /** Lets a debugger into the process of an execution that runs. Errors: `not-running`, `cannot-attach`. */
  async attachToProcess(executionId: string): Promise<DebugEndpoint> {
    const attempt = this.#options.attempts.of(executionId);
    if (!attempt?.handle)
      throw new UserError('not-running', 'This execution does not run: there is no process to attach to.');
    const attached = await attempt.handle.attachDebugger();
    if (!attached.ok) throw new UserError('cannot-attach', attached.error);
    return attached.value;
  }

  /**
   * Makes an attempt ready that starts in a debugged run: remembers the files that it may change, and says whether it
   * starts under its own debugger.
   */
  async prepare(executionId: string): Promise<void> {
    const attempt = this.#options.attempts.of(executionId);
    if (!attempt) return;
    const { outputs } = attempt.run.agentOf(attempt.index);
    if (outputs.length > 0) await this.#snapshots.take(executionId, outputs);
    if (!attempt.debug) return;
    const can = await this.#options.executor.canDebug(jobOf(attempt, null));
    attempt.debug = can.ok;
    if (!can.ok && !hasNoDebugger(can.error)) this.#tellUndebugged(attempt, can.error);
  }

  isDebugged(runId: string): boolean {
    return this.#debuggers.has(runId);
  }

  /** The debugger that the process of an execution is made ready for. */
  debuggableEvent(executionId: string, endpoint: DebugEndpoint): EventBody | null {
    const attempt = this.#options.attempts.of(executionId);
    if (!attempt) return null;
    const session = this.#debuggers.get(attempt.run.id)?.first ?? null;
    return { type: 'execution.debuggable', ...attempt.ref, session, endpoint };
  }

  /** An agent that was to wait for its debugger starts without one. */
  #tellUndebugged({ run, ref }: Attempt, reason: string): void {
    const session = this.#debuggers.get(run.id)?.first;
    if (session == null) return;
    const message = `${ref.stage}/${ref.agent} runs without its debugger: ${reason}`;
    const breakpoint = { session, id: noBreakpoint };
    this.#options.append({ type: 'run.logged', runId: run.id, breakpoint, message });
  }

  #go(runId: string, by: string, step: StepRequest): void {
    this.#paused(runId);
    this.#options.tell({ type: 'continue', at: 0, runId, by, step });
  }

  async #checkDebuggable(execution: ExecutionState): Promise<void> {
    const run = this.#options.run(execution.run.id);
    if (!run) return;
    const attempt = {
      run,
      index: execution.planned.index,
      ref: refOf(execution),
      token: '',
      handle: null,
      stopped: false,
      debug: true,
      told: null,
    };
    const can = await this.#options.executor.canDebug(jobOf(attempt, null));
    if (!can.ok)
      throw new UserError('no-debugger', `${nameOf(execution)} cannot be stepped into: ${can.error}`);
  }

  async #rewind(
    run: RunState,
    taken: Result<readonly ExecutionState[], string>,
    target: { readonly kind: 'stage' | 'start'; readonly index: number },
    reason: 'restart' | 'step',
    by: string,
    code: 'cannot-restart' | 'cannot-step-back',
  ): Promise<void> {
    const refuse = (why: string): UserError =>
      new UserError(code, `This cannot be ${reason === 'step' ? 'stepped back' : 'restarted'}: ${why}.`);
    if (!taken.ok) throw refuse(taken.error);
    const ended = taken.value.filter(({ phase }) => phase === 'ended');
    for (const execution of reason === 'step' ? ended : []) {
      const problem = this.#irreversible(execution);
      if (problem !== null) throw refuse(problem);
    }
    const restored = new Map<number, readonly string[]>();
    // The last first: each puts back what was there before it.
    for (const execution of ended.toReversed()) {
      const { outputs } = execution.planned.agent;
      if (outputs.length === 0 || this.#snapshots.problem(execution.id) !== null) continue;
      const files = await this.#snapshots.restore(execution.id, outputs);
      if (!files.ok) throw refuse(files.error);
      restored.set(execution.planned.index, files.value);
    }
    const executions = taken.value.map(({ planned }) => planned.index);
    this.#options.tell({ type: 'rewind', at: 0, runId: run.id, executions, target, reason, by, restored });
  }

  /** Why what an execution did cannot be taken back; null where it can be. */
  #irreversible(execution: ExecutionState): string | null {
    const { agent } = execution.planned;
    const name = nameOf(execution);
    if (agent.outputs.length === 0)
      return `${name} declares no outputs, so nobody knows which files it changed ("outputs:" in the definition names them)`;
    const problem = this.#snapshots.problem(execution.id);
    return problem === null ? null : `${name}: ${problem}`;
  }

  #by(runId: string, session: string): string {
    const by = this.#debuggers.get(runId)?.nameOf(session);
    if (by === undefined) throw new UserError('not-debugging', 'This debugger has not joined the run.');
    return by;
  }

  #paused(runId: string): RunState {
    const run = this.#options.state.runs.get(runId);
    if (!run?.debug?.pause)
      throw new UserError('not-paused', 'The run goes on: it must stand still for that.');
    return run;
  }
}
