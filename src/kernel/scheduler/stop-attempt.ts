import type { ExecutionEndStatus } from '../../model/status.ts';
import type { ExecutionState, Turn } from './scheduler-state.ts';

/** Ends the process of an execution for a reason that becomes its own; the first reason stays. */
export function stopAttempt(
  turn: Turn,
  execution: ExecutionState,
  stopping: { readonly status: ExecutionEndStatus; readonly reason: string },
  graceMs: number,
): void {
  execution.stopping ??= stopping;
  turn.effects.push({ type: 'stop', executionId: execution.id, graceMs });
}

export function timeoutKey(execution: ExecutionState): string {
  return `timeout:${execution.id}`;
}

export function retryKey(execution: ExecutionState): string {
  return `retry:${execution.id}`;
}
