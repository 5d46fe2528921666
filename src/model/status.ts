/** The states of an execution. No other words are used for them anywhere. */
export const executionStatuses = [
  'queued',
  'held',
  'running',
  'retrying',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
  'cached',
  'interrupted',
] as const;

export type ExecutionStatus = (typeof executionStatuses)[number];

export const executionEndStatuses = [
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
  'cached',
  'interrupted',
] as const satisfies readonly ExecutionStatus[];

/** The states in which an execution ends; an execution ends in exactly one. */
export type ExecutionEndStatus = (typeof executionEndStatuses)[number];

/** The states of a run. */
export const runStatuses = [
  'queued',
  'running',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
] as const;

export type RunStatus = (typeof runStatuses)[number];

export const runEndStatuses = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
] as const satisfies readonly RunStatus[];

/** The states in which a run ends. A run that was resumed leaves its end again. */
export type RunEndStatus = (typeof runEndStatuses)[number];

export const stageEndStatuses = ['succeeded', 'failed', 'cancelled', 'skipped', 'interrupted'] as const;

/** How a stage ended. */
export type StageEndStatus = (typeof stageEndStatuses)[number];

export function isExecutionEnd(status: ExecutionStatus): status is ExecutionEndStatus {
  return (executionEndStatuses as readonly ExecutionStatus[]).includes(status);
}

export function isRunEnd(status: RunStatus): status is RunEndStatus {
  return (runEndStatuses as readonly RunStatus[]).includes(status);
}

/** Whether an execution did its work, so that a resumed run need not do it again. */
export function isDone(status: ExecutionStatus): boolean {
  return status === 'succeeded' || status === 'cached';
}
