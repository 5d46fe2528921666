import type { HoldCause } from './hold-cause.ts';

/** How much of something may be used and how much is. */
export interface Usage {
  readonly limit: number;
  readonly inUse: number;
}

/** An execution that may not start yet. */
export interface HeldExecution {
  readonly runId: string;
  readonly stage: string;
  readonly agent: string;
  /** Null where it waits for nothing but its turn. */
  readonly cause: HoldCause | null;
  readonly reason: string | null;
  /** Milliseconds that it has been ready. */
  readonly sinceMs: number;
}

/** A lock that is held now. */
export interface HeldLock {
  readonly lock: string;
  readonly slots: number;
  /** Names as `stage/agent`. */
  readonly holders: readonly string[];
  readonly waiting: readonly string[];
}

/** The engine's own systems, as the clusters show them that stand for one. */
export interface SystemsReport {
  readonly orchestrator: {
    readonly pid: number;
    readonly version: string;
    readonly startedAt: string;
    readonly uptimeMs: number;
    readonly clients: number;
    readonly activeRuns: number;
    /** Recorded runs. */
    readonly runs: number;
  };
  readonly kernel: {
    readonly slots: Usage;
    /** Cores. */
    readonly cpu: Usage;
    /** Bytes. */
    readonly memory: Usage;
    readonly running: number;
    /** Executions that are ready and wait to be admitted. */
    readonly queued: number;
    /** Of those, the first ones. */
    readonly held: readonly HeldExecution[];
    readonly locks: readonly HeldLock[];
  };
  readonly governance: {
    /** What the latest executions of all agents have found. */
    readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
  };
  readonly journal: {
    readonly bytes: number;
    readonly events: number;
    readonly runs: number;
    readonly oldestRunAt: string | null;
    readonly newestRunAt: string | null;
    /** `not checked` above 64 MiB. */
    readonly integrity: 'sound' | 'damaged' | 'not checked';
  };
  readonly metrics: {
    /** Over 1, 5 and 15 minutes; zeros on Windows, which has no such figure. */
    readonly load: readonly number[];
    readonly cores: number;
    readonly memoryTotalBytes: number;
    readonly memoryFreeBytes: number;
    /** Of the disk that holds the workspace; null where the system does not say. */
    readonly diskTotalBytes: number | null;
    readonly diskFreeBytes: number | null;
    readonly engineResidentBytes: number;
    readonly queueDepth: number;
    /** How long the last executions that started were held before, milliseconds. */
    readonly holdMs: { readonly count: number; readonly median: number; readonly max: number };
  };
}
