import { relative, sep } from 'node:path';
import { type Disposable, disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import { nearest } from '../common/nearest.ts';
import type { Journal } from '../journal/journal.ts';
import type { RecordedExecution, RecordedRun } from '../journal/run-records.ts';
import type { ResultCache } from '../kernel/cache/result-cache.ts';
import type { Executor } from '../kernel/executor/executor.ts';
import { logPath } from '../kernel/executor/log-path.ts';
import { KeptResults } from '../kernel/kept-results.ts';
import { Kernel } from '../kernel/kernel.ts';
import type { Library } from '../library/library.ts';
import type { ChangesReport, TrendPoint } from '../model/changes-report.ts';
import type { Definition } from '../model/definition.ts';
import { agentReports, definitionReport, type History, phaseReports } from '../model/definition-report.ts';
import type { DodecaEvent } from '../model/event.ts';
import type {
  AgentReport,
  AttemptReport,
  ClusterReport,
  FindingsReport,
  HealthReport,
  LogPiece,
  PhaseReport,
  PlanReport,
  ResumeReport,
  RunReport,
  RunSummary,
  WhyReport,
  WorkspaceReport,
} from '../model/report.ts';
import { isExecutionEnd } from '../model/status.ts';
import { loadDefinition } from '../pipeline/load-definition.ts';
import { limitsOn, thisMachine } from '../pipeline/machine.ts';
import type { EngineApi, EngineApiStatus, EngineApiSystems, GivenOptions } from '../rpc/engine-api.ts';
import { attemptsOf } from './attempts.ts';
import { CacheControl } from './cache-control.ts';
import { changesSince, trendOf } from './changes.ts';
import { DebugControl } from './debug-control.ts';
import { ExecutionControl } from './execution-control.ts';
import { explain } from './explain.ts';
import { healthOf } from './health.ts';
import { keepHouse } from './housekeeping.ts';
import { PastRuns } from './inspect-past.ts';
import { invalidDefinition } from './invalid-definition.ts';
import { LibraryControl } from './library-control.ts';
import { LibraryRecord } from './library-record.ts';
import { FileLineage } from './lineage.ts';
import { planWithEstimate } from './plan-with-estimate.ts';
import { readLog } from './read-log.ts';
import { clusterReports, historyOf } from './reports.ts';
import { ReviewControl } from './review-control.ts';
import { RunControl, runOf } from './run-control.ts';
import { systemsOf } from './systems.ts';
import { UndoRuns } from './undo-runs.ts';

export interface OrchestratorOptions {
  /** Absolute path. */
  readonly workspace: string;
  readonly logsFolder: string;
  readonly journal: Journal;
  readonly cache: ResultCache | null;
  readonly library: Library;
  readonly executor: Executor;
  /** Where agents may ask; null where nobody listens. */
  readonly socket: string | null;
  readonly logger: Logger;
  /** What people should know of the state of the workspace. */
  readonly notices: readonly string[];
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds that a run waits for a debugger whose connection was lost. */
  readonly debugHoldMs: number;
  /** Called when no process runs any more. */
  readonly onClose: () => Promise<void>;
}

/** Milliseconds without a run after which an engine that stays looks for what is too old. */
const tidyAfterMs = 10_000;

/** The one object that everything else talks to: definition, journal, kernel and cache behind one facade. */
export class Orchestrator implements EngineApi {
  readonly debug: DebugControl;
  readonly library: LibraryControl;
  readonly cache: CacheControl;
  readonly executions: ExecutionControl;
  readonly #options: OrchestratorOptions;
  readonly #journal: Journal;
  readonly #kernel: Kernel;
  readonly #undo: UndoRuns;
  readonly #control: RunControl;
  readonly #history: History;
  readonly #idleListeners = new Set<() => void>();
  /** Runs that are being prepared, or undone: the engine must not leave meanwhile. */
  #preparing = 0;
  #closing = false;
  #failed = false;
  #tidyTimer: NodeJS.Timeout | undefined;

  constructor(options: OrchestratorOptions) {
    this.#options = options;
    const { journal, executor, cache, workspace } = options;
    this.#journal = journal;
    this.#history = historyOf(journal);
    this.#kernel = new Kernel({
      record: journal,
      executor,
      results: cache && new KeptResults(cache, workspace),
      socket: options.socket,
      workspace,
      limits: limitsOn(thisMachine(), {}),
      onFailure: (error) => this.fail(error),
      onRunEnded: (runId) => this.#onRunEnded(runId),
    });
    const lineage = new FileLineage({
      workspace,
      library: options.library,
      journal,
      hashAll: cache && ((paths, limits) => cache.hashAll(paths, limits)),
    });
    const record = new LibraryRecord({
      journal,
      library: options.library,
      logger: options.logger,
      logsFolder: relative(workspace, options.logsFolder).split(sep).join('/'),
    });
    const review = new ReviewControl({ library: options.library, journal, record });
    this.library = new LibraryControl(options.library, options.logger, lineage, record, review);
    this.cache = new CacheControl(cache);
    this.executions = new ExecutionControl(this.#kernel, journal);
    this.debug = new DebugControl({
      journal,
      kernel: this.#kernel,
      past: new PastRuns(journal),
      recorded: (run) => this.#recorded(run),
      holdMs: options.debugHoldMs,
    });
    this.#undo = new UndoRuns(journal, executor);
    this.#control = new RunControl({
      journal,
      kernel: this.#kernel,
      undo: this.#undo,
      debug: this.debug,
      definition: () => this.#definition(),
      workspace,
    });
  }

  status(): EngineApiStatus {
    return {
      lastSeq: this.#journal.lastSeq,
      activeRuns: [
        ...this.#journal.unfinishedRuns().map(summaryOf),
        ...this.#undo.runIds.map((runId) => summaryOf(this.#recorded(runId))),
      ],
      limits: this.#kernel.limits,
      inUse: this.#kernel.inUse,
      waiting: this.#kernel.waiting,
    };
  }

  plan(request: { readonly pipeline: string }): PlanReport {
    return planWithEstimate(runOf(this.#definition(), request.pipeline), this.#journal);
  }

  runs(request: {
    readonly limit: number;
    readonly pipeline?: string | undefined;
    readonly archived?: boolean | undefined;
  }): RunSummary[] {
    const { limit, pipeline, archived = false } = request;
    return this.#journal.runs({ limit, archived, ...(pipeline !== undefined && { pipeline }) });
  }

  show(request: { readonly run: string }): RunReport {
    const run = this.#recorded(request.run);
    return reportOf(run, this.#journal.lastSeq);
  }

  why(request: { readonly run: string; readonly agent: string }): WhyReport {
    const run = this.#recorded(request.run);
    const execution = executionOf(run, request.agent);
    const events = this.#journal.eventsOfExecution(run.runId, execution.stage, execution.agent);
    return explain(run, execution, events);
  }

  attempts(request: { readonly run: string; readonly agent: string }): AttemptReport[] {
    const run = this.#recorded(request.run);
    const execution = executionOf(run, request.agent);
    return attemptsOf(this.#journal.eventsOfExecution(run.runId, execution.stage, execution.agent));
  }

  latestFindings(): FindingsReport[] {
    this.#journal.commit();
    return this.#journal.latestFindings();
  }

  async log(request: {
    readonly run: string;
    readonly agent: string;
    readonly offset: number;
    readonly limit: number;
  }): Promise<LogPiece> {
    const run = this.#recorded(request.run);
    const execution = executionOf(run, request.agent);
    const path = logPath(this.#options.logsFolder, run.runId, execution.executionId);
    const isOpen = !isExecutionEnd(execution.status);
    return await readLog(path, request.offset, request.limit, isOpen);
  }

  async start(request: Parameters<RunControl['start']>[0]): Promise<{ readonly runId: string }> {
    this.#refuseWhenClosing();
    this.#preparing += 1;
    try {
      return await this.#control.start(request);
    } finally {
      this.#preparing -= 1;
      this.#announce();
    }
  }

  resume(request: {
    readonly run: string;
    readonly from: string | null;
    readonly definition: 'recorded' | 'current';
    readonly options: GivenOptions;
    readonly secrets: Readonly<Record<string, string>>;
  }): ResumeReport {
    this.#refuseWhenClosing();
    const report = this.#control.resume(request);
    this.#announce();
    return report;
  }

  async cancel(request: {
    readonly run: string;
    readonly kill: boolean;
    readonly reason: string;
  }): Promise<RunSummary> {
    this.#preparing += 1;
    try {
      const runId = await this.#control.cancel(request);
      return summaryOf(this.#recorded(runId));
    } finally {
      this.#preparing -= 1;
      this.#announce();
    }
  }

  mark(request: {
    readonly run: string;
    readonly pinned?: boolean | undefined;
    readonly archived?: boolean | undefined;
  }): RunSummary {
    this.#refuseWhenClosing();
    const run = this.#recorded(request.run);
    const { pinned = run.pinned, archived = run.archived } = request;
    if (pinned !== run.pinned || archived !== run.archived) {
      this.#journal.append({ type: 'run.marked', runId: run.runId, pinned, archived });
      this.#journal.commit();
    }
    return { ...summaryOf(run), pinned, archived };
  }

  systems(): EngineApiSystems {
    this.#journal.commit();
    return systemsOf(this.#options.workspace, this.#kernel, this.#journal);
  }

  health(): HealthReport {
    this.#journal.commit();
    const { definition } = loadDefinition(this.#options.workspace);
    return healthOf(this.#journal, definition?.agents ?? null);
  }

  async changes(request: { readonly since: string | null }): Promise<ChangesReport> {
    this.#journal.commit();
    return await changesSince(this.#options.workspace, this.#journal, request.since);
  }

  trend(request: { readonly limit: number; readonly pipeline?: string | undefined }): TrendPoint[] {
    this.#journal.commit();
    const { limit, pipeline } = request;
    return trendOf(this.#journal, { limit, ...(pipeline !== undefined && { pipeline }) });
  }

  workspace(request: { readonly runs: number; readonly archived: boolean }): WorkspaceReport {
    this.#journal.commit();
    const { definition, problems } = loadDefinition(this.#options.workspace);
    return {
      asOf: this.#journal.lastSeq,
      definition: definition && definitionReport(definition, this.#history),
      problem: definition ? null : invalidDefinition(problems).message,
      runs: this.#journal.runs({ limit: request.runs, archived: request.archived }),
    };
  }

  agents(): AgentReport[] {
    return agentReports(this.#definition(), this.#history);
  }

  clusters(): ClusterReport[] {
    return clusterReports(this.#definition(), this.#history);
  }

  phases(): PhaseReport[] {
    return phaseReports(this.#definition(), this.#history);
  }

  rebuildJournal(): { readonly events: number } {
    this.#journal.rebuild();
    return { events: this.#journal.lastSeq };
  }

  readEvents(request: {
    readonly after: number;
    readonly runId?: string | undefined;
    readonly limit: number;
  }): readonly DodecaEvent[] {
    const { after, runId, limit } = request;
    return this.#journal.read({ after, limit, ...(runId !== undefined && { runId }) });
  }

  lastSeq(): number {
    return this.#journal.lastSeq;
  }

  onEvents(listener: () => void): Disposable {
    return this.#journal.onCommit(listener);
  }

  notices(): readonly string[] {
    return this.#options.notices;
  }

  activeRuns(): number {
    return this.#kernel.activeRuns + this.#preparing;
  }

  onIdleChange(listener: () => void): Disposable {
    const own = (): void => listener();
    this.#idleListeners.add(own);
    return disposable(() => this.#idleListeners.delete(own));
  }

  /** The journal is lost, or something else without which nothing may go on: the engine has to end. */
  fail(error: unknown): void {
    this.#failed = true;
    this.#options.onFailure(error);
  }

  /** Cancels what runs, waits until no process of it is left, and closes journal and cache. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#tidyTimer);
    await Promise.all([this.library.close(), ...this.#undo.runIds.map((runId) => this.#undo.abandon(runId))]);
    // Without a journal nothing can be told any more: the processes are ended, and the next engine tells it.
    if (this.#failed) await this.#kernel.abandon();
    else {
      await this.#kernel.close('the engine was stopped');
      await this.#tidy();
    }
    await this.#options.onClose();
    this.#options.cache?.close();
    this.#journal.close();
  }

  /** The definition as it is now, read anew: it is small, and nobody has to be told that it changed. */
  #definition(): Definition {
    const { definition, problems } = loadDefinition(this.#options.workspace);
    if (!definition) throw invalidDefinition(problems);
    return definition;
  }

  #recorded(wanted: string): RecordedRun {
    // What is asked for may be in a group that is not written yet.
    this.#journal.commit();
    const found = this.#journal.findRun(wanted);
    if (!found.ok) throw new UserError(found.error.code, found.error.message);
    const run = this.#journal.run(found.value.runId);
    if (!run) throw new UserError('run-unknown', `Run ${found.value.runId} cannot be read.`);
    return run;
  }

  #refuseWhenClosing(): void {
    if (this.#closing)
      throw new UserError('engine-stopping', 'The engine is stopping; try again in a moment.');
  }

  /** What is too old goes when nobody waits for anything. */
  async #tidy(): Promise<void> {
    const { cache, logsFolder, logger } = this.#options;
    try {
      await keepHouse({ journal: this.#journal, cache, logsFolder }, this.#journal.now());
    } catch (error) {
      logger.error('what is too old was not all removed', error);
    }
  }

  #onRunEnded(runId: string): void {
    this.debug.end(runId);
    // What a run did is told at once, also to those who look only now.
    this.#journal.commit();
    this.library.noteRecorded();
    if (this.#kernel.activeRuns === 0) {
      clearTimeout(this.#tidyTimer);
      this.#tidyTimer = setTimeout(() => void (this.activeRuns() === 0 && this.#tidy()), tidyAfterMs).unref();
    }
    this.#announce();
  }

  #announce(): void {
    for (const listener of [...this.#idleListeners]) listener();
  }
}

function summaryOf(run: RecordedRun): RunSummary {
  const { runId, pipeline, status, startedAt, finishedAt, durationMs, reason, pinned, archived, commit } =
    run;
  return { runId, pipeline, status, startedAt, finishedAt, durationMs, reason, pinned, archived, commit };
}

function reportOf(run: RecordedRun, asOf: number): RunReport {
  const { params, options, definition } = run;
  const executions = run.executions.map(
    ({ pid: _pid, processStart: _start, signal: _signal, ...rest }) => rest,
  );
  return { ...summaryOf(run), asOf, params, options, definition, executions };
}

/** An execution by `AGENT`, the last one of that name, or by `STAGE/AGENT`. Errors: `unknown-agent`. */
function executionOf(run: RecordedRun, wanted: string): RecordedExecution {
  const found =
    run.executions.find(({ stage, agent }) => `${stage}/${agent}` === wanted) ??
    run.executions.findLast(({ agent }) => agent === wanted);
  if (found) return found;
  const near = nearest(
    wanted,
    run.executions.flatMap(({ stage, agent }) => [agent, `${stage}/${agent}`]),
  );
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  throw new UserError('unknown-agent', `Run ${run.runId} has no agent '${wanted}'.${hint}`);
}
