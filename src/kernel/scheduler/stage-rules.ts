import type { StageEndStatus } from '../../model/status.ts';
import type { ExecutionState, RunState, StageState } from './scheduler-state.ts';

/** Why a stage that names others in `needs` may not run, or null when it may. */
export function unmetNeed(run: RunState, stage: StageState): string | null {
  if (!stage.planned.strict || stage.forced || run.options.keepGoing) return null;
  for (const index of stage.planned.after) {
    const needed = run.stages[index] as StageState;
    const { name, allowFailure } = needed.planned.definition;
    const result = needed.result;
    if (!result || result.status === 'succeeded' || allowFailure) continue;
    return result.status === 'skipped'
      ? `needs ${name}, which was skipped: ${result.reason ?? 'no reason was given'}`
      : `needs ${name}, which ${words[result.status]}`;
  }
  return null;
}

const words: Record<Exclude<StageEndStatus, 'skipped' | 'succeeded'>, string> = {
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
};

/** What a stage came to, from what its executions came to. */
export function endOfStage(
  run: RunState,
  stage: StageState,
): { readonly status: StageEndStatus; readonly reason: string | null } {
  const executions = stage.planned.executions.map((index) => run.executions[index] as ExecutionState);
  const first = (...statuses: string[]): ExecutionState | undefined =>
    executions.find((execution) => statuses.includes(execution.end?.status ?? ''));
  const because = (status: StageEndStatus, execution: ExecutionState) => ({
    status,
    reason: `${execution.planned.agent.name}: ${execution.end?.reason ?? execution.end?.status ?? ''}`,
  });
  const failed = first('failed', 'timed_out');
  if (failed) return because('failed', failed);
  const interrupted = first('interrupted');
  if (interrupted) return because('interrupted', interrupted);
  const cancelled = first('cancelled');
  if (cancelled) return because('cancelled', cancelled);
  const skipped = first('skipped');
  if (skipped && executions.every((execution) => execution.end?.status === 'skipped'))
    return { status: 'skipped', reason: skipped.end?.reason ?? null };
  if (skipped && run.stopping) return because('cancelled', skipped);
  return { status: 'succeeded', reason: null };
}
