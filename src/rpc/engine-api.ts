import type { Awaitable } from '../common/awaitable.ts';
import type { Disposable } from '../common/disposable.ts';
import type { Json } from '../common/json.ts';
import type { ChangesReport, TrendPoint } from '../model/changes-report.ts';
import type { LaunchedBy } from '../model/debug.ts';
import type { DodecaEvent, RunOptions } from '../model/event.ts';
import type {
  AgentReport,
  AttemptReport,
  ClusterReport,
  EngineStatus,
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
import type { SystemsReport } from '../model/systems-report.ts';
import type { CacheApi } from './cache-api.ts';
import type { DebugApi } from './debug-api.ts';
import type { ExecutionApi } from './execution-api.ts';
import type { LibraryApi } from './library-api.ts';

/** The part of the status that does not belong to the process and its socket. */
export type EngineApiStatus = Pick<EngineStatus, 'lastSeq' | 'activeRuns' | 'limits' | 'inUse' | 'waiting'>;

/** The systems that the orchestrator knows; its process is known by whoever opened the socket. */
export type EngineApiSystems = Omit<SystemsReport, 'orchestrator'>;

export type Params = Readonly<Record<string, Json>>;
export type Secrets = Readonly<Record<string, string>>;

/** Options of which some may be left out. */
export type GivenOptions = { readonly [K in keyof RunOptions]?: RunOptions[K] | undefined };

/**
 * Everything that a face may ask of the engine. Every method may throw a `UserError`, whose code and message reach
 * the caller as they are; anything else that is thrown is a defect, and is logged.
 *
 * `run` is a run's id, a unique prefix of one, or `last`; `agent` is `AGENT` or `STAGE/AGENT`.
 */
export interface EngineApi {
  /** What a debugger may ask. */
  readonly debug: DebugApi;
  /** What it may ask of the knowledge library. */
  readonly library: LibraryApi;
  /** What it may ask of the result cache. */
  readonly cache: CacheApi;
  /** What the processes of executions may ask. */
  readonly executions: ExecutionApi;
  status(): EngineApiStatus;
  plan(request: { readonly pipeline: string; readonly params: Params }): Awaitable<PlanReport>;
  /** Newest first. */
  runs(request: {
    readonly limit: number;
    readonly pipeline?: string | undefined;
    /** Whether archived ones are among them; default false. */
    readonly archived?: boolean | undefined;
  }): Awaitable<readonly RunSummary[]>;
  show(request: { readonly run: string }): Awaitable<RunReport>;
  why(request: { readonly run: string; readonly agent: string }): Awaitable<WhyReport>;
  /** The attempts of an execution that ended, and the one that runs. */
  attempts(request: { readonly run: string; readonly agent: string }): Awaitable<readonly AttemptReport[]>;
  /** For every agent what its latest execution that began has found. */
  latestFindings(): Awaitable<readonly FindingsReport[]>;
  /** Bytes of a log from `offset` on, at most `limit`. */
  log(request: {
    readonly run: string;
    readonly agent: string;
    readonly offset: number;
    readonly limit: number;
  }): Awaitable<LogPiece>;
  start(request: {
    readonly pipeline: string;
    readonly params: Params;
    readonly options: RunOptions;
    readonly secrets: Secrets;
    /** The debugger that starts it, and has joined it before anything happens in it. */
    readonly debugger?: LaunchedBy | undefined;
    /** Fires when the connection of that debugger is lost. */
    readonly gone?: AbortSignal;
  }): Awaitable<{ readonly runId: string }>;
  resume(request: {
    readonly run: string;
    readonly from: string | null;
    readonly definition: 'recorded' | 'current';
    /** What is absent is as it was recorded. */
    readonly options: GivenOptions;
    readonly secrets: Secrets;
  }): Awaitable<ResumeReport>;
  /** Asks a run to end; `kill` does not wait for anybody's grace. Answers at once: the end is an event. */
  cancel(request: {
    readonly run: string;
    readonly kill: boolean;
    readonly reason: string;
  }): Awaitable<RunSummary>;

  /** Pins or archives a run, or takes that back; what is absent stays as it is. */
  mark(request: {
    readonly run: string;
    readonly pinned?: boolean | undefined;
    readonly archived?: boolean | undefined;
  }): Awaitable<RunSummary>;

  /** The engine's own systems, but for what belongs to its process. */
  systems(): Awaitable<EngineApiSystems>;
  /** The health of the workspace, by what its agents told last. */
  health(): Awaitable<HealthReport>;
  /** What changed since a run; null: since the run before the newest of its pipeline. */
  changes(request: { readonly since: string | null }): Awaitable<ChangesReport>;
  /** The newest runs that ended, oldest first, with their health and their findings. */
  trend(request: {
    readonly limit: number;
    readonly pipeline?: string | undefined;
  }): Awaitable<readonly TrendPoint[]>;
  workspace(request: { readonly runs: number; readonly archived: boolean }): Awaitable<WorkspaceReport>;
  agents(): Awaitable<readonly AgentReport[]>;
  clusters(): Awaitable<readonly ClusterReport[]>;
  phases(): Awaitable<readonly PhaseReport[]>;

  rebuildJournal(): Awaitable<{ readonly events: number }>;

  /** Committed events after `after` in order, at most `limit`; fewer only where there are no more. */
  readEvents(request: {
    readonly after: number;
    readonly runId?: string | undefined;
    readonly limit: number;
  }): readonly DodecaEvent[];
  /** The last committed event; 0 where there is none. */
  lastSeq(): number;
  /** Called after a commit, when `readEvents` already sees it. Must not be called from within `readEvents`. */
  onEvents(listener: () => void): Disposable;

  /** What people should know of the state of the workspace, such as a damaged journal that was set aside. */
  notices(): readonly string[];
  activeRuns(): number;
  /** Called whenever `activeRuns()` has become zero, or is zero no longer. */
  onIdleChange(listener: () => void): Disposable;
  /** Cancels what runs, waits until no process of it is left, and closes the journal. */
  close(mode: 'cancel'): Promise<void>;
}
