import type { DodecaEvent } from '../../model/event.ts';
import type { HoldCause } from '../../model/hold-cause.ts';
import type { ExecutionStatus } from '../../model/status.ts';

/** An execution as the events so far show it: what of it is not told by the agent itself. */
export interface PastExecution {
  readonly stage: string;
  readonly agent: string;
  status: ExecutionStatus;
  /** Attempts that have started. */
  attempts: number;
  /** Whether the last of them is not told to be over: it runs, or stands still at its end. */
  isOpen: boolean;
  pid: number | null;
  /** When the attempt that runs or ran last began, ms since the epoch; null where there was none. */
  startedAt: number | null;
  /** Milliseconds; null while it runs, and where there was no attempt. */
  durationMs: number | null;
  held: { readonly cause: HoldCause; readonly reason: string } | null;
  /** Bytes of its log where the record tells them: 0 before the first attempt, then at the end of each. */
  logBytes: number | null;
}

/** One that nothing has happened to yet. */
export function plannedExecution(stage: string, agent: string): PastExecution {
  return {
    stage,
    agent,
    status: 'queued',
    attempts: 0,
    isOpen: false,
    pid: null,
    startedAt: null,
    durationMs: null,
    held: null,
    logBytes: 0,
  };
}

/** Takes in an event of this execution. */
export function applyToExecution(execution: PastExecution, event: DodecaEvent): void {
  switch (event.type) {
    case 'execution.queued':
      execution.status = 'queued';
      break;
    case 'execution.held':
      // One whose attempt is over and not decided on is held at its end.
      if (execution.isOpen && execution.startedAt !== null) {
        execution.durationMs ??= Math.max(0, Date.parse(event.at) - execution.startedAt);
        execution.pid = null;
      }
      execution.status = 'held';
      execution.held = { cause: event.cause, reason: event.reason };
      break;
    case 'execution.starting':
      execution.status = 'running';
      execution.attempts = event.attempt;
      execution.isOpen = true;
      execution.held = null;
      execution.startedAt = Date.parse(event.at);
      execution.durationMs = null;
      // It grows from now on, and nobody notes how far.
      execution.logBytes = null;
      break;
    case 'execution.started':
      execution.pid = event.pid;
      execution.startedAt = Date.parse(event.at);
      break;
    case 'execution.retrying':
      execution.status = 'retrying';
      execution.isOpen = false;
      execution.held = null;
      execution.pid = null;
      execution.durationMs = event.durationMs;
      execution.logBytes = event.logBytes ?? null;
      break;
    case 'execution.finished':
      execution.pid = null;
      execution.held = null;
      // One that ends without having started anew keeps what is known of its last attempt.
      if (execution.isOpen) {
        execution.durationMs = event.durationMs;
        execution.logBytes = event.logBytes ?? null;
      }
      execution.isOpen = false;
      execution.status = event.status;
      break;
    case 'execution.rewound':
      execution.status = 'queued';
      execution.isOpen = false;
      execution.pid = null;
      execution.held = null;
      execution.startedAt = null;
      execution.durationMs = null;
      break;
    default:
      break;
  }
}

/** The attempt that runs, ran last, or comes next. One that is to be tried again still shows the attempt that is over. */
export function attemptOf({ status, attempts, isOpen }: PastExecution): number {
  return !isOpen && (status === 'queued' || status === 'held') ? attempts + 1 : attempts;
}
