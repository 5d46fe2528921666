import type { Json, JsonObject } from '../common/json.ts';
import type { HoldCause } from './hold-cause.ts';
import type { ExecutionStatus, RunStatus } from './status.ts';

/** Why a debugged run stands still; the words of the Debug Adapter Protocol where it has one. */
export const pauseReasons = [
  'entry',
  'breakpoint',
  'function breakpoint',
  'step',
  'pause',
  'exception',
  'goto',
  'restart',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** What a debugger can be told to stop at when it happens to an attempt. */
export const exceptionFilters = ['failed', 'retried', 'timed_out'] as const;
export type ExceptionFilter = (typeof exceptionFilters)[number];

/** A breakpoint of one debugger, by the id that it chose. */
export interface BreakpointRef {
  /** The session of the debugger. */
  readonly session: string;
  readonly id: number;
}

/** The id of no breakpoint: what is told under it are words of the debugger itself. */
export const noBreakpoint = 0;

/** Where a run stands still: before a stage begins, before an execution starts, or after an attempt has ended. */
export interface PausePlace {
  readonly stage: string;
  /** Null: at the stage itself, before its first agent. */
  readonly agent: string | null;
  readonly executionId: string | null;
  /** `start`: nothing of it has happened; `end`: its attempt is over, and what becomes of it is not decided. */
  readonly at: 'start' | 'end';
}

/** A run that stands still: nothing new starts in it, and what runs goes on. */
export interface RunPause {
  readonly reason: PauseReason;
  /** Null where it was asked to pause and nothing had come to a place to stop at. */
  readonly place: PausePlace | null;
  /** Breakpoints that were hit; empty for other reasons. */
  readonly breakpoints: readonly BreakpointRef[];
  /** Who made it stand, for people: `VS Code (process 4242)`. */
  readonly by: string;
  /** What happened, in words: the failure of an attempt, or why a condition could not be evaluated. */
  readonly text: string | null;
  /** What became of an attempt, where that is the reason. */
  readonly failure?: ExceptionFilter | undefined;
}

/** A breakpoint as the engine knows it: by names, not by lines. */
export interface BreakpointSpec {
  /** Unique within its session. */
  readonly id: number;
  /** A stage, or an agent wherever it stands (`stage: null`) or in one stage. */
  readonly place:
    | { readonly kind: 'stage'; readonly stage: string }
    | { readonly kind: 'agent'; readonly agent: string; readonly stage: string | null };
  /** CEL; null stops always. One that cannot be evaluated stops and says why. */
  readonly condition: string | null;
  /** `3`, `>= 3`, `> 3`, `== 3`, `< 3`, `<= 3`, `% 3`: counted from when the breakpoint was set; null stops always. */
  readonly hitCondition: string | null;
  /** Told in place of stopping; `{expression}` is CEL. Null stops. */
  readonly logMessage: string | null;
  /** Set by name and not by line. */
  readonly isFunction: boolean;
}

/** A filter with the condition under which it stops. */
export interface ExceptionBreakpoint {
  readonly filter: ExceptionFilter;
  /** CEL; null stops always. */
  readonly condition: string | null;
}

/** What a debugger wants to stop at; it replaces what it wanted before. */
export interface DebuggerSettings {
  readonly breakpoints: readonly BreakpointSpec[];
  readonly exceptions: readonly ExceptionBreakpoint[];
}

/** A debugger that joins a run. */
export interface DebuggerIdentity {
  /** Chosen by the debugger, and unguessable: it names its breakpoints, and lets it come back. */
  readonly session: string;
  /** For people: `VS Code (process 4242)`. */
  readonly by: string;
}

/** A debugger that starts a run. */
export interface LaunchedBy extends DebuggerIdentity, DebuggerSettings {
  /** Stops at the first stage. */
  readonly stopOnEntry: boolean;
  /** Every agent that can be is started under its own debugger, and waits for it, as if stepped into. */
  readonly intoAgents: boolean;
}

/** How far a step goes. */
export const stepKinds = ['over', 'into', 'out'] as const;
export type StepKind = (typeof stepKinds)[number];

/** A run as a debugger finds it when it joins. */
export interface DebugState {
  readonly runId: string;
  readonly status: RunStatus;
  /** Null where it goes on. */
  readonly pause: RunPause | null;
  /** The last event that this includes. */
  readonly seq: number;
}

/** The languages whose debuggers can be let into an agent. */
export const debugRuntimes = ['python', 'node'] as const;
export type DebugRuntime = (typeof debugRuntimes)[number];

/** Where the debugger of an agent's process listens; on the loopback alone. */
export interface DebugEndpoint {
  /** `python`: debugpy, which speaks the Debug Adapter Protocol; `node`: the inspector. */
  readonly runtime: DebugRuntime;
  readonly host: string;
  readonly port: number;
  /** True: it waits for a debugger before its first line. */
  readonly waits: boolean;
  /** The user's file, absolute; null where that is not known. */
  readonly program: string | null;
}

/** A part of what an agent is given that may be changed before it starts. */
export const changeableParts = ['with', 'params', 'env'] as const;
export type ChangeablePart = (typeof changeableParts)[number];

/** A lock that concerns an execution. */
export interface InspectedLock {
  readonly name: string;
  /** How many may hold it at once. */
  readonly slots: number;
  /** Whether this execution holds it. */
  readonly held: boolean;
  /** Who holds it, `STAGE/AGENT`. */
  readonly holders: readonly string[];
}

/** What an execution has, gets and gave: now, or as it was at an event. */
export interface ExecutionInspection {
  readonly executionId: string;
  readonly stage: string;
  readonly agent: string;
  readonly status: ExecutionStatus;
  /** The attempt that runs, ran last, or comes next. */
  readonly attempt: number;
  /** Whether what it is given may still be changed. */
  readonly changeable: boolean;
  /** What its input file holds, or will. */
  readonly inputs: {
    readonly with: JsonObject;
    readonly params: JsonObject;
    /** By agent, of those that it follows. */
    readonly outputs: JsonObject;
  };
  /** What the definition, the agent and the run add to the environment; secrets are redacted. */
  readonly environment: Readonly<Record<string, string>>;
  readonly outputs: JsonObject;
  readonly metrics: Readonly<Record<string, number>>;
  readonly resources: {
    /** Declared cores, 0 for none. */
    readonly cpu: number;
    /** Declared bytes, 0 for none. */
    readonly memory: number;
    readonly priority: number;
    /** Milliseconds; null is for ever. */
    readonly timeoutMs: number | null;
    /** Null where there is no process. */
    readonly pid: number | null;
    /** Milliseconds of the attempt that runs or ran last; null where there was none. */
    readonly durationMs: number | null;
    /** What it waits for; null where it does not. */
    readonly held: { readonly cause: HoldCause; readonly reason: string } | null;
    /** Bytes of its log; null where there is none. */
    readonly logBytes: number | null;
    /** Executions of this run that run. */
    readonly running: number;
  };
  readonly locks: readonly InspectedLock[];
}

/** What an expression came to. */
export interface EvaluatedExpression {
  readonly value: Json;
  /** The name of its type in CEL: `int`, `double`, `string`, `bool`, `list`, `map`, `null_type`. */
  readonly type: string;
}
