import { formatDuration } from '../common/text.ts';
import type { RecordedRun } from '../journal/run-records.ts';
import type { DodecaEvent } from '../model/event.ts';
import type { ExecutionReport, WhyReport, WhyStep } from '../model/report.ts';

/** Answers "why?" about an execution from what the journal has of it, and of nothing else. */
export function explain(
  run: RecordedRun,
  execution: ExecutionReport,
  events: readonly DodecaEvent[],
): WhyReport {
  const steps = events.flatMap((event): WhyStep[] => {
    const text = tell(event);
    return text === null ? [] : [{ at: event.at, text }];
  });
  const { stage, agent, status } = execution;
  return { runId: run.runId, stage, agent, status, summary: summary(execution), steps };
}

function summary(execution: ExecutionReport): string {
  const { status, reason, attempts, durationMs } = execution;
  const name = `${execution.stage}/${execution.agent}`;
  const because = reason === null ? '' : `: ${reason}`;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  switch (status) {
    case 'queued':
      return `${name} waits until the stages before it have ended`;
    case 'held':
      return `${name} is held${because}`;
    case 'running':
      return `${name} is running, attempt ${attempts}`;
    case 'retrying':
      return `${name} waits for its next attempt${because}`;
    case 'succeeded':
      return `${name} succeeded${tries} in ${formatDuration(durationMs)}`;
    case 'cached':
      return `${name} was not run again${because}`;
    case 'skipped':
      return `${name} was skipped${because}`;
    case 'cancelled':
      return `${name} was cancelled${because}`;
    case 'interrupted':
      return `${name} was interrupted${because}`;
    case 'timed_out':
      return `${name} timed out${tries}${because}`;
    case 'failed':
      return `${name} failed${tries}${because}`;
  }
}

function tell(event: DodecaEvent): string | null {
  switch (event.type) {
    case 'execution.queued':
      return 'queued';
    case 'execution.held':
      return `held: ${event.reason}`;
    case 'cache.hit':
      return `taken from the cache: ${event.reason}`;
    case 'cache.miss':
      return `not taken from the cache: ${event.reason}`;
    case 'cache.stored':
      return 'its result was kept in the cache';
    case 'execution.starting':
      return `attempt ${event.attempt} starts${event.reason === null ? '' : `, ${event.reason}`}`;
    case 'execution.started':
      return `process ${event.pid}: ${event.command}`;
    case 'execution.retrying':
      return `${event.reason}; next attempt in ${formatDuration(event.delayMs)}`;
    case 'lock.waiting':
      return `waits for lock ${event.lock}, held by ${event.holders.join(', ')}`;
    case 'lock.acquired':
      return `holds lock ${event.lock}`;
    case 'lock.released':
      return `gave back lock ${event.lock}`;
    case 'lock.deadlock':
      return event.reason;
    case 'execution.finished':
      return `${event.status}${event.reason === null ? '' : `: ${event.reason}`}`;
    case 'execution.changed': {
      const parts = [
        event.with && 'its parameters',
        event.params && 'parameters of the run',
        event.env && 'its environment',
      ];
      return `${parts.filter(Boolean).join(' and ')} changed by ${event.by}`;
    }
    case 'execution.debuggable':
      return `can be debugged at ${event.endpoint.host}:${event.endpoint.port}`;
    case 'execution.rewound':
      return `taken back: ${event.reason}`;
    case 'execution.compensating':
      return `is undone: ${event.command}`;
    case 'execution.compensated':
      return event.status === 'succeeded' ? 'was undone' : `could not be undone: ${event.reason ?? ''}`;
    default:
      return null;
  }
}
