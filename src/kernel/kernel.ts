import type { AgentMessage } from '../agent-protocol/message.ts';
import type { Json } from '../common/json.ts';
import { unreachable } from '../common/unreachable.ts';
import type { LockNeed } from '../model/definition.ts';
import type { EventBody, ExecutionRef } from '../model/event.ts';
import type { HoldCause } from '../model/hold-cause.ts';
import type { RunEndStatus } from '../model/status.ts';
import type { HeldLock } from '../model/systems-report.ts';
import type { ActiveRun } from './active-run.ts';
import { type Attempt, Attempts, jobOf } from './attempts.ts';
import { startCompensation } from './compensation.ts';
import { KernelDebug } from './debug/kernel-debug.ts';
import { redactFor } from './debug/redact-for.ts';
import { eventOfMessage } from './event-of-message.ts';
import { ExecutionFiles, type KnownFiles } from './execution-files.ts';
import type { Executor, JobObserver, JobResult } from './executor/executor.ts';
import { LockRequests } from './lock-requests.ts';
import type { ResultKeeper } from './result-keeper.ts';
import { initialState, reduce } from './scheduler/scheduler.ts';
import type { Effect, Limits, SchedulerEvent, Submission } from './scheduler/scheduler-event.ts';
import { refOf } from './scheduler/scheduler-state.ts';
import { timeoutKey } from './scheduler/stop-attempt.ts';

/** Where the kernel writes what happens. */
export interface Recorder {
  /** The time, ms; never goes back. */
  now(): number;
  append(body: EventBody, at: number): void;
  /** Makes all that was appended durable before anything else happens; throws when that is not possible. */
  commit(): void;
}

export interface KernelOptions {
  readonly record: Recorder;
  readonly executor: Executor;
  /** The result cache; null keeps nothing. */
  readonly results: ResultKeeper | null;
  /** The folder that agents start in, an absolute path. */
  readonly workspace: string;
  /** Where agents may ask the engine; null where nobody listens. */
  readonly socket: string | null;
  readonly limits: Limits;
  /** The record cannot be written any more: nothing may start, and the engine has to end. */
  readonly onFailure: (error: unknown) => void;
  readonly onRunEnded: (runId: string, status: RunEndStatus) => void;
}

/** Carries out what the scheduler decides: records, starts and stops processes, keeps time. */
export class Kernel {
  readonly #options: KernelOptions;
  readonly #state;
  readonly #runs = new Map<string, ActiveRun>();
  readonly #attempts = new Attempts();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #locks = new LockRequests();
  readonly #files: ExecutionFiles;
  readonly #inbox: SchedulerEvent[] = [];
  /** The debuggers of runs that go on. */
  readonly debug: KernelDebug;
  /** Executions whose start is recorded, to be committed. */
  #starts: string[] = [];
  readonly #ended: (() => void)[] = [];
  #busy = false;
  #failed = false;

