import type { DodecaEvent } from '../model/event.ts';
import type { AttemptReport } from '../model/report.ts';

/** The attempts of an execution, from its events: those that ended, and the one that runs. */
export function attemptsOf(events: readonly DodecaEvent[]): AttemptReport[] {
  const attempts: AttemptReport[] = [];
  let isOpen = false;
  const change = (changes: Partial<AttemptReport>): void => {
    const last = attempts.at(-1);
    // What ends while it waits for its next attempt ends no attempt.
    if (isOpen && last) attempts[attempts.length - 1] = { ...last, ...changes };
  };
  for (const event of events) {
    switch (event.type) {
      case 'execution.starting': {
        const { attempt, at: startedAt } = event;
        const end = { durationMs: null, exitCode: null, signal: null, reason: null };
        attempts.push({ attempt, startedAt, status: 'running', ...end });
        isOpen = true;
        break;
      }
      case 'execution.started':
        change({ startedAt: event.at });
        break;
      case 'execution.retrying':
      case 'execution.finished': {
        const { status, exitCode, signal, durationMs, reason } = event;
        change({ status, exitCode, signal, durationMs, reason });
        isOpen = false;
        break;
      }
      default:
        break;
    }
  }
  return attempts;
}
