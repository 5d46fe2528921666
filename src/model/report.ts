import type { Json } from '../common/json.ts';
import type { ClusterSystem, ParameterDefinition } from './definition.ts';
import type { EventBodyOf, RunOptions } from './event.ts';
import type { ExecutionStatus, RunStatus } from './status.ts';

/** A run as lists show it. */
export interface RunSummary {
  readonly runId: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Milliseconds from the start to the last end; to now while it runs. */
  readonly durationMs: number;
  readonly reason: string | null;
  /** Retention keeps it. */
  readonly pinned: boolean;
  /** Lists leave it out unless they are asked for it. */
  readonly archived: boolean;
  /** The commit that was checked out when it began; null where that is not known. */
  readonly commit: string | null;
}

/** An execution as it stands now, or as it ended. */
export interface ExecutionReport {
  readonly executionId: string;
  readonly stage: string;
  readonly agent: string;
  readonly status: ExecutionStatus;
  readonly attempts: number;
  readonly exitCode: number | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly durationMs: number;
  readonly reason: string | null;
  /** It succeeded, and was compensated after that. */
  readonly undone: boolean;
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
  /** What it last said of its progress in this attempt; null where it said nothing. */
  readonly percent: number | null;
  readonly message: string | null;
}

/** One attempt of an execution, as it ended or as it runs. */
export interface AttemptReport {
  /** From 1. */
  readonly attempt: number;
  readonly startedAt: string;
  /** Milliseconds; null while it runs. */
  readonly durationMs: number | null;
  readonly status: ExecutionStatus;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly reason: string | null;
}

/** Something that an agent found in a file. */
export type Finding = Pick<
  EventBodyOf<'execution.finding'>,
  'path' | 'line' | 'column' | 'severity' | 'rule' | 'message' | 'fix'
>;

/** What an agent told in an earlier execution. */
export interface PastValue {
  readonly runId: string;
  /** When the execution ended; ISO 8601, UTC. */
  readonly at: string;
  readonly value: Json;
}

/** What an agent found in the last of its executions that began. */
export interface FindingsReport {
  readonly agent: string;
  readonly stage: string;
  readonly runId: string;
  readonly executionId: string;
  /** The most severe first, those of one severity as they were told. */
  readonly findings: readonly Finding[];
  /** So many more were told. */
  readonly more: number;
}

/** A run with everything that lists leave out. */
export interface RunReport extends RunSummary {
  /** The last event that is in here. */
  readonly asOf: number;
  readonly params: Readonly<Record<string, Json>>;
  readonly options: RunOptions;
  readonly definition: string;
  readonly executions: readonly ExecutionReport[];
}

/** One line of the answer to "why?". */
export interface WhyStep {
  readonly at: string;
  readonly text: string;
}

export interface WhyReport {
  readonly runId: string;
  readonly stage: string;
  readonly agent: string;
  readonly status: ExecutionStatus;
  /** The answer in one sentence. */
  readonly summary: string;
  readonly steps: readonly WhyStep[];
}

/** What would run, and in which order. */
export interface PlanReport {
  readonly pipeline: string;
  /** Hash of the definition as it would be recorded. */
  readonly definition: string;
  /** Stage names that may start together, level by level; the kernel itself never waits for a level. */
  readonly levels: readonly (readonly string[])[];
  readonly executions: readonly {
    readonly stage: string;
    readonly agent: string;
    readonly needs: readonly string[];
    readonly expectedMs: number | null;
  }[];
  /** Stage names, first to last, and how long they take one after the other (null: no history). */
  readonly criticalPath: { readonly stages: readonly string[]; readonly expectedMs: number | null };
  /** The level that has the most executions. */
  readonly widestLevel: { readonly level: number; readonly executions: number };
  /** Largest number of stages of which none waits for another. */
  readonly widestAntichain: readonly string[];
  /** `needs` that another `needs` implies already. */
  readonly redundantNeeds: readonly { readonly stage: string; readonly need: string }[];
  /** Simulated with the recorded durations and the limits of this machine. */
  readonly estimate: {
    readonly makespanMs: number | null;
    readonly sequentialMs: number | null;
    readonly knownExecutions: number;
  };
}

