import type { Disposable } from '../common/disposable.ts';
import type { Json } from '../common/json.ts';
import type {
  ChangeablePart,
  DebugEndpoint,
  DebuggerSettings,
  EvaluatedExpression,
  ExecutionInspection,
  RunPause,
  StepKind,
} from '../model/debug.ts';
import type { ExecutionView } from '../model/run-view.ts';
import type { RunEndStatus } from '../model/status.ts';

/** What a debugger hears of what it debugs. */
export type DebuggeeEvent =
  | { readonly type: 'paused'; readonly pause: RunPause }
  /** It goes on; `reason` says why where nobody asked for it. */
  | { readonly type: 'continued'; readonly reason?: string | null }
  /** What a log point of this session told. */
  | { readonly type: 'logged'; readonly breakpoint: number; readonly message: string }
  /** What an execution is given was changed. */
  | { readonly type: 'changed'; readonly execution: ExecutionView }
  /** A line for the debug console; `important` is about the debugging itself. */
  | {
      readonly type: 'output';
      readonly text: string;
      readonly category: 'console' | 'important' | 'stdout' | 'stderr';
    }
  /** An execution has come to its turn, or has left it: it ended, or was taken back. */
  | { readonly type: 'execution'; readonly execution: ExecutionView; readonly change: 'started' | 'exited' }
  /** The process of an execution waits for its debugger. */
  | { readonly type: 'debuggable'; readonly execution: ExecutionView; readonly endpoint: DebugEndpoint }
  | { readonly type: 'ended'; readonly status: RunEndStatus; readonly reason: string | null }
  /** The engine or the connection is gone. */
  | { readonly type: 'lost'; readonly message: string };

/**
 * What a debug session debugs: a run that goes on (`LiveRun`), or the record of a run (`RecordedRun`), which can only
 * be looked at. Where it stands is `pause`; everything else is as it is there.
 */
export interface Debuggee {
  readonly runId: string;
  readonly pipeline: string;
  /** Names the breakpoints of this debugger; null where it only watches. */
  readonly session: string | null;
  /** True: nothing can be changed, and stepping back costs nothing. */
  readonly readOnly: boolean;
  /** Null while it goes on. */
  readonly pause: RunPause | null;
  /** In the order of the plan. */
  executions(): readonly ExecutionView[];
  onEvent(listener: (event: DebuggeeEvent) => void): Disposable;
  configure(settings: DebuggerSettings): Promise<void>;
  pauseRun(): Promise<void>;
  continue(): Promise<void>;
  reverseContinue(): Promise<void>;
  step(kind: StepKind): Promise<void>;
  stepBack(): Promise<void>;
  goTo(stage: string): Promise<void>;
  restart(stage: string, executionId: string | null): Promise<void>;
  change(
    executionId: string,
    part: ChangeablePart,
    path: readonly (string | number)[],
    value: Json,
  ): Promise<void>;
  inspect(executionId: string): Promise<ExecutionInspection>;
  evaluate(stage: string, executionId: string | null, expression: string): Promise<EvaluatedExpression>;
  attachToProcess(executionId: string): Promise<DebugEndpoint>;
  /** Cancels the run. */
  terminate(): Promise<void>;
  /** Leaves it as it is. */
  disconnect(): Promise<void>;
}
