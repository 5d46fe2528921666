import type { Awaitable } from '../common/awaitable.ts';
import type { Json } from '../common/json.ts';
import type {
  ChangeablePart,
  DebugEndpoint,
  DebuggerIdentity,
  DebuggerSettings,
  DebugState,
  EvaluatedExpression,
  ExecutionInspection,
  StepKind,
} from '../model/debug.ts';

/** A run, and the session of a debugger that has joined it. */
export interface Debugged {
  readonly run: string;
  readonly session: string;
}

/** One execution of a run. */
export interface DebuggedExecution {
  readonly run: string;
  readonly executionId: string;
}

/**
 * What a debugger may ask of the engine. What happens comes as events: `run.paused`, `run.continued`, `run.logged`,
 * `execution.changed`, `execution.debuggable`, `execution.rewound`.
 *
 * Every method may throw `run-unknown`, `run-ambiguous`; those with a session also `run-ended` and `not-debugging`
 * (the session has not joined); those that need a run that stands still `not-paused`.
 */
export interface DebugApi {
  /**
   * Joins a run that has not ended; coming back with the same session takes up what it left. `gone` fires when the
   * connection of the debugger is lost: the run then waits for it for a while, and goes on.
   */
  attach(
    request: { readonly run: string } & DebuggerIdentity & DebuggerSettings,
    gone: AbortSignal,
  ): Awaitable<DebugState>;
  /** Leaves; a run that stands still goes on when the last debugger has left. */
  detach(request: Debugged): Awaitable<void>;
  /** Replaces what this debugger wants to stop at. Errors: `bad-breakpoint`. */
  configure(request: Debugged & DebuggerSettings): Awaitable<void>;
  /** Nothing new starts; what runs goes on. */
  pause(request: Debugged): Awaitable<void>;
  continue(request: Debugged): Awaitable<void>;
  /** One step. Errors: `no-debugger` where an agent cannot be stepped into, with what to install. */
  step(request: Debugged & { readonly kind: StepKind }): Awaitable<void>;
  /** Skips everything up to a stage that has not begun, and stops there. Errors: `unknown-stage`, `cannot-go-there`. */
  goTo(request: Debugged & { readonly stage: string }): Awaitable<void>;
  /** Goes back to where an execution (or, with null, a whole stage) had not begun. Errors: `cannot-restart`. */
  restart(
    request: Debugged & { readonly stage: string; readonly executionId: string | null },
  ): Awaitable<void>;
  /** Takes the last execution back, with its files. Errors: `cannot-step-back`. */
  stepBack(request: Debugged): Awaitable<void>;
  /** Changes what an execution is given before it starts. `path` leads into `part`. Errors: `cannot-change`. */
  change(
    request: Debugged & {
      readonly executionId: string;
      readonly part: ChangeablePart;
      readonly path: readonly (string | number)[];
      readonly value: Json;
    },
  ): Awaitable<void>;
  /** What an execution has: now, or with `at` as it was after that event. */
  inspect(request: DebuggedExecution & { readonly at: number | null }): Awaitable<ExecutionInspection>;
  /** Evaluates CEL as an execution, or with null as its stage, sees it. Errors: `bad-expression`. */
  evaluate(request: {
    readonly run: string;
    readonly stage: string;
    readonly executionId: string | null;
    readonly expression: string;
    readonly at: number | null;
  }): Awaitable<EvaluatedExpression>;
  /** Lets a debugger into the process of an execution that runs. Errors: `not-running`, `cannot-attach`. */
  attachToProcess(request: DebuggedExecution): Awaitable<DebugEndpoint>;
}
