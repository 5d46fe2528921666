import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { disposable } from '../../src/common/disposable.ts';
import { UserError } from '../../src/common/errors.ts';
import type { Json } from '../../src/common/json.ts';
import type { DodecaEvent } from '../../src/model/event.ts';
import type { RunReport, RunSummary, WorkspaceReport } from '../../src/model/report.ts';
import type { EngineApi } from '../../src/rpc/engine-api.ts';
import type { ExecutionApi } from '../../src/rpc/execution-api.ts';
import { problemsError } from '../../src/rpc/rpc-error.ts';
import type { EngineContext } from '../../src/server/engine-context.ts';
import { idleSystems, noChanges, unmeasuredHealth } from './empty-reports.ts';
import { noDebugger } from './no-debugger.ts';
import { noLibrary } from './no-library.ts';

const at = '2026-01-01T00:00:00.000Z';

interface Run extends RunSummary {
  status: RunSummary['status'];
  readonly process: ChildProcess;
  readonly token: string;
}

/**
 * An engine whose answers are scripted, over real sockets and real processes. Its events are made up when they are
 * read, so that millions cost no memory. Its pipelines are:
 * `events` makes `params.count` events, `params.each` of them every millisecond;
 * `sleep` runs a process until it is cancelled; `environment` tells a variable; `journal-failure` and `crash`
 * break the engine.
 */