  constructor(options: KernelOptions) {
    this.#options = options;
    this.#state = initialState(options.limits);
    this.#files = new ExecutionFiles({
      workspace: options.workspace,
      hashAll: options.results?.hashAll ?? null,
    });
    this.debug = new KernelDebug({
      state: this.#state,
      attempts: this.#attempts,
      executor: options.executor,
      workspace: options.workspace,
      run: (runId) => this.#runs.get(runId),
      tell: (event) => this.#tell(event),
      append: (body) => this.#append(body),
      redact: redactFor,
    });
  }

  get activeRuns(): number {
    return this.#runs.size;
  }

  get limits(): Limits {
    return this.#state.capacity.limits;
  }

  get inUse(): { readonly slots: number; readonly cpu: number; readonly memory: number } {
    const { slots, cpu, memory } = this.#state.capacity;
    return { slots, cpu, memory };
  }

  /** Executions that are ready and wait to be admitted. */
  get waiting(): number {
    return this.#state.ready.size;
  }

  /** Executions that run now. */
  get running(): number {
    let count = 0;
    for (const run of this.#state.runs.values()) count += run.running;
    return count;
  }

  /** The first executions that are ready and may not start, the longest waiting first. */
  held(most: number): (ExecutionRef & { readonly cause: HoldCause | null; readonly readyAt: number })[] {
    return [...this.#state.executions.values()]
      .filter(({ phase }) => phase === 'ready')
      .sort((a, b) => a.readyAt - b.readyAt)
      .slice(0, most)
      .map((execution) => ({
        ...refOf(execution),
        cause: execution.heldCause,
        readyAt: execution.readyAt,
      }));
  }

  /** The locks that are held now. */
  locksInUse(): HeldLock[] {
    return this.#state.locks.inUse().map(({ name, slots, holders, waiters }) => ({
      lock: name,
      slots,
      holders: Array.from(holders.values(), ({ agent }) => agent),
      waiting: waiters.map(({ agent }) => agent),
    }));
  }

  isActive(runId: string): boolean {
    return this.#runs.has(runId);
  }

  /** Says that a run of so many executions is about to be submitted. */
  expect(executions: number): void {
    this.#options.executor.expect?.(executions);
  }

  /** Takes in a run, new or resumed. Its first event must have been recorded already. */
  submit(run: ActiveRun, submission: Submission): void {
    this.#runs.set(run.id, run);
    this.#tell({ type: 'submit', at: 0, submission });
  }

  cancel(runId: string, reason: string, kill: boolean): void {
    this.#tell({ type: 'cancel', at: 0, runId, reason, kill });
  }

  /** Cancels every run and answers when the last process is gone. */
  async close(reason: string): Promise<void> {
    for (const runId of [...this.#runs.keys()]) this.cancel(runId, reason, false);
    await this.idle();
  }

  /** Resolves when no run is active. */
  async idle(): Promise<void> {
    if (this.#runs.size > 0) await new Promise<void>((resolve) => this.#ended.push(resolve));
  }

  /** Ends every process at once and records nothing any more: the last resort when the record is lost. */
  async abandon(): Promise<void> {
    this.#failed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    const handles = this.#attempts.handles();
    for (const handle of handles) handle.stop(0);
    await Promise.all(handles.map((handle) => handle.result));
  }

  /** The execution that a token was made for, while it runs. */
  executionOf(token: string): string | null {
    return this.#attempts.withToken(token)?.ref.executionId ?? null;
  }

  /** The agent of an execution that runs; null where it does not. */
  agentOf(executionId: string): string | null {
    return this.#attempts.of(executionId)?.ref.agent ?? null;
  }

  /** Asks for a lock on behalf of a running execution; rejects where it cannot be had. */
  acquireLock(executionId: string, lock: LockNeed): Promise<void> {
    const granted = this.#locks.wait(executionId, lock.name);
    this.#tell({ type: 'lock-request', at: 0, executionId, lock });
    return granted;
  }

  /** Whoever asked no longer waits for the answer. */
  withdrawLock(executionId: string, lock: string): void {
    this.#tell({ type: 'lock-withdraw', at: 0, executionId, lock });
  }

  /** How many may hold a lock at once, as the agents of this execution's run declare it; undefined where none does. */
  declaredSlots(executionId: string, lock: string): number | undefined {
    const agents = this.#attempts.of(executionId)?.run.definition.agents ?? [];
    return agents.flatMap((agent) => agent.locks).find(({ name }) => name === lock)?.slots;
  }

  releaseLock(executionId: string, lock: string): void {
    this.#tell({ type: 'lock-release', at: 0, executionId, lock });
  }

  /** A value in the context of a running execution: its own, or what those it follows left. */
  contextValue(executionId: string, name: string): Json | undefined {
    const attempt = this.#attempts.of(executionId);
    return attempt?.run.valueFor(attempt.index, name);
  }

  /** Sets a value that this execution sees at once, and those that follow it when its stage has ended. */
  setContextValue(executionId: string, name: string, value: Json): void {
    const attempt = this.#attempts.of(executionId);
    if (!attempt) return;
    attempt.run.said(attempt.index).values[name] = value;
    this.#append({ type: 'execution.context', ...attempt.ref, name, value });
  }

  /** Hands an event to the scheduler and carries out what follows, also what follows from that. */
  #tell(event: SchedulerEvent): void {
    this.#inbox.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#inbox.shift(); next && !this.#failed; next = this.#inbox.shift()) {
        const at = this.#options.record.now();
        for (const effect of reduce(this.#state, { ...next, at })) this.#carryOut(effect, at);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
  }

  #carryOut(effect: Effect, at: number): void {
    switch (effect.type) {
      case 'record':
        this.#tellFiles(effect.body, at);
        this.#options.record.append(effect.body, at);
        this.#note(effect.body);
        break;
      case 'start':
        this.#prepare(effect);
        break;
      case 'stop': {
        const attempt = this.#attempts.of(effect.executionId);
        if (attempt?.handle) attempt.handle.stop(effect.graceMs);
        else if (attempt) attempt.stopped = true;
        break;
      }
      case 'timer':
        this.#timers.set(
          effect.key,
          setTimeout(() => this.#ring(effect.key), effect.delayMs),
        );
        break;
      case 'clear-timer':
        this.#clearTimer(effect.key);
        break;
      case 'evaluate': {
        const { runId, stage } = effect;
        const run = this.#runs.get(runId);
        const planned = run?.plan.stages[stage];
        if (run && planned)
          this.#inbox.push({ type: 'condition', at, runId, stage, outcome: run.conditionOf(planned) });
        break;
      }
      case 'look-up':
        this.#lookUp(effect.runId, effect.executionId);
        break;
      case 'judge':
        this.#inbox.push(this.debug.judge(effect));
        break;
      case 'rewound':
        this.#runs.get(effect.runId)?.rewind(effect.executions, effect.stages);
        break;
      case 'lock-granted':
        this.#locks.grant(effect.executionId, effect.lock);
        break;
      case 'lock-refused':
        this.#locks.refuse(effect.executionId, effect.lock, effect.reason);
        break;
      case 'compensate':
        this.#compensate(effect.runId, effect.executionId);
        break;
      case 'stage-ended':
        this.#runs.get(effect.runId)?.noteStage(effect.stage, effect.status);
        break;
      case 'run-ended': {
        const run = this.#runs.get(effect.runId);
        this.#runs.delete(effect.runId);
        if (run) this.debug.end(run);
        this.#options.onRunEnded(effect.runId, effect.status);
        if (this.#runs.size === 0) for (const resolve of this.#ended.splice(0)) resolve();
        break;
      }
      default:
        unreachable(effect);
    }
  }

  #note(body: EventBody): void {
    if (body.type !== 'execution.finished') return;
    const run = this.#runs.get(body.runId);
    run?.noteEnd(body.executionId);
  }

  /** What an execution read and wrote stands right before its end, so that who sees the end has seen it. */
  #tellFiles(body: EventBody, at: number): void {
    if (body.type !== 'execution.finished') return;
    const { runId, executionId, stage, agent, attempt, status } = body;
    const lists = this.#files.take(executionId);
    if (lists === null || (status !== 'succeeded' && status !== 'cached')) return;
    const ref: ExecutionRef = { runId, executionId, stage, agent, attempt };
    const cached = status === 'cached';
    this.#options.record.append({ type: 'execution.files', ...ref, ...lists, cached }, at);
  }

  /** The intent to start stands in the record; the process follows when that is durable. */
  #prepare(effect: Extract<Effect, { type: 'start' }>): void {
    const run = this.#runs.get(effect.runId);
    const state = this.#state.executions.get(effect.executionId);
    if (!run || !state) return;
    run.forget(state.planned.index);
    const told = this.#options.results && state.planned.agent.cache ? [] : null;
    this.#attempts.begin(run, state, told, effect.debug);
    // What else happens in this turn of the event loop is committed along with it.
    if (this.#starts.length === 0) setImmediate(() => this.#startAll());
    this.#starts.push(effect.executionId);
  }

  #startAll(): void {
    const { record } = this.#options;
    const starts = this.#starts;
    this.#starts = [];
    if (this.#failed) return;
    try {
      record.commit();
    } catch (error) {
      this.#fail(error);
      return;
    }
    for (const executionId of starts) {
      const attempt = this.#attempts.of(executionId);
      if (!attempt) continue;
      if (this.debug.isDebugged(attempt.run.id))
        void this.debug.prepare(executionId).then(() => this.#start(attempt));
      else this.#start(attempt);
    }
  }

  #start(attempt: Attempt): void {
    const { executor, socket } = this.#options;
    if (this.#failed) return;
    if (attempt.stopped) {
      this.#end(attempt, { kind: 'exited', exitCode: null, signal: 'SIGTERM' });
      return;
    }
    const { run, index, ref } = attempt;
    const known = this.#options.results?.inputsOf(run, index) ?? null;
    this.#files.begin(ref.executionId, run.agentOf(index), known);
    attempt.handle = executor.start(jobOf(attempt, socket), this.#observer(attempt));
    void attempt.handle.result.then((result) => this.#afterProcess(attempt, result));
  }

  #observer(attempt: Attempt): JobObserver {
    const { ref, run, index } = attempt;
    return {
      onStarted: (process) => this.#append({ type: 'execution.started', ...ref, ...process }),
      onMessage: (message: AgentMessage) => {
        attempt.told?.push(message);
        if (message.type === 'artifact') this.#files.artifact(ref.executionId, message.path);
        run.hear(index, message);
        this.#append(eventOfMessage(ref, message));
      },
      onDebuggable: (endpoint) => {
        const event = this.debug.debuggableEvent(ref.executionId, endpoint);
        if (event) this.#append(event);
      },
      onWarning: (message) => this.#append({ type: 'execution.log', ...ref, level: 'warning', message }),
    };
  }

  async #afterProcess(attempt: Attempt, result: JobResult): Promise<void> {
    const endedAt = this.#options.record.now();
    const { run, index, ref } = attempt;
    const succeeded = result.kind === 'exited' && result.exitCode === 0;
    // It has ended in time, however long it takes to see what came of it.
    const state = this.#state.executions.get(ref.executionId);
    if (state) this.#clearTimer(timeoutKey(state));
    let known: KnownFiles = { inputs: null, outputs: null };
    if (succeeded && attempt.told && !this.#failed) {
      const kept = await this.#options.results?.keep(run, index, attempt.told);
      if (kept?.kind === 'kept') {
        known = kept.files;
        this.#append({ type: 'cache.stored', ...ref, key: kept.key, bytes: kept.bytes });
      } else if (kept)
        this.#append({ type: 'execution.log', ...ref, level: 'warning', message: kept.reason });
    }
    if (succeeded && this.#files.concerns(ref.executionId)) await this.#files.end(ref.executionId, known);
    this.#end(attempt, result, endedAt);
  }

  #end(attempt: Attempt, result: JobResult, endedAt = this.#options.record.now()): void {
    const { executionId } = attempt.ref;
    this.#attempts.end(attempt);
    this.#locks.refuseAll(executionId, 'the execution has ended');
    this.#tell({ type: 'ended', at: 0, executionId, result, endedAt });
  }

  #clearTimer(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  #ring(key: string): void {
    this.#timers.delete(key);
    this.#tell({ type: 'timer', at: 0, key });
  }

  #lookUp(runId: string, executionId: string): void {
    const run = this.#runs.get(runId);
    const state = this.#state.executions.get(executionId);
    const { results } = this.#options;
    const answer = (cached: boolean, reason: string): void =>
      this.#tell({ type: 'looked-up', at: 0, executionId, outcome: { cached, reason } });
    if (!run || !state || !results) {
      this.#inbox.push({
        type: 'looked-up',
        at: 0,
        executionId,
        outcome: { cached: false, reason: 'no result cache' },
      });
      return;
    }
    const ref = refOf(state);
    const { index } = state.planned;
    void results.find(run, index).then(async (found) => {
      if (found.kind === 'miss') {
        this.#append({ type: 'cache.miss', ...ref, key: found.key, reason: found.reason });
        answer(false, `not cached: ${found.reason}`);
        return;
      }
      this.#append({ type: 'cache.hit', ...ref, key: found.key, reason: found.reason });
      this.#files.begin(executionId, run.agentOf(index), found.files.inputs);
      for (const message of found.messages) {
        if (message.type === 'artifact') this.#files.artifact(executionId, message.path);
        run.hear(index, message);
        this.#append(eventOfMessage(ref, message));
      }
      if (this.#files.concerns(executionId)) await this.#files.end(executionId, found.files);
      answer(true, found.reason);
    });
  }

  #compensate(runId: string, executionId: string): void {
    const run = this.#runs.get(runId);
    const state = this.#state.executions.get(executionId);
    const command = state?.planned.agent.compensate;
    if (!run || !state || typeof command !== 'string') return;
    const attempt = this.#attempts.begin(run, state, null);
    const { record, executor, socket } = this.#options;
    // What announces the command must be durable before it runs.
    record.commit();
    const { handle, outcome } = startCompensation(executor, jobOf(attempt, socket), command);
    attempt.handle = handle;
    void outcome.then(({ exitCode, reason }) => {
      this.#attempts.end(attempt);
      this.#tell({ type: 'compensated', at: 0, executionId, exitCode, reason });
    });
  }

  #append(body: EventBody): void {
    if (this.#failed) return;
    try {
      this.#options.record.append(body, this.#options.record.now());
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.onFailure(error);
  }
}
