import type { Json, JsonObject } from '../common/json.ts';
import type { BreakpointRef, DebugEndpoint, ExceptionFilter, PausePlace, PauseReason } from './debug.ts';
import type { RunDefinition } from './definition.ts';
import type { HoldCause } from './hold-cause.ts';
import type { ReviewDecision } from './library-review.ts';
import type { ExecutionEndStatus, ExecutionStatus, RunEndStatus, StageEndStatus } from './status.ts';

/** The ids that every event of an execution carries. */
export interface ExecutionRef {
  readonly runId: string;
  readonly executionId: string;
  readonly stage: string;
  readonly agent: string;
  /** From 1; 0 where nothing was attempted yet. */
  readonly attempt: number;
}

/** A file as an execution read or wrote it. */
export interface ExecutionFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** SHA-256 of its content, hexadecimal; null where it could not be read, is too large, or changed meanwhile. */
  readonly hash: string | null;
}

/** One execution of a plan. */
export interface PlannedExecution {
  readonly executionId: string;
  readonly stage: string;
  readonly agent: string;
}

/** One execution in the summary of a run. */
export interface ExecutionSummary {
  readonly executionId: string;
  readonly agent: string;
  readonly stage: string;
  readonly status: ExecutionEndStatus;
  readonly attempts: number;
  readonly exitCode: number | null;
  /** Milliseconds of the last attempt; 0 where there was none. */
  readonly durationMs: number;
  readonly reason: string | null;
}

/** What would mend a finding: texts in place of ranges of its file. */
export interface FindingFix {
  /** What it does, as a button says it: `Remove the key`. */
  readonly title: string;
  /** Lines and columns count from 1, columns in UTF-16 code units; an end is the first place that stays. */
  readonly edits: readonly {
    readonly line: number;
    readonly column: number;
    readonly end_line: number;
    readonly end_column: number;
    readonly text: string;
    /** What stands there now: the fix is for no other text. */
    readonly old?: string | undefined;
  }[];
}

