import type { Json, JsonObject } from '../common/json.ts';

/**
 * The definition of agents, clusters, phases and pipelines after it was checked and resolved: defaults are filled
 * in, durations are milliseconds, sizes are bytes, names refer to what exists.
 */
export interface Definition {
  /** Path of the file relative to the workspace, or null for the built-in default. */
  readonly file: string | null;
  readonly limits: DeclaredLimits;
  readonly env: Readonly<Record<string, string>>;
  /** Regular expressions whose matches are redacted, besides the built-in ones. */
  readonly redact: readonly string[];
  readonly cache: CacheSettings;
  readonly library: LibrarySettings;
  readonly debug: DebugSettings;
  /** Declared and built-in, each name once, in the order of the file. */
  readonly agents: readonly AgentDefinition[];
  readonly clusters: readonly ClusterDefinition[];
  readonly phases: readonly PhaseDefinition[];
  readonly pipelines: readonly PipelineDefinition[];
}

/** Limits of the whole engine as they were written; what is absent comes from the machine. */
export interface DeclaredLimits {
  /** Agents that run at once. */
  readonly concurrency?: number;
  /** Cores. */
  readonly cpu?: number;
  /** Bytes. */
  readonly memory?: number;
}

export interface CacheSettings {
  /** Bytes that kept outputs may take. */
  readonly maxBytes: number;
  /** How long a result serves, milliseconds; null is for ever. */
  readonly ttlMs: number | null;
  /** What goes first when the cache is full: least recently used, least frequently used, or what expires first. */
  readonly eviction: 'lru' | 'lfu' | 'ttl';
}

export interface LibrarySettings {
  /** Whether anything of the workspace is indexed. */
  readonly index: boolean;
  /** Patterns of what is left out, as in an ignore file at the top of the workspace. */
  readonly exclude: readonly string[];
  /** Files with more bytes are left out. */
  readonly maxFileBytes: number;
}

export interface DebugSettings {
  readonly enabled: boolean;
  readonly waitForClient: boolean;
}

/** What an agent runs. */
export type AgentProgram =
  | { readonly kind: 'builtin'; readonly name: string }
  | {
      readonly kind: 'file';
      /** As written: relative to the agent's working folder, or absolute. */
      readonly path: string;
      /** A command and its leading arguments; null picks one by the file's extension. */
      readonly interpreter: readonly string[] | null;
      readonly args: readonly string[];
    }
  | { readonly kind: 'shell'; readonly command: string };

export interface AgentDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly program: AgentProgram;
  /** Parameters, handed over in the input file. */
  readonly with: JsonObject;
  /** Relative to the workspace; null is the workspace itself. */
  readonly cwd: string | null;
  /** Milliseconds an attempt may take; null is for ever. */
  readonly timeoutMs: number | null;
  /** Milliseconds between the polite signal and the kill. */
  readonly graceMs: number;
  /** 0 (low) to 9 (critical). */
  readonly priority: number;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy | null;
  readonly resources: Resources;
  readonly locks: readonly LockNeed[];
  readonly env: Readonly<Record<string, string>>;
  /** Glob patterns relative to the workspace. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly cache: boolean;
  /** A shell command that undoes what this agent did. */
  readonly compensate: string | null;
  readonly debug: { readonly wait: boolean; readonly port: number | null };
}

export type RetryCause = 'failed' | 'timed_out';

export interface RetryPolicy {
  /** All attempts, the first one included; 1 is no retry. */
  readonly attempts: number;
  /** Milliseconds before the second attempt. */
  readonly backoffMs: number;
  /** Each further wait is this many times the one before. */
  readonly factor: number;
  /** Milliseconds, the longest wait. */
  readonly maxMs: number;
  /** Waits a random part between half and all of the time ("equal jitter"). */
  readonly jitter: boolean;
  readonly on: readonly RetryCause[];
}

export interface BreakerPolicy {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** Milliseconds until one trial is let through. */
  readonly cooldownMs: number;
}

/** Declared need; admission works on this, not on what is measured. */
export interface Resources {
  /** Cores; 0 declares no need. */
  readonly cpu: number;
  /** Bytes; 0 declares no need. */
  readonly memory: number;
}

export interface LockNeed {
  readonly name: string;
  /** How many may hold the lock at once; 1 is exclusive. Every agent that names it says the same number. */
  readonly slots: number;
}

/** A system of the engine itself that a cluster shows. */
export const clusterSystems = ['orchestrator', 'kernel', 'governance', 'journal', 'metrics'] as const;
export type ClusterSystem = (typeof clusterSystems)[number];

export interface ClusterDefinition {
  readonly id: string;
  readonly name: string;
  readonly system: ClusterSystem | null;
  readonly agents: readonly string[];
  /** Agents of this cluster that run at once; null is no limit of its own. */
  readonly concurrency: number | null;
}

export interface PhaseDefinition {
  readonly id: string;
  readonly name: string;
  readonly clusters: readonly string[];
  readonly pipeline: string | null;
}

export interface ParameterDefinition {
  readonly name: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'json';
  /** Absent where the caller must give one. */
  readonly default?: Json;
  readonly description: string | null;
}

export interface PipelineDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly params: readonly ParameterDefinition[];
  readonly stages: readonly StageDefinition[];
}

export interface StageDefinition {
  readonly name: string;
  readonly agents: readonly string[];
  readonly parallel: boolean;
  readonly critical: boolean;
  readonly allowFailure: boolean;
  /** Stages this one names; null where it follows the stage above by order alone. */
  readonly needs: readonly string[] | null;
  /** A CEL expression, or null. */
  readonly when: string | null;
}

/** What a run needs of a definition: recorded with the run, so that it can be resumed and compared. */
export interface RunDefinition {
  readonly pipeline: PipelineDefinition;
  /** The agents that the pipeline names. */
  readonly agents: readonly AgentDefinition[];
  /** The clusters of those agents that have a concurrency of their own. */
  readonly clusters: readonly ClusterDefinition[];
  readonly env: Readonly<Record<string, string>>;
  readonly redact: readonly string[];
  readonly limits: DeclaredLimits;
  readonly cache: CacheSettings;
}