/** The last results of an agent. */
export interface AgentReport {
  readonly name: string;
  readonly description: string | null;
  readonly program: string;
  readonly clusters: readonly string[];
  readonly priority: number;
  readonly last: {
    readonly runId: string;
    readonly status: ExecutionStatus;
    readonly at: string;
    readonly durationMs: number;
  } | null;
  /** Statuses of the last ten executions, newest first. */
  readonly recent: readonly ExecutionStatus[];
}

export interface ClusterReport {
  readonly id: string;
  readonly name: string;
  readonly system: ClusterSystem | null;
  readonly agents: readonly AgentReport[];
  readonly concurrency: number | null;
}

export interface PhaseReport {
  readonly id: string;
  readonly name: string;
  readonly clusters: readonly string[];
  readonly pipeline: string | null;
  readonly last: RunSummary | null;
}

/** A pipeline that may be run. */
export interface PipelineReport {
  readonly name: string;
  readonly description: string | null;
  readonly params: readonly ParameterDefinition[];
  readonly stages: readonly { readonly name: string; readonly agents: readonly string[] }[];
}

/** What a definition holds, with the last results. */
export interface DefinitionReport {
  /** Relative to the workspace; null for the built-in definition. */
  readonly file: string | null;
  readonly agents: readonly AgentReport[];
  /** Each with the names of its agents. */
  readonly clusters: readonly (Omit<ClusterReport, 'agents'> & { readonly agents: readonly string[] })[];
  readonly phases: readonly PhaseReport[];
  readonly pipelines: readonly PipelineReport[];
}

/** A workspace at one moment: what a view shows before the events behind `asOf` come. */
export interface WorkspaceReport {
  /** The last event that is in here. */
  readonly asOf: number;
  /** Null where the definition is wrong: `problem` says how. */
  readonly definition: DefinitionReport | null;
  readonly problem: string | null;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
}

/** The engine process as it is now. */
export interface EngineStatus {
  readonly pid: number;
  readonly version: string;
  readonly workspace: string;
  readonly startedAt: string;
  readonly clients: number;
  readonly lastSeq: number;
  readonly activeRuns: readonly RunSummary[];
  readonly limits: { readonly concurrency: number; readonly cpu: number; readonly memory: number };
  readonly inUse: { readonly slots: number; readonly cpu: number; readonly memory: number };
  readonly waiting: number;
  /** Bytes, of the engine process. */
  readonly residentMemory: number;
}

/** A part of the health of a workspace, as it was measured. */
export interface HealthPartReport {
  readonly part: string;
  /** Agents that told it. */
  readonly agents: readonly string[];
  /** 0 to 100. */
  readonly score: number;
  readonly weight: number;
  /** Its share of the weight of what was measured, 0 to 1. */
  readonly share: number;
  /** Points of the whole score: share × score. */
  readonly contribution: number;
  /** What it was measured by. */
  readonly basis: string;
}

/** The health of a workspace, of what its agents told last. */
export interface HealthReport {
  /** 0 to 100; null where nothing was measured. */
  readonly score: number | null;
  /** The heaviest first. */
  readonly parts: readonly HealthPartReport[];
  /** Parts that a built-in agent could measure, and that did not count. */
  readonly unmeasured: readonly { readonly part: string; readonly weight: number; readonly agent: string }[];
}

/** A piece of a log. */
export interface LogPiece {
  readonly text: string;
  /** Byte at which the next piece begins. */
  readonly next: number;
  /** Bytes the log has now. */
  readonly size: number;
  /** Whether the execution may still write. */
  readonly open: boolean;
}

/** What the result cache holds. */
export interface CacheReport {
  readonly entries: number;
  readonly bytes: number;
  readonly hits: number;
  readonly misses: number;
}

/** How a resume was answered. */
export interface ResumeReport {
  readonly runId: string;
  /** False: there was nothing to do. */
  readonly resumed: boolean;
  readonly message: string;
}