/** What happens in a workspace, before the journal gives it a place (`seq`) and a time (`at`). */
export type EventBody =
  | { readonly type: 'definition.recorded'; readonly hash: string; readonly definition: RunDefinition }
  | {
      readonly type: 'run.started';
      readonly runId: string;
      readonly pipeline: string;
      readonly params: Readonly<Record<string, Json>>;
      /** Hash of the recorded definition. */
      readonly definition: string;
      readonly options: RunOptions;
      /** Names of the secrets that it was given, never their values; absent in what older versions wrote. */
      readonly secrets?: readonly string[];
      readonly executions: readonly PlannedExecution[];
      /** The commit that is checked out; null without a repository; absent in what older versions wrote. */
      readonly commit?: string | null;
    }
  | {
      readonly type: 'run.resumed';
      readonly runId: string;
      readonly pipeline: string;
      /** Hash of the definition that the run goes on with. */
      readonly definition: string;
      readonly options: RunOptions;
      /** Names of the secrets that it was given so far. */
      readonly secrets?: readonly string[];
      /** What will run (again). */
      readonly executions: readonly PlannedExecution[];
    }
  | { readonly type: 'run.cancelling'; readonly runId: string; readonly reason: string }
  /** A debugger made it stand still: nothing new starts, what runs goes on. */
  | {
      readonly type: 'run.paused';
      readonly runId: string;
      readonly reason: PauseReason;
      /** Null where it was asked to pause and nothing had come to a place to stop at. */
      readonly place: PausePlace | null;
      readonly breakpoints: readonly BreakpointRef[];
      readonly by: string;
      /** What happened, in words. */
      readonly text: string | null;
      /** What became of an attempt, where that is the reason. */
      readonly failure?: ExceptionFilter | undefined;
    }
  /** It goes on; `by` is who let it, `reason` says more where nobody did. */
  | {
      readonly type: 'run.continued';
      readonly runId: string;
      readonly by: string;
      readonly reason: string | null;
    }
  /** What a log point told. */
  | {
      readonly type: 'run.logged';
      readonly runId: string;
      readonly breakpoint: BreakpointRef;
      readonly message: string;
    }
  /** What somebody thinks of the run; both as they are from now on. */
  | {
      readonly type: 'run.marked';
      readonly runId: string;
      readonly pinned: boolean;
      readonly archived: boolean;
    }
  | {
      readonly type: 'run.finished';
      readonly runId: string;
      readonly pipeline: string;
      readonly status: RunEndStatus;
      readonly durationMs: number;
      readonly reason: string | null;
      readonly executions: readonly ExecutionSummary[];
    }
  | { readonly type: 'stage.started'; readonly runId: string; readonly stage: string }
  /** It had ended, and an execution of it was taken back. */
  | { readonly type: 'stage.rewound'; readonly runId: string; readonly stage: string }
  | {
      readonly type: 'stage.finished';
      readonly runId: string;
      readonly stage: string;
      readonly status: StageEndStatus;
      readonly reason: string | null;
    }
  | (ExecutionRef & { readonly type: 'execution.queued' })
  | (ExecutionRef & { readonly type: 'execution.held'; readonly cause: HoldCause; readonly reason: string })
  /** The intent: written before the process exists. */
  | (ExecutionRef & { readonly type: 'execution.starting'; readonly reason: string | null })
  | (ExecutionRef & {
      readonly type: 'execution.started';
      readonly pid: number;
      /** When the system says the process began, in its own notation: with `pid` it names one process for ever. */
      readonly processStart: string | null;
      readonly command: string;
    })
  | (ExecutionRef & {
      readonly type: 'execution.retrying';
      readonly status: Extract<ExecutionStatus, 'failed' | 'timed_out'>;
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly durationMs: number;
      readonly delayMs: number;
      readonly reason: string;
      /** Bytes of its log then; absent where it has none, and in what older versions wrote. */
      readonly logBytes?: number;
    })
  /** What it read and wrote, as far as it declares or told it; before the end of an execution that succeeded or was cached. */
  | (ExecutionRef & {
      readonly type: 'execution.files';
      /** As they were when it began, sorted by path. */
      readonly inputs: readonly ExecutionFile[];
      /** As they are now, sorted by path. */
      readonly outputs: readonly ExecutionFile[];
      /** Whether an earlier result was taken in its place. */
      readonly cached: boolean;
      /** Whether there was more than is told. */
      readonly cut: boolean;
    })
  | (ExecutionRef & {
      readonly type: 'execution.finished';
      readonly status: ExecutionEndStatus;
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly durationMs: number;
      readonly reason: string | null;
      /** Bytes of its log then; absent where it has none, and in what older versions wrote. */
      readonly logBytes?: number;
    })
  /** What it is given was changed before it starts; what is null was not. Environment is redacted. */
  | (ExecutionRef & {
      readonly type: 'execution.changed';
      readonly with: JsonObject | null;
      readonly params: JsonObject | null;
      readonly env: Readonly<Record<string, string>> | null;
      readonly by: string;
    })
  /** The debugger of its process can be reached; for the session that asked for it, null where none did. */
  | (ExecutionRef & {
      readonly type: 'execution.debuggable';
      readonly session: string | null;
      readonly endpoint: DebugEndpoint;
    })
  /** It was taken back, and will run again: it is as if it had never started, but that its attempts go on counting. */
  | (ExecutionRef & {
      readonly type: 'execution.rewound';
      readonly reason: string;
      /** Files that are as they were before it, relative to the workspace. */
      readonly restored: readonly string[];
    })
  | (ExecutionRef & { readonly type: 'execution.compensating'; readonly command: string })
  | (ExecutionRef & {
      readonly type: 'execution.compensated';
      readonly status: 'succeeded' | 'failed';
      readonly exitCode: number | null;
      readonly reason: string | null;
    })
  | (ExecutionRef & {
      readonly type: 'execution.progress';
      readonly percent: number | null;
      readonly message: string | null;
    })
  | (ExecutionRef & {
      readonly type: 'execution.metric';
      readonly name: string;
      readonly value: number;
      readonly unit: string | null;
    })
  | (ExecutionRef & { readonly type: 'execution.output'; readonly name: string; readonly value: Json })
  | (ExecutionRef & {
      readonly type: 'execution.artifact';
      readonly path: string;
      readonly kind: string | null;
    })
  | (ExecutionRef & {
      readonly type: 'execution.finding';
      readonly path: string;
      readonly line: number | null;
      readonly column: number | null;
      readonly severity: 'error' | 'warning' | 'info';
      readonly rule: string | null;
      readonly message: string;
      /** What would mend it; absent where that is not known. */
      readonly fix?: FindingFix | undefined;
    })
  | (ExecutionRef & {
      readonly type: 'execution.tokens';
      readonly input: number;
      readonly output: number;
      readonly model: string | null;
      readonly costUsd: number | null;
    })
  | (ExecutionRef & {
      readonly type: 'execution.log';
      readonly level: 'debug' | 'info' | 'warning' | 'error';
      readonly message: string;
    })
  /** A value that an agent set in the context of its run. */
  | (ExecutionRef & { readonly type: 'execution.context'; readonly name: string; readonly value: Json })
  | (ExecutionRef & { readonly type: 'lock.acquired'; readonly lock: string })
  | (ExecutionRef & {
      readonly type: 'lock.waiting';
      readonly lock: string;
      /** Agents that hold it. */
      readonly holders: readonly string[];
    })
  | (ExecutionRef & { readonly type: 'lock.released'; readonly lock: string })
  | (ExecutionRef & {
      readonly type: 'lock.deadlock';
      /** Who waits for which lock, held by the next one; the last waits for the first. */
      readonly cycle: readonly {
        readonly agent: string;
        readonly executionId: string;
        readonly lock: string;
      }[];
      readonly reason: string;
    })
  | (ExecutionRef & { readonly type: 'cache.hit'; readonly key: string; readonly reason: string })
  | (ExecutionRef & { readonly type: 'cache.miss'; readonly key: string; readonly reason: string })
  | (ExecutionRef & { readonly type: 'cache.stored'; readonly key: string; readonly bytes: number })
  /** What a person said of a document of the library. */
  | {
      readonly type: 'library.decided';
      /** Relative to the workspace, with `/`. */
      readonly path: string;
      readonly decision: ReviewDecision;
      /** SHA-256 of the content that was seen, hexadecimal; null where the file was gone. */
      readonly hash: string | null;
      readonly by: string;
    }
  /** A fix of the review made another content of a document. */
  | {
      readonly type: 'library.generation';
      /** The same for all that was fixed in one go. */
      readonly session: string;
      /** Relative to the workspace, with `/`. */
      readonly path: string;
      /** SHA-256 of its content, hexadecimal. */
      readonly hash: string;
      /** The same of what was there before. */
      readonly previous: string;
      /** From 1: how often it was reviewed again before. */
      readonly round: number;
      /** What was fixed. */
      readonly changes: readonly string[];
      readonly by: string;
    };

/** How a run was asked for. */
export interface RunOptions {
  /** Executions of this run at once; null is the engine's limit. */
  readonly maxConcurrent: number | null;
  readonly keepGoing: boolean;
  /** False: results are neither taken from the cache nor is it asked. */
  readonly useCache: boolean;
  /** What becomes of an agent whose interpreter is not on this machine. */
  readonly missingInterpreter: 'fail' | 'skip';
}

/** The place and time that the journal gives to an event. */
export interface EventStamp {
  /** Gapless, rising within one workspace, from 1. */
  readonly seq: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
}

/** An event as it is recorded, pushed and printed. */
export type DodecaEvent = EventStamp & EventBody;

export type EventType = EventBody['type'];

/** The body of the events of one type. */
export type EventBodyOf<T extends EventType> = Extract<EventBody, { readonly type: T }>;

/** The events of one type. */
export type EventOf<T extends EventType> = EventStamp & EventBodyOf<T>;
