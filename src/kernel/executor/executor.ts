import type { AgentInput } from '../../agent-protocol/input.ts';
import type { AgentMessage } from '../../agent-protocol/message.ts';
import type { Result } from '../../common/result.ts';
import type { DebugEndpoint, DebugRuntime } from '../../model/debug.ts';
import type { AgentDefinition } from '../../model/definition.ts';

/** One attempt of one agent, with everything that is needed to start it anywhere. */
export interface Job {
  readonly runId: string;
  readonly executionId: string;
  readonly stage: string;
  readonly agent: AgentDefinition;
  readonly attempt: number;
  readonly input: AgentInput;
  /** The definition's `env`, then the agent's own, then the secrets of the run, later ones win. */
  readonly env: Readonly<Record<string, string>>;
  /** Values that must never reach a disk. */
  readonly secrets: readonly string[];
  /** The definition's own patterns, besides the built-in ones. */
  readonly redact: readonly string[];
  /** Whether it is started under its own debugger, and waits for it before its first line. */
  readonly debug: boolean;
  /** How the agent may ask the engine; null where nobody listens. */
  readonly ask: { readonly socket: string; readonly token: string } | null;
}

/** How an attempt ended. */
export type JobResult =
  | {
      readonly kind: 'exited';
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** Bytes of its log; absent where it has none. */
      readonly logBytes?: number;
    }
  /** There was no process: a script, an interpreter, a folder or a permission is missing. */
  | {
      readonly kind: 'not-started';
      readonly cause: 'missing-interpreter' | 'missing-file' | 'error';
      readonly reason: string;
    };

/** Hears what an attempt does, in order; nothing comes after the result. */
export interface JobObserver {
  onStarted(process: {
    readonly pid: number;
    readonly processStart: string | null;
    readonly command: string;
  }): void;
  /** A message of the agent, already redacted. */
  onMessage(message: AgentMessage): void;
  /** The debugger of the process can be reached: it was started under one. */
  onDebuggable(endpoint: DebugEndpoint): void;
  /** Something that the user should know about the output: a malformed message, a log that could not be written. */
  onWarning(message: string): void;
}

/** A running attempt. */
export interface JobHandle {
  /** Resolves when the process tree and its output have ended; never rejects. */
  readonly result: Promise<JobResult>;
  /** Ends the whole process tree: the polite signal, then after `graceMs` the kill. Calling again with 0 kills at once. */
  stop(graceMs: number): void;
  /** Lets a debugger into the process, which goes on meanwhile; the error says why that cannot be, and what to do. */
  attachDebugger(): Promise<Result<DebugEndpoint, string>>;
}

/** Starts attempts somewhere: here, later in a pod or on a queue. */
export interface Executor {
  /** Says that so many attempts are about to come, for an executor that has something to make ready. */
  expect?(attempts: number): void;
  start(job: Job, observer: JobObserver): JobHandle;
  /** Whether a job could be started with `debug`; the error says why not, and what to install. */
  canDebug(job: Job): Promise<Result<DebugRuntime, string>>;
  /** Runs a shell command in the place of an agent: with its environment, its working folder, and into its log. */
  runCompensation(command: string, job: Job, observer: JobObserver): JobHandle;
}