export class ScriptedApi implements EngineApi {
  readonly debug = noDebugger;
  readonly library = noLibrary;
  readonly cache = {
    report: noCache,
    invalidate: noCache,
    clear: noCache,
    exportTo: noCache,
    importFrom: noCache,
  };
  readonly executions = new ScriptedExecutions((token) => {
    const run = [...this.#runs.values()].find((candidate) => candidate.token === token);
    return run?.status === 'running' ? `${run.runId}-execution` : null;
  });
  readonly #context: EngineContext;
  readonly #listeners = new Set<() => void>();
  readonly #idleListeners = new Set<() => void>();
  readonly #runs = new Map<string, Run>();
  #seq: number;
  #busy = 0;

  constructor(context: EngineContext, firstEvents: number) {
    this.#context = context;
    this.#seq = firstEvents;
  }

  status(): ReturnType<EngineApi['status']> {
    return {
      lastSeq: this.#seq,
      activeRuns: this.#active(),
      limits: { concurrency: 8, cpu: 2, memory: 1024 },
      inUse: { slots: 0, cpu: 0, memory: 0 },
      waiting: 0,
    };
  }

  plan({ pipeline }: { pipeline: string }): never {
    throw problemsError('definition-invalid', `The definition of ${pipeline} is wrong.`, [
      {
        file: 'dodeca.yaml',
        line: 3,
        column: 5,
        severity: 'error',
        code: 'unknown-key',
        message: 'No such key.',
      },
    ]);
  }

  runs(): RunSummary[] {
    return [...this.#runs.values()].map(summary);
  }

  show(): RunReport {
    throw new UserError('run-not-found', 'There is no such run.');
  }

  why(): never {
    throw new Error('a defect in why');
  }

  log(): never {
    throw new UserError('run-not-found', 'There is no such run.');
  }

  async start({ pipeline, params }: Parameters<EngineApi['start']>[0]): Promise<{ runId: string }> {
    switch (pipeline) {
      case 'events':
        void this.#makeEvents(Number(params.count), Number(params.each ?? params.count));
        return { runId: 'events' };
      case 'environment':
        return { runId: process.env[String(params.name)] ?? 'not set' };
      case 'sleep':
        return { runId: await this.#sleep(params.polite !== false) };
      case 'journal-failure':
        setImmediate(() => this.#context.onFailure(new UserError('journal-unwritable', 'The disk is full.')));
        return { runId: 'none' };
      case 'crash':
        setImmediate(() => {
          throw new Error('a defect that nobody caught');
        });
        return { runId: 'none' };
      default:
        throw new UserError('unknown-pipeline', `There is no pipeline ${pipeline}.`);
    }
  }

  resume(): never {
    throw new UserError('run-not-found', 'There is no such run.');
  }

  cancel({ run, kill }: Parameters<EngineApi['cancel']>[0]): RunSummary {
    const found = this.#runs.get(run);
    if (!found) throw new UserError('run-not-found', 'There is no such run.');
    found.process.kill(kill ? 'SIGKILL' : 'SIGTERM');
    return summary(found);
  }

  mark({ run, pinned, archived }: Parameters<EngineApi['mark']>[0]): RunSummary {
    const found = this.#runs.get(run);
    if (!found) throw new UserError('run-not-found', 'There is no such run.');
    Object.assign(found, {
      ...(pinned !== undefined && { pinned }),
      ...(archived !== undefined && { archived }),
    });
    return summary(found);
  }

  attempts(): never {
    throw new UserError('run-not-found', 'There is no such run.');
  }

  latestFindings = () => [];
  systems = () => idleSystems;
  health = () => unmeasuredHealth;
  changes = noChanges;
  trend = () => [];

  workspace(): WorkspaceReport {
    return { asOf: this.#seq, definition: null, problem: 'There is none.', runs: [] };
  }

  agents = () => [];
  clusters = () => [];
  phases = () => [];
  rebuildJournal = () => ({ events: this.#seq });

  readEvents({ after, runId, limit }: Parameters<EngineApi['readEvents']>[0]): DodecaEvent[] {
    const events: DodecaEvent[] = [];
    for (let seq = after + 1; seq <= this.#seq && events.length < limit; seq++) {
      const ofRun = `run-${seq % 10}`;
      if (runId === undefined || runId === ofRun) events.push(event(seq, ofRun));
    }
    return events;
  }

  lastSeq = () => this.#seq;

  onEvents(listener: () => void) {
    this.#listeners.add(listener);
    return disposable(() => this.#listeners.delete(listener));
  }

  activeRuns = () => this.#active().length + this.#busy;

  onIdleChange(listener: () => void) {
    this.#idleListeners.add(listener);
    return disposable(() => this.#idleListeners.delete(listener));
  }

  async close(): Promise<void> {
    for (const run of this.#active()) this.cancel({ run: run.runId, kill: true, reason: 'closed' });
    while (this.#active().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    writeFileSync(join(this.#context.folder.path, 'closed'), String(this.#seq));
  }

  notices(): readonly string[] {
    return [];
  }

  #active(): RunSummary[] {
    return this.runs().filter(({ status }) => status === 'running');
  }

  async #sleep(polite: boolean): Promise<string> {
    const runId = randomUUID();
    const script = polite ? '' : 'process.on("SIGTERM", () => {});';
    const child = spawn(
      process.execPath,
      ['-e', `${script} setInterval(() => {}, 1000); console.log("ready")`],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    await once(child.stdout, 'data');
    const run: Run = {
      runId,
      pipeline: 'sleep',
      status: 'running',
      startedAt: at,
      finishedAt: null,
      durationMs: 0,
      reason: String(child.pid),
      pinned: false,
      commit: null,
      archived: false,
      process: child,
      token: `token-of-${runId}`,
    };
    this.#runs.set(runId, run);
    child.once('exit', () => {
      run.status = 'cancelled';
      this.#commit(1);
      this.#idleChanged();
    });
    this.#commit(1);
    this.#idleChanged();
    return runId;
  }

  async #makeEvents(count: number, each: number): Promise<void> {
    this.#busy += 1;
    this.#idleChanged();
    for (let made = 0; made < count; made += each) {
      this.#commit(Math.min(each, count - made));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    this.#busy -= 1;
    this.#idleChanged();
  }

  #commit(count: number): void {
    this.#seq += count;
    for (const listener of this.#listeners) listener();
  }

  #idleChanged(): void {
    for (const listener of this.#idleListeners) listener();
  }
}

function summary({ process: _process, token: _token, ...rest }: Run): RunSummary {
  return { ...rest };
}

function event(seq: number, runId: string): DodecaEvent {
  return {
    seq,
    at,
    type: 'execution.metric',
    runId,
    executionId: `${runId}-execution`,
    stage: 'stage',
    agent: 'agent',
    attempt: 1,
    name: 'health_score',
    value: seq,
    unit: '%',
  };
}

/** Locks and values, without a kernel behind them. */
class ScriptedExecutions implements ExecutionApi {
  readonly ofToken: (token: string) => string | null;
  readonly #locks = new Map<string, string>();
  readonly #values = new Map<string, Json>();

  constructor(ofToken: (token: string) => string | null) {
    this.ofToken = ofToken;
  }

  async acquireLock({ token, lock, signal }: Parameters<ExecutionApi['acquireLock']>[0]): Promise<void> {
    while (this.#locks.has(lock) && this.#locks.get(lock) !== token) {
      if (signal.aborted) throw new UserError('cancelled', 'Nobody waits for the lock any more.');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.#locks.set(lock, token);
  }

  releaseLock({ token, lock }: { token: string; lock: string }): void {
    if (this.#locks.get(lock) !== token) throw new UserError('lock-not-held', `You do not hold ${lock}.`);
    this.#locks.delete(lock);
  }

  contextValue = ({ name }: { name: string }): Json => this.#values.get(name) ?? null;

  setContextValue({ name, value }: { name: string; value: Json }): void {
    this.#values.set(name, value);
  }

  pastValues = () => [];
}

function noCache() {
  return { entries: 0, bytes: 0, hits: 0, misses: 0 };
}
